/// The keys of a motion file.
enum MotionShape {
  /// The top of the file.
  static let fields = [
    Field("motion", .word(.title), required: true, example: "wave", summary: "the motion's name"),
    Field(
      "steps", .list(of: .variants(step), count: 1...1000), required: true,
      example: "[ { move: { shoulder_pan: 40 deg } } ]",
      summary: "what happens, one after the other; each step begins and ends at rest"),
  ]

  private static let step = Variants(
    selector: .presence, common: [],
    cases: [
      Variants.Case(
        name: "move",
        fields: [
          Field(
            "move", joints(.angle, NumberRange(-1000...1000)), required: true,
            example: "{ shoulder_pan: 40 deg }",
            summary: "from rest to rest at these positions, along a quintic polynomial"),
          Field(
            "in", time, example: "1.5 s",
            summary: "how long it takes; without it the time in which velocity and acceleration "
              + "stay within 80 % of the limits"),
        ]),
      Variants.Case(
        name: "sine",
        fields: [
          Field(
            "sine", joints(.angle, NumberRange(-100...100)), required: true,
            example: "{ wrist_roll: 0.5 rad }",
            summary:
              "amplitudes of a sine about the present positions; they grow from 0 during the "
              + "first half period and shrink to 0 during the last"),
          Field(
            "frequency", .quantity(.frequency, .positive(upTo: 50)), required: true,
            example: "0.5 Hz", summary: "oscillations per second"),
          Field(
            "for", time, required: true, example: "4 s", summary: "how long; a period at least"),
        ]),
      Variants.Case(
        name: "step",
        fields: [
          Field(
            "step", joints(.angle, NumberRange(-100...100)), required: true,
            example: "{ elbow_flex: 0.2 rad }",
            summary: "the reference jumps by these angles; the daemon's limits make it a fast move"),
          Field(
            "for", time, required: true, example: "1 s",
            summary: "how long it stays there before the next step"),
        ]),
      Variants.Case(
        name: "hold",
        fields: [
          Field("hold", time, required: true, example: "0.5 s", summary: "rest for this time")
        ]),
    ])

  private static let time = Shape.quantity(.time, NumberRange(0.01...3600))

  private static func joints(_ dimension: Dimension, _ range: NumberRange) -> Shape {
    .table(of: .quantity(dimension, range), keys: .title, what: "joint")
  }
}
