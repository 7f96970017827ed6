internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL

/// What the robot file says of an ADS1115 or ADS1015: inputs against ground from AIN0 on, as voltages, or as
/// conductances of force sensing resistors in dividers.
enum ADS1x15Settings {
  static func schema(name: String) -> DriverSchema {
    DriverSchema(
      name: name, kind: .sensor, addresses: 0x48...0x4B, defaultAddress: 0x48, maximumSpeed: 400e3,
      keys: [
        DriverSchema.Key(
          "inputs", .number, in: 1...4, default: 4, summary: "inputs in use, from AIN0 on"),
        DriverSchema.Key(
          "divider", .resistance, in: 10...1e7,
          summary: "the resistor in series with each sensor; without it the inputs are voltages"),
        DriverSchema.Key(
          "divider_supply", .voltage, in: 1...6, default: 3.3,
          summary: "the voltage across sensor and divider"),
      ], tactile: TactileSchema(unit: "S", touch: 20e-6, release: 10e-6))
  }

  static func configuration(
    _ part: ADS1x15.Part, _ device: DeviceDescription
  ) throws(DeviceProblem) -> ADS1x15.Configuration {
    let terminals: [ADS1x15.Terminals] = [.ain0, .ain1, .ain2, .ain3]
    let supply = device.settings["divider_supply"] ?? 3.3
    let divider = device.settings["divider"].map {
      ADS1x15.Divider(supplyVolts: supply, resistorOhms: $0)
    }
    if device.tactile != nil, divider == nil {
      throw DeviceProblem(
        "a skin of force sensing resistors needs the resistor in series with each: add divider: 10 kOhm"
      )
    }
    let count = Int(device.settings["inputs"] ?? 4)
    return try DeviceProblem.wrap { () throws(ADS1x15.ConfigurationError) in
      try .init(
        part: part, address: device.i2cAddress,
        inputs: terminals.prefix(count).enumerated().map {
          ADS1x15.Input("input_\($0.offset)", $0.element, divider: divider)
        })
    }
  }
}
