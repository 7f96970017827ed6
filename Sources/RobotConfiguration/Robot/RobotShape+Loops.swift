extension RobotShape {
  /// The laws that are made of PID loops.
  static func loopLaws(_ units: JointUnits) -> [Variants.Case] {
    [
      Variants.Case(
        name: ControlDescription.Law.fullPID.rawValue, fields: loop(.effort(units))),
      Variants.Case(
        name: ControlDescription.Law.cascade.rawValue,
        fields: [
          Field(
            "position", .record(loop(.position(units))), required: true,
            example: "{ kp: 15 s^-1 }",
            summary: "the outer loop: position to velocity, within the joint's velocity limit"),
          Field(
            "velocity", .record(loop(.velocity(units))), required: true,
            example: "{ kp: \(LoopUnits.velocity(units).kp.example) }",
            summary: "the inner loop: velocity to effort"),
        ]),
    ]
  }

  /// The gains of laws without a schedule.
  static func springAndDamper(_ units: JointUnits) -> [Field] {
    [
      Field(
        "kp", .quantity(units.stiffness, gain), required: true, example: units.stiffnessExample,
        summary: "stiffness"),
      Field(
        "kd", .quantity(units.damping, gain), required: true, example: units.dampingExample,
        summary: "damping"),
    ]
  }

  static let gain = NumberRange(0...1e6)
  private static let signedGain = NumberRange(-1e6...1e6)
  private static let atLeastZero = NumberRange(0...1e6)

  private static func loop(_ units: LoopUnits) -> [Field] {
    gains(units, isRequired: false) + [schedule(units)] + weights + [
      Field(
        "derivative_filter", .quantity(.frequency, NumberRange(0.1...5000)), example: "40 Hz",
        summary: "corner frequency of the derivative term's filter, below half the rate; default: "
          + "that of velocity_filter")
    ] + feedForward(units) + windup(units) + [
      Field(
        units.rateKey, .quantity(units.rate.dimension, .positive(upTo: 1e9)),
        example: units.rate.example,
        summary: "greatest change of the loop's output per second; default: none"),
      Field(
        "deadband", .quantity(units.deadband.dimension, atLeastZero),
        example: units.deadband.example, summary: "errors up to this one are none; default 0"),
      Field(
        "transfer_time", .quantity(.time, .positive(upTo: 100)), example: "200 ms",
        summary: "in which the effect of a change of gains comes in, at least one period; "
          + "default 200 ms"),
    ]
  }

  private static func gains(_ units: LoopUnits, isRequired: Bool) -> [Field] {
    [
      Field(
        "kp", .quantity(units.kp.dimension, gain), required: isRequired, example: units.kp.example,
        summary: "proportional gain"),
      Field(
        "ki", .quantity(units.ki.dimension, gain), example: units.ki.example,
        summary: "integral gain; default 0"),
      Field(
        "kd", .quantity(units.kd.dimension, gain), example: units.kd.example,
        summary: "derivative gain; default 0"),
    ]
  }

  private static func schedule(_ units: LoopUnits) -> Field {
    Field(
      "schedule",
      .variants(
        Variants(
          selector: .presence, common: [],
          cases: [
            points(
              .position, units, units.position, NumberRange(-1000...1000),
              "gains by the measured position"),
            points(
              .speed, units, units.speed, NumberRange(0...1000), "gains by the measured speed"),
          ])),
      example: "{ position: [ { at: \(units.position.example), kp: … }, … ] }",
      summary: "a table of gains in place of kp, ki and kd: straight lines between its points, "
        + "constant beyond them")
  }

  private static func points(
    _ variable: PIDDescription.Variable, _ units: LoopUnits, _ place: LoopUnits.Sample,
    _ range: NumberRange, _ summary: String
  ) -> Variants.Case {
    let at = Field(
      "at", .quantity(place.dimension, range), required: true, example: place.example,
      summary: "where these gains hold")
    return Variants.Case(
      name: variable.rawValue,
      fields: [
        Field(
          variable.rawValue,
          .list(of: .record([at] + gains(units, isRequired: true)), count: 2...8), required: true,
          example: "[ { at: \(place.example), kp: \(units.kp.example) }, … ]",
          summary: summary + ", 2 to 8 points in increasing order")
      ])
  }

  private static let weights = [
    Field(
      "b", .quantity(.number, NumberRange(0...1)), example: "0.8",
      summary: "setpoint weight of the proportional term; default 1"),
    Field(
      "c", .quantity(.number, NumberRange(0...1)), example: "1",
      summary: "setpoint weight of the derivative term; default 1"),
  ]

  private static func feedForward(_ units: LoopUnits) -> [Field] {
    let words = ["", "'s first derivative", "'s second derivative", "'s third derivative"]
    return units.feedForward.enumerated().map { order, sample in
      let usual = units.passesVelocity && order == 1 ? "1" : "0"
      return Field(
        "ff\(order)", .quantity(sample.dimension, signedGain), example: sample.example,
        summary: "feed-forward from the reference\(words[order]); default \(usual)")
    }
  }

  private static func windup(_ units: LoopUnits) -> [Field] {
    [
      Field(
        "anti_windup", .choice(["conditional", "back_calculation", "clamp"]),
        example: "back_calculation",
        summary: "what keeps the integral from winding up at a limit: conditional, "
          + "back_calculation, or clamp (integral_limit alone); default conditional"),
      Field(
        "tracking_time", .quantity(.time, .positive(upTo: 100)), example: "100 ms",
        summary: "of back_calculation, at least one period: how fast the integral follows the "
          + "limited output; sqrt(kd / ki), or kp / ki without kd, is a good start"),
      Field(
        "integral_limit", .quantity(units.output.dimension, NumberRange(0...1e5)),
        example: units.output.example,
        summary: "bound of the integral term; default: the greatest output"),
    ]
  }
}

extension LoopUnits {
  /// Whether the reference's velocity goes straight to the output.
  var passesVelocity: Bool { rateKey == "acceleration" }
}
