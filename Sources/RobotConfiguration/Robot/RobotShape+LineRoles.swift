extension RobotShape {
  /// The key `estop`.
  static let emergencyStop = Field(
    "estop", .record(channels), example: "{ channels: [estop_1, estop_2], discrepancy: 50 ms }",
    summary:
      "an emergency stop with two contacts, each on a line of its own: either stops, and both "
      + "must tell the same")

  private static let channels = [
    Field(
      "channels", .list(of: .word(.name), count: 2...2), required: true,
      example: "[estop_1, estop_2]", summary: "the two input lines, normally closed"),
    Field(
      "discrepancy", .quantity(.time, NumberRange(0.001...1)), example: "50 ms",
      summary: "how long the two may disagree; longer is fault 503; default 50 ms"),
  ]

  /// What an input may be for, beside an emergency stop.
  static let inputRoles = [
    Field(
      "limit", .record(limitSwitch), example: "{ joint: lift, side: lower }",
      summary:
        "a limit switch at an end of a joint's way: the robot stops and holds, and the joint goes "
        + "no further that way")
  ]

  private static let limitSwitch = [
    Field(
      "joint", .word(.title), required: true, example: "lift", summary: "the joint that it stops"),
    Field(
      "side", .choice(LimitSwitchDescription.Side.allCases.map(\.rawValue)), required: true,
      example: "lower", summary: "the end that it is at: towards smaller or greater positions"),
    Field(
      "release", .quantity(.time, NumberRange(0...10)), example: "20 ms",
      summary: "it lets go once it was closed without a break for this time; default 20 ms"),
  ]

  /// What an output may be for, beside gating a device.
  static let outputRoles = [
    Field(
      "brake", .record(brake), example: "{ joint: lift, engage: 80 ms, release: 50 ms }",
      summary: "a holding brake that is released while the line is active")
  ]

  private static let brake = [
    Field(
      "joint", .word(.title), required: true, example: "lift", summary: "the joint that it holds"),
    Field(
      "engage", .quantity(.time, .positive(upTo: 5)), required: true, example: "80 ms",
      summary: "from current off until it holds, by its data sheet; the torque stays on so long"),
    Field(
      "release", .quantity(.time, .positive(upTo: 5)), required: true, example: "50 ms",
      summary: "from current on until it is open; no motion begins before"),
  ]
}
