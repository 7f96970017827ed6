extension RobotShape {
  /// The keys of a joint, in the units of its type.
  static let joint = Variants(
    selector: .optionalValue(
      of: "type", usual: JointDescription.Kind.revolute.rawValue,
      summary: "revolute, or prismatic behind a screw; default revolute"),
    common: [],
    cases: JointDescription.Kind.allCases.map {
      Variants.Case(name: $0.rawValue, fields: joint(JointUnits($0)))
    })

  private static func joint(_ units: JointUnits) -> [Field] {
    var fields = [
      Field(
        "actuator", .variants(actuator), required: true,
        example: "{ bridge: [left_pwm.0, left_pwm.1], motor: { … } }", summary: "what moves it"),
      transmission(units.kind),
      Field(
        "encoder", .variants(encoder(units.kind)), required: true,
        example: "{ device: pan_angle, direction: 1, zero: 0 rad }", summary: "what measures it"),
      Field(
        "redundant_encoder", .record(redundantEncoder(units)),
        example: "{ device: pan_check, zero: 0.4 rad, tolerance: "
          + (units.kind == .revolute ? "5 deg }" : "3 mm }"),
        summary: "a second encoder, which must agree with the first"),
      Field(
        "limits", .record(limits(units)), required: true,
        example: "{ position: \(units.positionExample), velocity: \(units.velocityExample), "
          + "acceleration: \(units.accelerationExample), effort: \(units.effortExample) }",
        summary: "bounds that no command passes"),
      Field(
        "control", .variants(control(units)), required: true,
        example: "{ law: impedance, kp: \(units.stiffnessExample), kd: \(units.dampingExample) }",
        summary: "the law that closes its loop"),
      Field(
        "on_loss", .choice(LossReaction.allCases.map(\.rawValue)), required: true, example: "hold",
        summary: "what it does when its reference is lost: hold the position, damp, or coast"),
    ]
    if units.kind == .prismatic {
      fields.append(
        Field(
          "lever", .quantity(.length, .positive(upTo: 10)), example: "100 mm",
          summary: "the length that stands for a radian of the margins of `safety`; default 100 mm")
      )
    }
    return fields
  }

  static let motor = [
    Field(
      "supply", .quantity(.voltage, .positive(upTo: 1000)), required: true, example: "12 V",
      summary: "the rated supply"),
    Field(
      "gear", .quantity(.number, .positive(upTo: 100_000)), required: true, example: "345",
      summary:
        "motor revolutions per revolution of the gear's shaft, which is the joint's unless there "
        + "is a transmission"),
    Field(
      "kt", .quantity(.torquePerCurrent, .positive(upTo: 100)), required: true,
      example: "6.73 mN.m/A",
      summary: "the torque constant, which is also the back-EMF constant"),
    Field(
      "resistance", .quantity(.resistance, .positive(upTo: 10_000)), required: true,
      example: "4.44 Ohm", summary: "the winding resistance"),
    Field(
      "efficiency", .quantity(.number, .positive(upTo: 1)), example: "0.47",
      summary: "the share of the motor torque that reaches the shaft; default 1"),
    Field(
      "armature", .quantity(.inertia, NumberRange(0...1000)), example: "0.028 kg.m^2",
      summary: "rotor inertia seen from the shaft (rotor inertia times gear squared); default 0"),
    Field(
      "backlash", .quantity(.angle, NumberRange(0...0.2)), example: "0.1 deg",
      summary: "the gap between the teeth seen from the shaft, for the simulation; default 0"),
    Field(
      "stiffness", .quantity(.torquePerAngle, .positive(upTo: 1e7)), example: "3000 N.m/rad",
      summary:
        "torsional stiffness between rotor and shaft, of a harmonic drive, for the simulation; "
        + "default: rigid"),
    Field(
      "damping", .quantity(.torquePerAngularVelocity, NumberRange(0...1e5)),
      example: "2 N.m.s/rad",
      summary: "damping beside the stiffness, for the simulation; default 0"),
    Field(
      "continuous_current", .quantity(.current, .positive(upTo: 10_000)), example: "0.8 A",
      summary:
        "what it bears for ever (rated current): above it the allowed effort is folded back as its "
        + "heat grows; default: its heat is not modelled"),
    Field(
      "peak_current", .quantity(.current, .positive(upTo: 10_000)), example: "2 A",
      summary: "what it never exceeds; default: what the effort limit takes"),
    Field(
      "thermal_time", .quantity(.time, NumberRange(0.1...10_000)), example: "30 s",
      summary: "the thermal time constant of its winding; default 30 s"),
  ]

  private static func limits(_ units: JointUnits) -> [Field] {
    [
      Field(
        "position",
        .list(of: .quantity(units.position, NumberRange(-1000...1000)), count: 2...2),
        example: units.positionExample,
        summary: "least and greatest position; without it the URDF's"),
      Field(
        "velocity", .quantity(units.velocity, .positive(upTo: 1000)),
        example: units.velocityExample, summary: "greatest speed; without it the URDF's"),
      Field(
        "acceleration", .quantity(units.acceleration, .positive(upTo: 1e6)), required: true,
        example: units.accelerationExample, summary: "greatest acceleration of the reference"),
      Field(
        "jerk", .quantity(units.jerk, .positive(upTo: 1e9)), example: units.jerkExample,
        summary: "greatest jerk of the reference; default: not limited"),
      Field(
        "effort", .quantity(units.effort, .positive(upTo: 1e5)), example: units.effortExample,
        summary: "greatest effort; without it the URDF's"),
    ]
  }

  private static func control(_ units: JointUnits) -> Variants {
    Variants(
      selector: .value(
        of: "law",
        summary: "impedance: a spring and a damper; pid: with an integral; pid_2dof: a PID with "
          + "every feature; cascade: position to velocity to effort; position: a servo closes its own loop"
      ),
      common: [
        Field(
          "velocity_filter", .quantity(.frequency, NumberRange(0.1...5000)), example: "40 Hz",
          summary: "corner frequency of the velocity estimate, below half the rate; default 40 Hz"),
        Field(
          "gravity", .boolean, example: "true",
          summary: "whether the gravity torque of the URDF tree is added; default false"),
        Field(
          "friction_compensation", .quantity(units.effort, NumberRange(0...1e5)),
          example: units.frictionExample,
          summary: "Coulomb friction fed forward in the direction of motion; default 0"),
      ] + compliance(units),
      cases: [
        Variants.Case(
          name: ControlDescription.Law.pid.rawValue,
          fields: springAndDamper(units) + [
            Field(
              "ki", .quantity(units.integralGain, gain), required: true,
              example: units.integralExample, summary: "integral gain"),
            Field(
              "integral_limit", .quantity(units.effort, NumberRange(0...1e5)),
              example: units.effortExample,
              summary: "bound of the integral term; default: the joint's effort limit"),
          ]),
        Variants.Case(
          name: ControlDescription.Law.impedance.rawValue, fields: springAndDamper(units)),
        Variants.Case(name: ControlDescription.Law.position.rawValue, fields: []),
      ] + loopLaws(units))
  }
}
