/// The keys of a robot file.
struct RobotShape: Sendable {
  /// The drivers that devices may name.
  let drivers: [DriverSchema]

  /// The top of the file.
  var fields: [Field] {
    [
      Field(
        "robot", .word(.title), required: true, example: "arm6", summary: "the robot's name"),
      Field(
        "rate", .quantity(.frequency, NumberRange(1...10_000)), required: true, example: "500 Hz",
        summary: "how often every joint loop is closed"),
      Field(
        "command_timeout", .quantity(.time, NumberRange(0.001...60)), example: "100 ms",
        summary: "the longest time without a fresh streamed command before the robot holds; "
          + "default 100 ms"),
      Field(
        "loop", .record(Self.loop), example: "{ overrun: { catch_up: 2 } }",
        summary: "how the loop is scheduled, and what it does when it is late"),
      Self.safety,
      Self.calibration,
      Field(
        "urdf", .record(Self.urdf), example: "{ path: arm6.urdf }",
        summary: "the kinematic and inertial description"),
      Field(
        "buses", .table(of: .variants(Self.anyBus), keys: .name, what: "bus"), required: true,
        example: "{ left: { i2c: header, speed: 400 kHz } }",
        summary: "the I2C buses and serial lines by name"),
      Field(
        "lines", .table(of: .variants(Self.line), keys: .name, what: "line"),
        example: "{ estop: { line: GPIO17, input: normally_closed } }",
        summary: "the digital lines by name"),
      Self.emergencyStop,
      Field(
        "devices", .table(of: .variants(device), keys: .name, what: "device"), required: true,
        example: "{ pwm: { driver: pca9685, bus: left, address: 0x41 } }",
        summary: "the devices on the buses by name"),
      Field(
        "joints",
        .alternative(
          [Self.noJoints], or: .table(of: .variants(Self.joint), keys: .title, what: "joint"),
          written: "the joints by name"), required: true,
        example: "{ shoulder_pan: { actuator: … } }",
        summary: "the joints by name; with a URDF, by their names there; or none, where only "
          + "sensors are read"),
      Self.watch,
      Self.couplings,
      Field(
        "simulation", .record(Self.simulation),
        example: "{ surfaces: { table: { ground: 0 mm } } }",
        summary: "what only the simulation uses: what stands around the robot, and what touches it"),
      Self.cartesianImpedance,
    ]
  }

  /// What stands in the place of the joints of a robot that only measures.
  static let noJoints = "none"

  private static let urdf = [
    Field(
      "package", .text, example: "example-robot-data",
      summary: "the package that the file lies in, found through the search path; without it the "
        + "path is relative to the robot file"),
    Field("path", .text, required: true, example: "arm6.urdf", summary: "the path of the file"),
  ]

  static let bus = [
    Field(
      "i2c", .word(.name), required: true, example: "header",
      summary: "the board file's name for the bus"),
    Field(
      "speed", .quantity(.frequency, NumberRange(10_000...3_400_000)), required: true,
      example: "400 kHz", summary: "the SCL frequency that the bus is configured for"),
  ]

  private static let line = Variants(
    selector: .presence,
    common: [
      Field(
        "line", .text, required: true, example: "GPIO17",
        summary: "the board file's name for the line")
    ],
    cases: [
      Variants.Case(
        name: "input",
        fields: [
          Field(
            "input", .choice(["normally_closed", "normally_open"]), required: true,
            example: "normally_closed",
            summary: "an input; normally_closed: an open circuit, also a cut wire, is active"),
          Field(
            "estop", .boolean, example: "true",
            summary: "whether the line stops the robot; default true for a line named estop"),
        ] + inputRoles),
      Variants.Case(
        name: "output",
        fields: [
          Field(
            "output", .choice(["active_low", "active_high"]), required: true,
            example: "active_low", summary: "an output and the level at which it is active"),
          Field(
            "safe", .choice(["low", "high"]), required: true, example: "high",
            summary: "the level that is safe: at start, at stop and when the program dies"),
        ] + outputRoles),
      edgeLine,
    ])

  /// A device, with the keys of its driver.
  private var device: Variants {
    Variants(
      selector: .value(of: "driver", summary: "the driver in the catalogue"),
      common: [
        Field("bus", .word(.name), required: true, example: "left", summary: "the bus it is on"),
        Field(
          "via", .channel, example: "left_mux.0", summary: "the mux channel that it sits behind"),
        Self.errorBudget, Self.serial,
      ],
      cases: drivers.map { Variants.Case(name: $0.name, fields: Self.fields(of: $0)) })
  }

  /// The default, or else a value amid the range.
  private static func example(of key: DriverSchema.Key) -> String {
    let (lower, upper) = (key.range.lowerBound, key.range.upperBound)
    let middle = lower > 0 ? (lower * upper).squareRoot() : (lower + upper) / 2
    return key.dimension.text(key.defaultValue ?? middle)
  }

  private static func fields(of driver: DriverSchema) -> [Field] {
    if let servo = driver.servo { return servoFields(servo) + fields(of: driver.keys) }
    if let pad = driver.pad {
      return padFields(pad) + (driver.tactile.map { tactileFields(of: $0) } ?? [])
    }
    let range = driver.addresses
    var fields = [
      Field(
        "address", .address, required: driver.defaultAddress == nil,
        example: Hexadecimal.text(
          driver.defaultAddress ?? min(range.lowerBound + 1, range.upperBound)),
        summary: "the 7-bit address, \(Hexadecimal.text(range.lowerBound)) to "
          + Hexadecimal.text(range.upperBound)
          + (driver.defaultAddress.map { "; default \(Hexadecimal.text($0))" } ?? ""))
    ]
    if driver.kind != .mux {
      fields.append(
        Field(
          "every", .integer(1...10_000), example: "50",
          summary: "it is exchanged in every n-th cycle; default 1"))
    }
    if driver.kind == .mux { fields.append(muxReset) }
    if driver.kind == .pwm {
      fields.append(
        Field(
          "output_enable", .word(.name), example: "drive_enable",
          summary: "the output line that gates its outputs"))
    }
    fields += Self.fields(of: driver.keys)
    return fields + (driver.tactile.map { tactileFields(of: $0) } ?? [])
  }

  private static func fields(of keys: [DriverSchema.Key]) -> [Field] {
    keys.map { key in
      let defaultText = key.defaultValue.map { "; default \(key.dimension.text($0))" } ?? ""
      return Field(
        key.name, .quantity(key.dimension, NumberRange(key.range)), required: key.isRequired,
        example: example(of: key),
        summary: key.summary + defaultText)
    }
  }
}
