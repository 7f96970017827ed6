extension RobotShape {
  /// The keys of `simulation`.
  static let simulation = [
    Field(
      "contacts", .table(of: .record(contact), keys: .name, what: "contact"),
      example: "{ jaw_tip: { link: jaw, point: [0 mm, -75 mm, 19 mm], radius: 5 mm } }",
      summary: "round tips of links that touch the surfaces: fingertips, corners of a foot"),
    Field(
      "surfaces", .table(of: .variants(surface), keys: .name, what: "surface"),
      example: "{ table: { ground: 0 mm } }",
      summary: "what stands around the simulated robot, in the frame of the URDF's root, or in the "
        + "world of a floating base"),
    Field(
      "floating_base", .record(floatingBase), example: "{ position: [0 mm, 0 mm, 320 mm] }",
      summary: "the URDF's root moves freely in the world, as a legged robot's trunk does; without "
        + "it the root is the world"),
  ]

  private static let floatingBase = [
    Field(
      "position", point, required: true, example: "[0 mm, 0 mm, 320 mm]",
      summary: "where the root's frame stands at the beginning"),
    Field(
      "orientation",
      .list(of: .quantity(.angle, NumberRange(-6.2832...6.2832)), count: 3...3),
      example: "[0 deg, 0 deg, 90 deg]",
      summary: "roll, pitch and yaw about the world's axes, as in a URDF's rpy; default upright"),
  ]

  private static let contact = [
    Field(
      "link", .text, required: true, example: "jaw", summary: "the URDF's link that the tip is on"),
    Field(
      "point", point, required: true, example: "[0 mm, -75 mm, 19 mm]",
      summary: "the tip's centre in the link's frame"),
    Field(
      "radius", .quantity(.length, NumberRange(0...1)), example: "5 mm",
      summary: "the tip's radius; default 0"),
    Field(
      "stiffness", .quantity(.forcePerLength, .positive(upTo: 1e8)), example: "20 N/mm",
      summary: "of tip and surface together, inwards and along; default 20 N/mm"),
    Field(
      "dissipation", .quantity(.number, NumberRange(0...1000)), example: "1",
      summary: "Hunt and Crossley's, in s/m: what a bounce loses; default 1"),
    Field(
      "friction", .quantity(.number, NumberRange(0...10)), example: "0.8",
      summary: "Coulomb's coefficient; default 0.8"),
  ]

  private static let surface = Variants(
    selector: .presence, common: [],
    cases: [
      Variants.Case(
        name: "ground",
        fields: [
          Field(
            "ground", .quantity(.length, NumberRange(-100...100)), required: true,
            example: "0 mm", summary: "level ground at this height")
        ]),
      Variants.Case(
        name: "sphere",
        fields: [
          Field(
            "sphere", point, required: true, example: "[200 mm, 0 mm, 50 mm]",
            summary: "a ball with its centre here"),
          Field(
            "radius", .quantity(.length, .positive(upTo: 100)), required: true, example: "40 mm",
            summary: "the ball's radius"),
        ]),
      Variants.Case(
        name: "box",
        fields: [
          Field(
            "box", point, required: true, example: "[200 mm, 0 mm, 50 mm]",
            summary: "a box with its centre here, along the root's axes"),
          Field(
            "size",
            .list(of: .quantity(.length, .positive(upTo: 100)), count: 3...3), required: true,
            example: "[60 mm, 60 mm, 100 mm]", summary: "its edges along x, y and z"),
        ]),
    ])

  private static let point = Shape.list(
    of: .quantity(.length, NumberRange(-100...100)), count: 3...3)
}
