import RobotConfiguration

/// The drivers that the corpus and `Robots/robot.schema.json` are written for.
let testDrivers = [
  DriverSchema(
    name: "pca9685", kind: .pwm, addresses: 0x40...0x77, defaultAddress: nil,
    powerOnAddresses: [0x70], maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "frequency", .frequency, in: 24...1526, default: 1000, summary: "the PWM frequency")
    ]),
  DriverSchema(
    name: "tca9548a", kind: .mux, addresses: 0x70...0x77, defaultAddress: nil, maximumSpeed: 4e5),
  DriverSchema(
    name: "as5600", kind: .encoder, addresses: 0x36...0x36, defaultAddress: 0x36, maximumSpeed: 1e6),
  DriverSchema(
    name: "ina226", kind: .power, addresses: 0x40...0x4F, defaultAddress: nil, maximumSpeed: 1e6,
    keys: [
      DriverSchema.Key(
        "shunt", .resistance, in: 1e-5...10, required: true, summary: "the shunt resistor")
    ]),
]
