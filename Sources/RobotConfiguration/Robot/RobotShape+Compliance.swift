extension RobotShape {
  /// What any law may have beside it.
  static func compliance(_ units: JointUnits) -> [Field] {
    let isRotary = units.kind == .revolute
    return [
      Field(
        "admittance", .record(admittance(units, isRotary)),
        example: isRotary
          ? "{ stiffness: 5 N.m/rad, damping: 1 N.m.s/rad, offset_limit: 20 deg }"
          : "{ stiffness: 2000 N/m, damping: 400 N.s/m, offset_limit: 10 mm }",
        summary: "lets the reference yield to what presses on the joint, like a spring"),
      Field(
        "passivity", .record(passivity(units, isRotary)),
        example: isRotary
          ? "{ damping_limit: 2 N.m.s/rad, energy_limit: 50 mJ, rest_velocity: 0.1 rad/s }"
          : "{ damping_limit: 500 N.s/m, energy_limit: 50 mJ, rest_velocity: 2 mm/s }",
        summary: "damps a feedback that gives out more energy than it took in, and backs its gains "
          + "off"),
    ]
  }

  private static func admittance(_ units: JointUnits, _ isRotary: Bool) -> [Field] {
    [
      Field(
        "stiffness", .quantity(units.stiffness, gain), required: true,
        example: isRotary ? "5 N.m/rad" : "2000 N/m",
        summary: "of the virtual spring; 0 for a joint that is led and does not come back"),
      Field(
        "damping", .quantity(units.damping, .positive(upTo: 1e6)), required: true,
        example: isRotary ? "1 N.m.s/rad" : "400 N.s/m", summary: "of the virtual damper"),
      Field(
        "mass", .quantity(isRotary ? .inertia : .mass, gain),
        example: isRotary ? "0.05 kg.m^2" : "5 kg", summary: "the virtual mass; default 0"),
      Field(
        "offset_limit", .quantity(isRotary ? .angle : .length, .positive(upTo: 1000)),
        required: true, example: isRotary ? "20 deg" : "10 mm",
        summary: "how far the reference yields at most, inside the position limits"),
      Field(
        "rate_limit", .quantity(units.velocity, .positive(upTo: 1000)),
        example: isRotary ? "1 rad/s" : "20 mm/s",
        summary: "how fast it yields at most; default: the velocity limit"),
      Field(
        "deadband", .quantity(units.effort, NumberRange(0...1e5)),
        example: units.frictionExample,
        summary: "external efforts up to this one are none: the friction that is not known; "
          + "default 0"),
      Field(
        "viscous_friction", .quantity(units.damping, gain),
        example: isRotary ? "0.05 N.m.s/rad" : "20 N.s/m",
        summary: "what friction_compensation leaves out, in proportion to the speed; default 0"),
      Field(
        "source", .choice(AdmittanceDescription.Source.allCases.map(\.rawValue)),
        example: "motor",
        summary:
          "what knows the external effort: motor, by its effort less what the model explains; "
          + "default motor"),
    ]
  }

  private static func passivity(_ units: JointUnits, _ isRotary: Bool) -> [Field] {
    [
      Field(
        "damping_limit", .quantity(units.damping, gain), required: true,
        example: isRotary ? "2 N.m.s/rad" : "500 N.s/m",
        summary: "the greatest damping that is added; more would shake the joint by its noise"),
      Field(
        "energy_limit", .quantity(.energy, .positive(upTo: 1e4)), required: true,
        example: "50 mJ", summary: "how much energy is remembered, taken in or given out"),
      Field(
        "rest_velocity", .quantity(units.velocity, .positive(upTo: 1000)), required: true,
        example: isRotary ? "0.1 rad/s" : "2 mm/s",
        summary: "below this speed no damping is added"),
      Field(
        "back_off_time", .quantity(.time, .positive(upTo: 100)), example: "100 ms",
        summary: "in which the gains are backed off and come back, at least one period; default "
          + "100 ms"),
      Field(
        "least_scale", .quantity(.number, NumberRange(0...1)), example: "0.2",
        summary: "what is left of the gains at least; default 0.2"),
      Field(
        "grain", .quantity(isRotary ? .angle : .length, NumberRange(0...1)),
        example: isRotary ? "0.1 deg" : "0.02 mm",
        summary: "movements to and fro within this much are noise of the encoder, about one of its "
          + "counts; default 0"),
      Field(
        "friction", .quantity(units.effort, NumberRange(0...1e5)), example: units.frictionExample,
        summary: "the joint's Coulomb friction, which takes in what the feedback gives out; "
          + "default: friction_compensation"),
    ]
  }
}
