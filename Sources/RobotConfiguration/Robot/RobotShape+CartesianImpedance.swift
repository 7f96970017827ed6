extension RobotShape {
  /// Frames that some joints hold together.
  static let cartesianImpedance = Field(
    "cartesian_impedance",
    .table(of: .record(tipImpedance), keys: .name, what: "Cartesian impedance"),
    example: "{ arm: { tip: gripper, stiffness: { … }, limits: { … }, posture: { … } } }",
    summary: "by names of your own: how the joints between two links hold the second of them as "
      + "springs would")

  private static let tipImpedance = [
    Field(
      "tip", .text, required: true, example: "gripper",
      summary: "the URDF's link whose frame is held"),
    Field(
      "base", .text, example: "base_link",
      summary: "the link before the first joint that holds it; default: the URDF's root"),
    Field(
      "stiffness",
      .record([
        axes("translation", .forcePerLength, 1e6, "500 N/m", "stiffness along the tip's x, y, z"),
        axes("rotation", .torquePerAngle, 1e5, "20 N.m/rad", "stiffness about them"),
      ]), required: true,
      example: "{ translation: [500 N/m, 500 N/m, 200 N/m], "
        + "rotation: [20 N.m/rad, 20 N.m/rad, 20 N.m/rad] }",
      summary: "the springs, along and about the tip's axes where its reference is; 0 lets an axis "
        + "go"),
    Field(
      "damping_ratio", .quantity(.number, NumberRange(0...10)), example: "0.7",
      summary: "the dampers: 1 is critical, for every mode of the tip; default 0.7"),
    Field(
      "posture",
      .record([
        Field(
          "stiffness", .quantity(.torquePerAngle, NumberRange(0...1e5)), required: true,
          example: "2 N.m/rad", summary: "of each joint towards its reference"),
        Field(
          "damping", .quantity(.torquePerAngularVelocity, NumberRange(0...1e5)), required: true,
          example: "0.5 N.m.s/rad", summary: "of each joint"),
      ]), required: true, example: "{ stiffness: 2 N.m/rad, damping: 0.5 N.m.s/rad }",
      summary: "what the joints do with the freedom that the tip leaves them"),
    Field(
      "limits",
      .record([
        Field(
          "force", .quantity(.force, .positive(upTo: 1e5)), required: true, example: "40 N",
          summary: "the greatest force of the spring along each axis"),
        Field(
          "moment", .quantity(.torque, .positive(upTo: 1e5)), required: true, example: "4 N.m",
          summary: "its greatest moment about each"),
      ]), required: true, example: "{ force: 40 N, moment: 4 N.m }",
      summary: "how far the springs may go"),
    Field(
      "least_frequency", .quantity(.frequency, NumberRange(0.01...100)), example: "0.3 Hz",
      summary: "the arm counts as singular where the tip would swing slower than that; "
        + "default 0.3 Hz"),
  ]

  private static func axes(
    _ key: String, _ dimension: Dimension, _ most: Double, _ example: String, _ summary: String
  ) -> Field {
    Field(
      key, .list(of: .quantity(dimension, NumberRange(0...most)), count: 3...3), required: true,
      example: "[\(example), \(example), \(example)]", summary: summary)
  }
}
