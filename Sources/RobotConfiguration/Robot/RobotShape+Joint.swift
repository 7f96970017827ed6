extension RobotShape {
  /// The keys of a joint.
  static let joint = [
    Field(
      "actuator", .record(actuator), required: true,
      example: "{ bridge: [left_pwm.0, left_pwm.1], motor: { … } }", summary: "what moves it"),
    Field(
      "encoder", .record(encoder), required: true,
      example: "{ device: pan_angle, direction: 1, zero: 0 rad }", summary: "what measures it"),
    Field(
      "limits", .record(limits), required: true,
      example: "{ position: [-90 deg, 90 deg], velocity: 3 rad/s, acceleration: 20 rad/s^2, "
        + "effort: 2 N.m }",
      summary: "bounds that no command passes"),
    Field(
      "control", .variants(control), required: true,
      example: "{ law: impedance, kp: 20 N.m/rad, kd: 1 N.m.s/rad }",
      summary: "the law that closes its loop"),
    Field(
      "on_loss", .choice(LossReaction.allCases.map(\.rawValue)), required: true, example: "hold",
      summary: "what it does when its reference is lost: hold the position, damp, or coast"),
  ]

  private static let actuator = [
    Field(
      "bridge", .list(of: .channel, count: 2...2), required: true,
      example: "[left_pwm.0, left_pwm.1]",
      summary: "the two PWM channels of the H-bridge, forward (IN1) first"),
    Field(
      "direction", .sign, example: "-1",
      summary: "-1 when a positive voltage moves the joint towards negative positions; default 1"),
    Field(
      "motor", .record(motor), required: true,
      example: "{ supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }",
      summary: "the brushed DC gear motor"),
  ]

  private static let motor = [
    Field(
      "supply", .quantity(.voltage, .positive(upTo: 1000)), required: true, example: "12 V",
      summary: "the rated supply"),
    Field(
      "gear", .quantity(.number, .positive(upTo: 100_000)), required: true, example: "345",
      summary: "motor revolutions per joint revolution"),
    Field(
      "kt", .quantity(.torquePerCurrent, .positive(upTo: 100)), required: true,
      example: "6.73 mN.m/A",
      summary: "the torque constant, which is also the back-EMF constant"),
    Field(
      "resistance", .quantity(.resistance, .positive(upTo: 10_000)), required: true,
      example: "4.44 Ohm", summary: "the winding resistance"),
    Field(
      "efficiency", .quantity(.number, .positive(upTo: 1)), example: "0.47",
      summary: "the share of the motor torque that reaches the joint; default 1"),
    Field(
      "armature", .quantity(.inertia, NumberRange(0...1000)), example: "0.028 kg.m^2",
      summary: "rotor inertia seen from the joint (rotor inertia times gear squared); default 0"),
    Field(
      "backlash", .quantity(.angle, NumberRange(0...0.2)), example: "0.1 deg",
      summary: "the gap between the teeth seen from the joint, for the simulation; default 0"),
  ]

  private static let encoder = [
    Field(
      "device", .word(.name), required: true, example: "pan_angle",
      summary: "the encoder among the devices"),
    Field(
      "direction", .sign, example: "-1",
      summary: "-1 when it counts down while the joint moves up; default 1"),
    Field(
      "zero", .quantity(.angle, NumberRange(-6.2832...6.2832)), required: true,
      example: "1.204 rad", summary: "the encoder's reading at joint position 0"),
    Field(
      "ratio", .quantity(.number, .positive(upTo: 1000)), example: "1",
      summary: "encoder revolutions per joint revolution; default 1"),
  ]

  private static let limits = [
    Field(
      "position", .list(of: .quantity(.angle, NumberRange(-1000...1000)), count: 2...2),
      example: "[-90 deg, 90 deg]",
      summary: "least and greatest position; without it the URDF's"),
    Field(
      "velocity", .quantity(.angularVelocity, .positive(upTo: 1000)), example: "3 rad/s",
      summary: "greatest speed; without it the URDF's"),
    Field(
      "acceleration", .quantity(.angularAcceleration, .positive(upTo: 1e6)), required: true,
      example: "20 rad/s^2", summary: "greatest acceleration of the reference"),
    Field(
      "effort", .quantity(.torque, .positive(upTo: 1e5)), example: "2.5 N.m",
      summary: "greatest effort; without it the URDF's"),
  ]

  private static let control = Variants(
    selector: .value(of: "law", summary: "pid, or impedance: a spring and a damper"),
    common: [
      Field(
        "kp", .quantity(.torquePerAngle, gain), required: true, example: "40 N.m/rad",
        summary: "stiffness"),
      Field(
        "kd", .quantity(.torquePerAngularVelocity, gain), required: true, example: "1.5 N.m.s/rad",
        summary: "damping"),
      Field(
        "velocity_filter", .quantity(.frequency, NumberRange(0.1...5000)), example: "40 Hz",
        summary: "corner frequency of the velocity estimate, below half the rate; default 40 Hz"),
      Field(
        "gravity", .boolean, example: "true",
        summary: "whether the gravity torque of the URDF tree is added; default false"),
      Field(
        "friction_compensation", .quantity(.torque, NumberRange(0...1e5)), example: "0.05 N.m",
        summary: "Coulomb friction fed forward in the direction of motion; default 0"),
    ],
    cases: [
      Variants.Case(
        name: ControlDescription.Law.pid.rawValue,
        fields: [
          Field(
            "ki", .quantity(.torquePerAngleTime, gain), required: true,
            example: "100 N.m/(rad.s)", summary: "integral gain"),
          Field(
            "integral_limit", .quantity(.torque, NumberRange(0...1e5)), example: "0.5 N.m",
            summary: "bound of the integral term; default: the joint's effort limit"),
        ]),
      Variants.Case(name: ControlDescription.Law.impedance.rawValue, fields: []),
    ])

  private static let gain = NumberRange(0...1e6)
}
