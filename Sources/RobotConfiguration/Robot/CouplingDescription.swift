/// Joints and shafts that move together: the joints' positions are a matrix times the shafts'.
public struct CouplingDescription: Sendable {
  /// Its name.
  public var name: String
  /// The indices of the joints in `RobotDescription.joints`. The gear motor of the k-th of them turns the
  /// k-th shaft.
  public var joints: [Int]
  /// A row per joint, a column per shaft: joint radians per shaft radian. Square; whether it is regular
  /// is not checked here.
  public var matrix: [[Double]]
  /// Greatest effort of each shaft [N.m]; `nil`: what the motors give.
  public var efforts: [Double]?
  /// Where the file gives the matrix or the differential.
  public var position: SourcePosition
  /// The key that gives it.
  public var key: String
}

extension RobotShape {
  /// The couplings by name.
  static let couplings = Field(
    "couplings", .table(of: .variants(coupling), keys: .name, what: "coupling"),
    example: "{ wrist: { joints: [pitch, roll], differential: { joint_ratios: [1, 1] } } }",
    summary: "joints that their actuators move together: differentials, tendons")

  /// How many joints a coupling may have.
  private static let counts = 2...8

  private static let coupling = Variants(
    selector: .presence,
    common: [
      Field(
        "joints", .list(of: .word(.title), count: counts), required: true, example: "[pitch, roll]",
        summary: "the joints; the actuator of each turns the shaft of the same place"),
      Field(
        "efforts",
        .list(of: .quantity(.torque, .positive(upTo: 1e5)), count: counts),
        example: "[0.8 N.m, 0.8 N.m]",
        summary: "greatest torque of each shaft; default what the motor gives"),
    ],
    cases: [
      Variants.Case(
        name: "differential",
        fields: [
          Field(
            "differential", .record(differential), required: true,
            example: "{ joint_ratios: [1, 1] }",
            summary: "two shafts on one bevel gear: they move the first joint together, the second "
              + "against each other")
        ]),
      Variants.Case(
        name: "matrix",
        fields: [
          Field(
            "matrix",
            .list(
              of: .list(of: .quantity(.number, NumberRange(-1000...1000)), count: 1...8),
              count: counts),
            required: true, example: "[[0.5, 0.5], [0.5, -0.5]]",
            summary:
              "joint positions = matrix x shaft positions: a row per joint, a column per shaft")
        ]),
    ])

  private static let differential = [
    Field(
      "actuator_ratios", .list(of: .quantity(.number, ratios), count: 2...2),
      example: "[2, 2]",
      summary: "shaft revolutions per revolution of its side gear, negative for the other sense; "
        + "default 1"),
    Field(
      "joint_ratios", .list(of: .quantity(.number, ratios), count: 2...2), required: true,
      example: "[1, 1]",
      summary: "side gear revolutions per joint revolution, negative for the other sense"),
  ]

  private static let ratios = NumberRange(-1000...1000)
}
