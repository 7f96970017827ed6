// What a robot file says of serial lines and the servos on them.
extension RobotShape {
  /// A bus.
  static let anyBus = Variants(
    selector: .optionalValue(
      of: "kind", usual: "i2c",
      summary: "i2c, or serial: a line with servos or tactile pads; default i2c"),
    common: [],
    cases: [
      Variants.Case(name: "i2c", fields: bus), Variants.Case(name: "serial", fields: serialBus),
    ])

  private static let serialBus = [
    Field(
      "device", .text, required: true,
      example: "/dev/serial/by-id/usb-1a86_USB_Single_Serial_5A68011234-if00",
      summary: "the line's device node; or, without a slash, a part of its lasting name in "
        + "/dev/serial/by-id, such as the adapter's serial number"),
    Field(
      "baud", .integer(1200...4_000_000), required: true, example: "1000000",
      summary: "the speed that its servos are set to, or that its board has, in bits per second"),
    Field(
      "latency", .quantity(.time, NumberRange(0...0.02)), example: "1 ms",
      summary:
        "what adapter and kernel take at most until an answer is here; default 1 ms, as a USB "
        + "adapter takes; a board's own UART takes 100 us"),
    Field(
      "echo", .boolean, example: "true",
      summary:
        "whether the host reads what it writes, as on one wire without a switch; default false"
    ),
  ]

  /// The keys of a servo among the devices.
  static func servoFields(_ servo: ServoSchema) -> [Field] {
    [
      Field(
        "id", .integer(servo.ids), required: true, example: "1",
        summary: "its number on the line, which must have been written into it before"),
      Field(
        "model", .choice(servo.models.map(\.name)), example: servo.models[0].name,
        summary: "what it is, which is checked at start; default \(servo.models[0].name)"),
    ]
  }
}
