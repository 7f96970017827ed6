extension FaultScenarioShape {
  /// What happens off the wires: to the brain, to joints, to the loop, to the supply; and what people ask.
  static let offTheWires = ofTheBrain + ofPeople + ofJoints + ofTheRest + ofTheDaemon

  private static let ofTheDaemon = [
    Variants.Case(name: "kill_daemon", fields: []),
    Variants.Case(name: "hang_daemon", fields: []),
    Variants.Case(
      name: "edit_config",
      fields: [
        Field(
          "replace", .text, required: true, example: "\"rate: 500 Hz\"",
          summary: "a text of the robot file, of which the first is replaced"),
        Field(
          "with", .text, required: true, example: "\"rate: 500 Hzz\"", summary: "what by"),
      ]),
    Variants.Case(
      name: "cut_config",
      fields: [
        Field(
          "bytes", .integer(0...1_000_000), required: true, example: "1000",
          summary: "how many bytes of the robot file are left")
      ]),
    Variants.Case(name: "second_client", fields: []),
    Variants.Case(name: "client_gone", fields: []),
    Variants.Case(name: "full_disk", fields: []),
  ]

  private static let ofTheBrain = [
    Variants.Case(name: "silent_client", fields: []),
    Variants.Case(
      name: "not_a_number",
      fields: [
        joint,
        Field(
          "number", .choice(FaultScenario.CommandNumber.allCases.map(\.rawValue)), required: true,
          example: "position", summary: "which number of the joint's commands"),
        Field(
          "value", .choice(FaultScenario.BadNumber.allCases.map(\.rawValue)), required: true,
          example: "infinity", summary: "what it is"),
      ]),
    Variants.Case(
      name: "command_step",
      fields: [
        joint,
        Field(
          "by", .quantity(.angle, NumberRange(-100...100)), required: true, example: "1 rad",
          summary:
            "how far away the joint's commands lead at once; of a prismatic joint a bare number "
            + "of metres"),
      ]),
    Variants.Case(
      name: "beyond_limits",
      fields: [
        joint,
        Field(
          "by", .quantity(.angle, NumberRange(-100...100)), required: true, example: "0.5 rad",
          summary:
            "how far beyond the upper limit the joint's commands lead, or below the lower one "
            + "where it is negative; of a prismatic joint a bare number of metres"),
      ]),
    Variants.Case(
      name: "gains",
      fields: [
        joint,
        Field(
          "kp", .quantity(.torquePerAngle, NumberRange(0...1e6)), example: "400 N.m/rad",
          summary: "the stiffness that the commands ask for"),
        Field(
          "kd", .quantity(.torquePerAngularVelocity, NumberRange(0...1e6)),
          example: "40 N.m.s/rad", summary: "the damping that the commands ask for"),
      ]),
  ]

  private static let ofPeople = FaultScenario.Ask.allCases.map { ask in
    Variants.Case(
      name: ask.rawValue,
      fields: [
        Field(
          "answer", .choice(["done", "refused"]), example: "done",
          summary: "what the robot must answer; without it: done")
      ])
  }

  private static let ofJoints = [
    Variants.Case(name: "jam", fields: [joint]),
    Variants.Case(
      name: "load",
      fields: [
        joint,
        Field(
          "effort", .quantity(.torque, NumberRange(-1e4...1e4)), required: true, example: "2 N.m",
          summary: "what pushes at the joint; at a prismatic joint a bare number of N"),
      ]),
    Variants.Case(name: "dead_motor", fields: [joint]),
    Variants.Case(name: "inverted", fields: [joint]),
    Variants.Case(
      name: "strong_motor",
      fields: [
        joint,
        Field(
          "factor", .quantity(.number, .positive(upTo: 100)), required: true, example: "5",
          summary: "how many times what it is told the bridge gives its motor"),
      ]),
  ]

  private static let ofTheRest = [
    Variants.Case(
      name: "overrun",
      fields: [
        Field(
          "cycles", .integer(1...10_000), required: true, example: "3",
          summary: "how many cycles the control thread misses on end"),
        Field(
          "every", .quantity(.time, .positive(upTo: 60)), example: "50 ms",
          summary: "the time from one such gap to the next; without it there is one"),
      ]),
    Variants.Case(
      name: "supply_sag",
      fields: [
        Field(
          "to", .quantity(.voltage, NumberRange(0...100)), required: true, example: "7 V",
          summary: "the voltage of the motors' supply in the end"), over,
      ]),
    Variants.Case(
      name: "overheat",
      fields: [
        device,
        Field(
          "to", .quantity(.number, NumberRange(-40...150)), required: true, example: "95",
          summary: "the temperature in the end [degC]"), over,
      ]),
    Variants.Case(
      name: "slipped_magnet",
      fields: [
        device,
        Field(
          "by", .quantity(.angle, NumberRange(-3...3)), required: true, example: "10 deg",
          summary: "how far the encoder's magnet has slipped on its shaft in the end"), over,
      ]),
  ]

  private static let joint = Field(
    "joint", .word(.name), required: true, example: "elbow_flex", summary: "the joint")
  private static let over = Field(
    "over", .quantity(.time, NumberRange(0...600)), example: "0.5 s",
    summary: "how long it takes until then; without it, no time")
}
