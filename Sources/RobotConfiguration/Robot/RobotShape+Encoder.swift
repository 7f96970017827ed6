extension RobotShape {
  /// What measures a joint of `kind`.
  static func encoder(_ kind: JointDescription.Kind) -> Variants {
    Variants(
      selector: .presence, common: encoderPlace(kind),
      cases: [
        Variants.Case(name: "device", fields: absolute),
        Variants.Case(
          name: "quadrature",
          fields: [
            Field(
              "quadrature", .record(quadrature), required: true,
              example: "{ a: lift_a, b: lift_b, z: lift_z, counts_per_turn: 2000 }",
              summary: "an incremental encoder on lines of the board"),
            Field(
              "zero", .alternative(["at_start"], or: angle, written: "an angle"), required: true,
              example: "at_start",
              summary:
                "the angle from the encoder's index at joint position 0; at_start: the joint "
                + "stands at position 0 whenever the daemon starts"),
          ]),
      ])
  }

  /// What measures a joint a second time.
  static func redundantEncoder(_ units: JointUnits) -> [Field] {
    absolute + [
      Field(
        "tolerance", .quantity(units.position, .positive(upTo: 1)), required: true,
        example: units.kind == .revolute ? "5 deg" : "3 mm",
        summary: "how far apart the two encoders may see the joint")
    ] + encoderPlace(units.kind)
  }

  private static let absolute = [
    Field(
      "device", .word(.name), required: true, example: "pan_angle",
      summary: "the absolute encoder among the devices"),
    Field(
      "zero", angle, required: true, example: "1.204 rad",
      summary: "the encoder's reading at joint position 0"),
  ]

  /// Where an encoder sits, and how it turns there.
  private static func encoderPlace(_ kind: JointDescription.Kind) -> [Field] {
    var fields = [
      Field(
        "side", .choice(EncoderDescription.Side.allCases.map(\.rawValue)), example: "actuator",
        summary: "joint, or actuator: on the gear's shaft, before the transmission; default joint"),
      Field(
        "direction", .sign, example: "-1",
        summary: "-1 when it counts down while the joint moves up; default 1"),
      Field(
        "ratio", .quantity(.number, .positive(upTo: 1000)), example: "1",
        summary: "encoder revolutions per revolution of the shaft that it measures; default 1"),
    ]
    if kind == .prismatic {
      fields.append(
        Field(
          "travel", .quantity(.length, .positive(upTo: 10)), example: "40 mm",
          summary: "how far the joint moves in one encoder revolution, for an encoder on the joint "
            + "(rack, cable)"))
    }
    return fields
  }

  private static let angle = Shape.quantity(.angle, NumberRange(-6.2832...6.2832))

  private static let quadrature = [
    Field(
      "a", .word(.name), required: true, example: "lift_a",
      summary: "the line of A, which leads B while the encoder counts up"),
    Field("b", .word(.name), required: true, example: "lift_b", summary: "the line of B"),
    Field(
      "z", .word(.name), example: "lift_z",
      summary: "the line of the index, which is high once in a revolution"),
    Field(
      "counts_per_turn", .integer(4...4_000_000), required: true, example: "2000",
      summary: "edges of A and B in a revolution: four times the encoder's lines (PPR)"),
  ]

  /// A line whose edges are counted.
  static let edgeLine = Variants.Case(
    name: "edges",
    fields: [
      Field(
        "edges", .choice(LineDescription.Bias.allCases.map(\.rawValue)), required: true,
        example: "pull_up",
        summary: "an input whose edges an encoder counts, and the resistor at it")
    ])
}
