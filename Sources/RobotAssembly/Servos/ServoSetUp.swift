internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits

/// Identifies and configures the servos of a robot: torque off, EPROM read back. Real-time: no.
enum ServoSetUp {
  private static let attempts = 3

  /// Sets all servos up; gives the decoder of each.
  static func run(
    _ robot: RobotDescription, _ servos: ServoSet, on ports: [any SerialPort]
  ) throws(SetUpError) -> [Feetech.Decoder] {
    // All off before the first is looked at: they may hold from an earlier run.
    for servo in robot.servos.indices {
      _ = switchOff(servos.servos[servo], on: ports[robot.servos[servo].bus])
    }
    var decoders: [Feetech.Decoder] = []
    for index in robot.servos.indices {
      let servo = robot.servos[index]
      var attempt = 1
      while decoders.count == index {
        do throws(Feetech.Failure) {
          decoders.append(try setUp(servos.servos[index], on: ports[servo.bus]))
        } catch {
          guard attempt < attempts else {
            throw SetUpError(
              device: servo.name, place: "bus \(robot.serialBuses[servo.bus].name), id \(servo.id)",
              problem: error.description)
          }
        }
        attempt += 1
      }
    }
    return decoders
  }

  /// Sets one servo up; its torque is off after it.
  static func setUp(
    _ servo: FeetechServo, on port: any SerialPort
  ) throws(Feetech.Failure) -> Feetech.Decoder {
    var bus = SharedServoBus(port)
    return try Feetech.setUp(servo.configuration, on: &bus).decoder
  }

  /// Switches the torque off; says whether the servo confirms it.
  static func switchOff(_ servo: FeetechServo, on port: any SerialPort) -> Bool {
    let (id, address) = (servo.configuration.id, Feetech.Register.torqueEnable.rawValue)
    var bus = SharedServoBus(port)
    do throws(BusError) {
      try bus.write([0], to: id, address: address)
      return try bus.read(1, from: id, address: address).bytes == [0]
    } catch {
      return false
    }
  }
}
