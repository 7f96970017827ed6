import RobotAssembly
import RobotDrivers
import RobotRuntime
import RobotUnits
import Testing

/// A hinge with three tactile pads on a line of their own, and what they give.
enum PadRobot {
  /// 100 Hz; two tips with taxels and one whose taxels nobody asks for, frames of 7 + 18 + 3 * (31 + 9) bytes and
  /// the third's taxels.
  static let pads = """
      thumb: { driver: paxini, bus: skin, module: thumb_tip, taxels: 31, tare: at_start, drift: 1000 s }
      index: { driver: paxini, bus: skin, module: index_tip, taxels: 9 }
      palm:  { driver: paxini, bus: skin, module: palm_8, errors: { window: 1 s, degrade: 3, fault: 10 } }

    """

  static func text(_ pads: String = pads) -> String {
    Fixture.hinge.replacing(
      "only: { i2c: header, speed: 400 kHz } }",
      with: """
        only: { i2c: header, speed: 400 kHz },
                 skin: { kind: serial, device: /dev/ttyUSB0, baud: 921600 } }
        """
    ).replacing("rate: 500 Hz", with: "rate: 100 Hz").replacing(
      "joints:\n", with: pads + "joints:\n")
  }

  static func robot(_ pads: String = pads) throws -> VirtualRobot {
    try VirtualRobot(try Fixture.model(text(pads)))
  }
}

extension VirtualRobot {
  /// The numbers of the sensor `name`.
  func values(of name: String) throws -> [Double] {
    let sensor = try #require(system.sensors.first { $0.name == name })
    return sensor.channels.indices.map {
      snapshots.slot.pointee.sensorValues[sensor.firstValue + $0]
    }
  }

  func sample(of name: String) throws -> SensorSample {
    let index = try #require(system.sensors.firstIndex { $0.name == name })
    return snapshots.slot.pointee.sensors[index]
  }

  func isWell(_ name: String) throws -> Bool {
    let health = try sample(of: name).health
    return (0..<3).allSatisfy { health.contains($0) }
  }
}
