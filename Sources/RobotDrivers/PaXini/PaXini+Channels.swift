extension PaXini {
  /// What a module gives: the force on it.
  public static let channels = [
    SensorChannel("force_x", .newton, in: -12.8...12.7),
    SensorChannel("force_y", .newton, in: -12.8...12.7),
    SensorChannel("force_z", .newton, in: 0...25.5),
  ]
}
