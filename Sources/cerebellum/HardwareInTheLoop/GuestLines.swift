import RobotAssembly
import RobotConfiguration
import RobotHAL
import SimulatedHAL
import VhostUser

/// The lines of the GPIO chip that the guest sees, by the board's names: those that the robot uses, those that free
/// its buses, then those of the header that nobody uses.
struct GuestLines {
  /// Lines that may be set from outside.
  let lines: [GuestLine]
  /// All of them.
  let ports: [GPIOLine]

  init(_ world: SimulatedWorld, _ loaded: LoadedRobot) {
    let robot = loaded.model.robot
    var lines = robot.lines.enumerated().map { index, description in
      let isOutput = if case .output = description.role { true } else { false }
      return GuestLine(
        description.boardLine, robotName: description.name, world.lines[index], isOutput: isOutput,
        group: robot.joints.firstIndex { $0.encoder.quadrature?.lines.contains(index) ?? false })
    }
    var wires: [GPIOLine] = []
    for (bus, simulated) in zip(robot.buses, world.buses) {
      guard
        let recovery = loaded.board?.i2c.first(where: { $0.name == bus.boardBus })?.recovery
      else { continue }
      let both = simulated.recoveryLines
      wires.append(Self.wire(recovery.clock, both.clock))
      wires.append(Self.wire(recovery.data, both.data))
    }
    let taken = Set(lines.map(\.name) + wires.map(\.name))
    let header = loaded.board?.gpio.lines.sorted { $0.key < $1.key }.map(\.value) ?? []
    for name in header where !taken.contains(name) {
      lines.append(GuestLine(name, SimulatedLine(level: false), isOutput: true))
    }
    self.lines = lines
    ports = lines.map(\.port) + wires
  }

  /// The line that the robot file or the board calls `name`.
  func line(_ name: String) -> GuestLine? {
    lines.first { $0.robotName == name } ?? lines.first { $0.name == name }
  }

  /// SCL or SDA, an open drain: let go of, it is high unless a chip holds it low.
  private static func wire(_ name: String, _ line: BusLine) -> GPIOLine {
    GPIOLine(name: name, level: { line.level() }, drive: { line.drive($0 ?? true) })
  }
}
