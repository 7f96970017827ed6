import FoundationEssentials
import RobotAssembly
import RobotConfiguration

/// The shipped arm, and small robots written in tests.
enum Fixture {
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  /// The shipped arm's robot file.
  static func armText() throws -> String {
    try String(contentsOf: URL(filePath: "\(root)/Robots/arm6/robot.yaml"), encoding: .utf8)
  }

  /// The arm, its robot file edited by `edit`.
  static func arm(_ edit: (String) -> String = { $0 }) throws -> RobotModel {
    try model(edit(try armText()))
  }

  /// The SO-101, its robot file edited by `edit`.
  static func so101(_ edit: (String) -> String) throws -> RobotModel {
    let path = "\(root)/Robots/so101/robot.yaml"
    return try model(
      edit(try String(contentsOf: URL(filePath: path), encoding: .utf8)), in: "so101")
  }

  /// The robot of the file `text`, whose URDF lies in a folder of `Robots`: beside the arm.
  static func model(_ text: String, in folder: String = "arm6") throws -> RobotModel {
    let robot = try RobotFile.load(
      text: Array(text.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    let urdf = try robot.urdf.map { try URDF.load(path: "\(root)/Robots/\(folder)/\($0.path)") }
    return try RobotModel(robot: robot, urdf: urdf)
  }

  /// One joint, one bus, no mux, no lines, no URDF.
  static let hinge = """
    robot: hinge
    rate: 500 Hz
    buses: { only: { i2c: header, speed: 400 kHz } }
    devices:
      pwm:   { driver: pca9685, bus: only, address: 0x40, frequency: 1 kHz }
      angle: { driver: as5600, bus: only }
    joints:
      hinge:
        actuator:
          bridge: [pwm.4, pwm.9]
          direction: -1
          motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm, efficiency: 0.47,
                   armature: 0.028 kg.m^2 }
        encoder: { device: angle, zero: 6.2 rad }
        limits: { position: [-1 rad, 1 rad], velocity: 3 rad/s, acceleration: 20 rad/s^2,
                  effort: 2.5 N.m }
        control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }
        on_loss: hold

    """
}
