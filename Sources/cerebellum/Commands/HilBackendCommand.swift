import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits

/// Serves a simulated robot to the kernel of a virtual machine.
struct HilBackendCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "hil-backend",
    abstract: "Serve a simulated robot's buses and lines to a virtual machine, until Ctrl-C.",
    discussion: """
      QEMU's vhost-user-i2c and vhost-user-gpio devices connect to the sockets; the guest then has real \
      /dev/i2c-* and /dev/gpiochip* with the simulated chips behind them. Documentation/hil.md has the \
      command line of QEMU, and the words of control.sock.
      """)
  @Option(help: ArgumentHelp("The robot file.", valueName: "path"))
  var robot: String
  @Option(
    help: ArgumentHelp(
      "The board file: it adds the lines of the header and those that free a bus.",
      valueName: "path"))
  var board: String?
  @Option(help: ArgumentHelp("Where the sockets go.", valueName: "path"))
  var directory: String
  @OptionGroup var common: CommonOptions

  /// How long Ctrl-C may take.
  private static let patience = TimeSpan.milliseconds(200)

  func execute(_ console: Console) throws(ToolFailure) {
    let loaded: LoadedRobot
    do throws(ConfigurationErrors) {
      loaded = try LoadedRobot(robotPath: robot, boardPath: board)
    } catch {
      throw ToolFailure(error)
    }
    let backend = try HardwareInTheLoop(loaded, in: directory, now: Environment.instant) {
      message in
      console.complain(message.text(console.language))
    }
    for bus in loaded.model.robot.serialBuses {
      console.complain(
        console.text(
          "serial line \(bus.name): a guest cannot have it from here", "串口 \(bus.name)：此处无法提供给客户机"))
    }
    Interruption.watch()
    console.line("ready \(backend.paths.joined(separator: " "))")
    while !console.isInterrupted() { backend.turn(patience: Self.patience) }
  }
}
