extension Feetech {
  /// What a servo measures beside its angle.
  public static func channels(of series: Series) -> [SensorChannel] {
    let speed = 32767 * 50 * series.radiansPerCount
    let all = [
      SensorChannel("velocity", .radianPerSecond, in: -speed...speed),
      SensorChannel("load", .one, in: -1.023...1.023),
      SensorChannel("supply", .volt, in: 0...25.5),
      SensorChannel("temperature", .celsius, in: 0...255),
      SensorChannel("current", .ampere, in: -213...213),
    ]
    return switch series {
    case .sts: all
    case .scs: Array(all.dropLast())
    }
  }
}
