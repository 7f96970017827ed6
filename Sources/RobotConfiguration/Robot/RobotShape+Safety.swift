extension RobotShape {
  /// The key `safety`.
  static let safety = Field(
    "safety", .record(safetyKeys), example: "{ stale: 6 ms, following_error: 0.3 rad }",
    summary: "when the runtime gives up on a joint or on itself; angles become lengths at a "
      + "prismatic joint's lever")

  /// Readings that are older say nothing about a joint that moves, whatever the file says.
  private static let safetyKeys = [
    Field(
      "stale", .quantity(.time, .positive(upTo: 0.5)), example: "6 ms",
      summary: "how old a reading may be, in whole cycles; older ones are fault 201; default three "
        + "cycles"),
    Field(
      "stall", .quantity(.time, NumberRange(0.001...10)), example: "100 ms",
      summary: "a loop that lost more time than this at once is fault 301; default 100 ms"),
    Field(
      "over_speed", .quantity(.number, NumberRange(1...10)), example: "1.2",
      summary: "measured speed over the velocity limit by this factor is fault 402; default 1.2"),
    Field(
      "position_margin", .quantity(.angle, NumberRange(0...1)), example: "0.1 rad",
      summary: "distance beyond a position limit that is fault 401; default 0.1 rad"),
    Field(
      "arming_margin", .quantity(.angle, NumberRange(0...0.1)), example: "0.03 rad",
      summary: "how far beyond a position limit a joint may be armed; its reference then moves "
        + "inwards; default 0.03 rad"),
    Field(
      "arming_time", .quantity(.time, NumberRange(0.01...10)), example: "200 ms",
      summary: "the gains ramp up over this time after arming; default 200 ms"),
    Field(
      "following_error", .quantity(.angle, .positive(upTo: 10)), example: "0.5 rad",
      summary: "reference and measurement further apart than this ...; default 0.5 rad"),
    Field(
      "following_error_time", .quantity(.time, NumberRange(0...10)), example: "50 ms",
      summary: "... for this long is fault 403; default 50 ms"),
    Field(
      "oscillation", .quantity(.angle, NumberRange(0...0.1)), example: "1 mrad",
      summary: "half cycles about the reference that exchange the effort limit times this are an "
        + "oscillation: half of the gains, then fault 408; 0 looks for none; default 1 mrad"),
    Field(
      "jump_margin", .quantity(.angle, .positive(upTo: 1)), example: "0.05 rad",
      summary: "a reading further than the velocity limit and this explain is fault 202; "
        + "default 0.05 rad"),
    Field(
      "degraded_speed", .quantity(.number, NumberRange(0.01...1)), example: "0.25",
      summary: "while a device that a joint needs is degraded, references keep this share of every "
        + "joint's velocity limit; default 0.25"),
    Field(
      "polarity_probe", .quantity(.number, NumberRange(0.01...1)), example: "0.3",
      summary:
        "at arming every joint is pushed with up to this share of its effort limit; one that moves "
        + "the other way is fault 410; default: not asked"),
    Field(
      "start_tolerance", .quantity(.angle, .positive(upTo: 1)), example: "0.02 rad",
      summary: "a motion starts no further than this from the present reference; default 0.02 rad"),
    Field(
      "approval", .choice(SafetyDescription.Approval.allCases.map(\.rawValue)), example: "always",
      summary:
        "where a person must have approved the files (cerebellum approve) before the robot may be "
        + "armed: on hardware, or always; default hardware"),
    Field(
      "accept",
      .list(of: .choice(SafetyDescription.AcceptedRisk.allCases.map(\.rawValue)), count: 1...8),
      example: "[output_release]",
      summary:
        "what forbids to arm on hardware and is accepted all the same: output_release, that outputs "
        + "may stay on after the daemon died; default nothing"),
  ]
}
