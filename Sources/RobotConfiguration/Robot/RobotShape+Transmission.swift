extension RobotShape {
  /// What may lie between the gear's shaft and a joint of `kind`.
  static func transmission(_ kind: JointDescription.Kind) -> Field {
    let summary = "what lies between the gear's shaft and the joint"
    switch kind {
    case .revolute:
      return Field(
        "transmission", .variants(rotary), example: "{ ratio: 2.5 }",
        summary: summary + "; default: nothing, the shaft is the joint's")
    case .prismatic:
      return Field(
        "transmission", .record([screw]), required: true, example: "{ screw: { lead: 2 mm } }",
        summary: summary)
    }
  }

  private static let rotary = Variants(
    selector: .presence, common: [],
    cases: [
      Variants.Case(
        name: "ratio",
        fields: [
          Field(
            "ratio", .quantity(.number, .positive(upTo: 1000)), required: true, example: "2.5",
            summary: "gears or a belt: shaft revolutions per joint revolution")
        ]),
      Variants.Case(
        name: "four_bar",
        fields: [
          Field(
            "four_bar", .record(fourBar), required: true,
            example: "{ ground: 60 mm, crank: 20 mm, coupler: 55 mm, rocker: 30 mm, "
              + "assembly: open, crank_zero: 90 deg }",
            summary: "a linkage: the shaft turns the crank, the joint is the rocker")
        ]),
    ])

  private static let fourBar =
    [
      ("ground", "60 mm", "from the crank's pivot to the rocker's, which is the joint's axis"),
      ("crank", "20 mm", "length of the crank, on the gear's shaft"),
      ("coupler", "55 mm", "length of what joins crank and rocker"),
      ("rocker", "30 mm", "length of the rocker, on the joint"),
    ].map { key, example, summary in
      Field(
        key, .quantity(.length, .positive(upTo: 10)), required: true, example: example,
        summary: summary)
    } + [
      Field(
        "assembly", .choice(FourBarDescription.Assembly.allCases.map(\.rawValue)), required: true,
        example: "open",
        summary:
          "open: going from the crank's end to the joint's axis, the coupler's other end lies "
          + "left; crossed: right"),
      Field(
        "crank_zero", .quantity(.angle, NumberRange(-6.2832...6.2832)), required: true,
        example: "90 deg",
        summary: "the crank's angle at joint position 0, counter-clockwise from the line to the "
          + "joint's axis"),
    ]

  private static let screw = Field(
    "screw",
    .record([
      Field(
        "lead", .quantity(.length, .positive(upTo: 1)), required: true, example: "2 mm",
        summary: "how far the joint moves in one revolution of the screw"),
      Field(
        "efficiency", .quantity(.number, .positive(upTo: 1)), example: "0.4",
        summary: "the share of the screw's power that reaches the joint; default 1"),
    ]), required: true, example: "{ lead: 2 mm, efficiency: 0.4 }",
    summary: "a lead or ball screw on the gear's shaft")
}
