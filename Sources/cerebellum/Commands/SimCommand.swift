import ArgumentParser

/// What a simulation is of.
struct SimulationOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The robot file; one that is not here is looked for in /usr/share/cerebellum.",
      valueName: "path"))
  var robot = "Robots/arm6/robot.yaml"
  @Option(
    help: ArgumentHelp(
      "The board file. Without it, there is every bus and line that the robot file names.",
      valueName: "path"))
  var board: String?
}

/// Runs the daemon on simulated hardware.
struct SimCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "sim", abstract: "Run the daemon on simulated hardware until Ctrl-C.")
  @OptionGroup var simulation: SimulationOptions
  @Flag(help: "Bear a shared machine that takes the processor away for tens of milliseconds.")
  var patient = false
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let program = try DaemonProgram.find()
    try program.replaceThisProcess(
      program.simulation(
        robot: ShippedFile.find(simulation.robot),
        board: simulation.board.map { ShippedFile.find($0) }, socket: socket.path,
        isPatient: patient))
  }
}
