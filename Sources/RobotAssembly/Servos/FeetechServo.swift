internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits
internal import SimulatedHAL

/// `driver: feetech`: what the robot file may say of a servo, and what becomes of it.
struct FeetechServo: Sendable {
  static let schema = DriverSchema(
    name: "feetech",
    servo: ServoSchema(
      models: [
        // 12 V, 1:345, stall 2.9 N.m at 2.7 A, 45 to 50 rpm.
        model(
          .sts3215,
          ServoSchema.Motor(
            supply: 12, gear: 345, torqueConstant: 6.73e-3, resistance: 4.44, efficiency: 0.47,
            armature: 0.028)),
        // 12 V, 1:345, stall 4.9 N.m, 75 rpm.
        model(
          .sts3250,
          ServoSchema.Motor(
            supply: 12, gear: 345, torqueConstant: 4.43e-3, resistance: 2.2, efficiency: 0.59,
            armature: 0.028)),
        // 6 V, stall 0.23 N.m, 100 rpm.
        model(
          .scs0009,
          ServoSchema.Motor(
            supply: 6, gear: 300, torqueConstant: 1.9e-3, resistance: 7, efficiency: 0.47,
            armature: 0.000_5)),
      ], ids: 0...253, speeds: Feetech.speeds.map { Int($0) },
      mostServos: SerialTraffic.mostServos),
    keys: [
      DriverSchema.Key(
        "return_delay", .time, in: 0...508e-6, default: 0,
        summary: "how long it waits before it answers, in steps of 2 us"),
      DriverSchema.Key(
        "torque", .number, in: 0.01...1,
        summary: "the share of its stall torque that it may use; without it as it was set before"),
      DriverSchema.Key(
        "maximum_temperature", .number, in: 1...100,
        summary: "above which it switches itself off, in degrees Celsius; without it as before"),
      DriverSchema.Key(
        "homing_offset", .number, in: -2047...2047,
        summary: "where its zero is, in counts; STS only; without it as it was set before"),
      DriverSchema.Key(
        "lead", .time, in: 0...0.2, default: 0,
        summary: "its goal is where the reference will be after so long, for its loop lags behind"),
    ])

  let configuration: Feetech.Configuration
  /// [s]
  let lead: Double

  init(_ servo: ServoDescription, on bus: SerialBusDescription) throws(DeviceProblem) {
    let settings = servo.settings
    guard let model = FeetechServo.model(named: servo.model), let id = ServoID(servo.id) else {
      throw DeviceProblem("\(servo.model) \(servo.id) is no servo of this driver")
    }
    // Another speed was refused with the bus.
    let speed =
      Feetech.speeds.contains(bus.speed.hertz) ? bus.speed : Frequency(unchecked: Feetech.speeds[0])
    configuration = try DeviceProblem.wrap { () throws(Feetech.ConfigurationError) in
      try Feetech.Configuration(
        id: id, model: model, speed: speed,
        returnDelay: TimeSpan(
          nanoseconds: Int64((settings["return_delay"] ?? 0) * 1e9 + 0.5)),
        maximumTemperature: settings["maximum_temperature"].map { Int($0) },
        torque: settings["torque"], homingOffset: settings["homing_offset"].map { Int($0) })
    }
    lead = settings["lead"] ?? 0
  }

  var series: Feetech.Series { configuration.model.series }

  /// The servo that stands for it, which turns `mechanism`.
  func makeServo(_ mechanism: (any ServoMechanism)?) -> FeetechServoModel {
    var kind: FeetechServoModel.Kind =
      switch series {
      case .sts: .sts3215
      case .scs: .scs0009
      }
    kind.model = configuration.model.number
    let servo = FeetechServoModel(
      id: configuration.id.rawValue, kind: kind, counts: kind.counts / 2, mechanism: mechanism)
    // It was set to the speed of its line before.
    let code = Feetech.speeds.firstIndex(of: configuration.speed.hertz) ?? 0
    servo.load(register: Feetech.Register.baudRate.rawValue, value: UInt8(code))
    return servo
  }

  private static func model(_ model: Feetech.Model, _ motor: ServoSchema.Motor) -> ServoSchema.Model
  {
    let series = model.series
    return ServoSchema.Model(
      name: model.name.lowercased(), series: "\(series)",
      travel: Double(series.counts) * series.radiansPerCount, motor: motor)
  }

  private static func model(named name: String) -> Feetech.Model? {
    Feetech.Model.all.first { $0.name.lowercased() == name }
  }
}

/// The drivers of a robot's servos, in its order.
struct ServoSet: Sendable {
  let servos: [FeetechServo]

  /// All errors are reported together.
  init(_ robot: RobotDescription) throws(ConfigurationErrors) {
    var servos: [FeetechServo] = []
    var errors: [ConfigurationError] = []
    for servo in robot.servos {
      do throws(DeviceProblem) {
        servos.append(try FeetechServo(servo, on: robot.serialBuses[servo.bus]))
      } catch {
        errors.append(
          robot.error(at: servo.position, keyPath: "devices.\(servo.name)", problem: error.text))
      }
    }
    try ConfigurationErrors.throwIfAny(errors)
    self.servos = servos
  }
}
