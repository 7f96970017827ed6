extension RobotShape {
  /// What moves a joint.
  static let actuator = Variants(
    selector: .presence,
    common: [],
    cases: [
      Variants.Case(
        name: "bridge",
        fields: [
          Field(
            "bridge",
            .listOrRecord(
              .list(of: .channel, count: 2...2), directedBridge,
              hint: "write [pwm.0, pwm.1], or { pwm: pwm.0, in1: pwm.1, in2: pwm.2 }"),
            required: true, example: "[left_pwm.0, left_pwm.1]",
            summary:
              "the PWM channels of the H-bridge: two inputs, forward (IN1) first; or PWM and two "
              + "direction inputs")
        ] + driven),
      Variants.Case(
        name: "device",
        fields: [
          Field(
            "device", .word(.name), required: true, example: "hand_motor",
            summary: "a chip with a bridge in it among the devices")
        ] + driven),
      Variants.Case(
        name: "servo",
        fields: [
          Field(
            "servo", .word(.name), required: true, example: "pan",
            summary: "the serial bus servo among the devices, which is the joint's encoder too")
        ]),
    ])

  /// What a bridge drives.
  private static let driven = [
    Field(
      "direction", .sign, example: "-1",
      summary:
        "-1 when a positive voltage moves the joint towards negative positions; default 1"),
    Field(
      "motor", .record(motor), required: true,
      example: "{ supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }",
      summary: "the brushed DC gear motor"),
  ]

  private static let directedBridge = [
    Field(
      "pwm", .channel, required: true, example: "left_pwm.0", summary: "the channel at PWM"),
    Field(
      "in1", .channel, example: "left_pwm.1",
      summary: "the channel at IN1, which is high to drive forward"),
    Field(
      "in2", .channel, example: "left_pwm.2",
      summary: "the channel at IN2, which is high to drive back"),
    Field(
      "in1_line", .word(.name), example: "pan_forward",
      summary: "in the place of in1: the output line at IN1, active to drive forward"),
    Field(
      "in2_line", .word(.name), example: "pan_back",
      summary: "in the place of in2: the output line at IN2, active to drive back"),
    Field(
      "standby", .word(.name), example: "bridge_standby",
      summary: "the output line at STBY, active while the robot is powered; its safe level opens "
        + "the bridge"),
  ]
}
