import RobotAssembly
import RobotConfiguration
import RobotUnits

extension CheckReport {
  /// The members of the object that Documentation/command-line.md describes.
  var jsonMembers: [(String, JSONValue)] {
    [
      ("robot", robot.map { .text($0.name) } ?? .null),
      ("board", board.map { .text($0) } ?? .null),
      ("rate_hz", .optional(robot?.rate.hertz)),
      ("errors", .array(errors.map(\.json))),
      ("warnings", .array(warnings.map { .text($0) })),
      ("device_warnings", .array(deviceWarnings.map { .text($0.english) })),
      ("joints", .array(joints.map(\.json))),
      ("buses", .array(buses.map(\.json))),
      ("serial_buses", .array(serialBuses.map(\.json))),
      ("proposals", .array(proposals.map(\.json))),
      ("arming_blocks", .array(armingBlocks.map(\.json))),
      ("hardware_blocks", .array(hardwareBlocks.map { .text($0.text.english) })),
      ("uncovered", .array(uncovered.map { .text($0.english) })),
    ]
  }
}

extension SerialBudget {
  fileprivate var json: JSONValue {
    .object([
      ("name", .text(name)), ("speed_hz", .number(speedHertz)),
      ("servos", .number(Double(servos))), ("bytes", .number(Double(bytes))),
      ("wire_us", .number(wireMicroseconds)), ("delay_us", .number(delayMicroseconds)),
      ("total_us", .number(totalMicroseconds)), ("available_us", .number(availableMicroseconds)),
      ("repeat_us", .number(repeatMicroseconds)), ("utilisation", .number(utilisation)),
      ("highest_rate_hz", stream == nil ? .number(highestRateHertz) : .null),
      ("pads", .number(Double(stream?.pads ?? 0))),
      ("frames_per_second", .optional(stream?.framesPerSecond)),
    ])
  }
}

extension CheckedJoint {
  fileprivate var json: JSONValue {
    let unit = units.positionKey
    return .object([
      ("name", .text(name)), ("lower_\(unit)", .number(lower)),
      ("upper_\(unit)", .number(upper)), ("velocity_\(unit)_s", .optional(velocity)),
      ("acceleration_\(unit)_s2", .number(acceleration)),
      ("effort_\(units.effortKey)", .optional(effort)), ("jerk_\(unit)_s3", .optional(jerk)),
      ("actuator", .text(actuator)),
      ("encoder", .text(encoder)), ("law", .text(law)), ("is_armable", .boolean(isArmable)),
    ])
  }
}
