extension RobotShape {
  /// How fast a baseline follows when the file does not say [s].
  static let usualDrift = 10.0

  /// The keys of a device that may be a skin.
  static func tactileFields(of schema: TactileSchema) -> [Field] {
    [
      Field(
        "tare", .choice(TactileDescription.Tare.allCases.map(\.rawValue)), example: "at_start",
        summary: "makes the device a skin: its baseline is taken at_start, or (none) on request"),
      Field(
        "touch", .quantity(.number, NumberRange(1e-9...1e9)), example: "\(schema.touch)",
        summary: "a taxel this far from its baseline is touched, in \(schema.unit); "
          + "default \(schema.touch)"),
      Field(
        "release", .quantity(.number, NumberRange(1e-9...1e9)), example: "\(schema.release)",
        summary: "a taxel nearer to its baseline is touched no more, in \(schema.unit); "
          + "default \(schema.release)"),
      Field(
        "drift", .quantity(.time, NumberRange(0.1...86_400)), example: "10 s",
        summary: "how fast the baseline of an untouched taxel follows; default 10 s"),
    ]
  }
}
