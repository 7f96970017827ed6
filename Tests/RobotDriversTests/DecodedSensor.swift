import RobotDrivers
import RobotHAL

/// What a decoder makes of one reply, onto channels that hold an old number and are healthy.
struct DecodedSensor {
  /// What every channel holds before.
  static let old = -77.0
  let values: [Double]
  let health: [Bool]
  let flags: SensorFlags

  init(
    _ decoder: some SensorDecoder, _ bytes: [UInt8], exchange: Int = 0, channels: Int,
    wasHealthy: Bool = true
  ) {
    var values = [Double](repeating: Self.old, count: channels)
    var mask = ChannelMask()
    mask.set(0, count: channels, wasHealthy)
    var span = values.mutableSpan
    flags = decoder.decode(Reply(bytes), exchange: exchange, into: &span, health: &mask)
    self.values = values
    health = (0..<channels).map { mask.contains($0) }
  }

  /// No channel was written.
  var isUntouched: Bool { values.allSatisfy { $0 == Self.old } }

  func isNear(_ expected: [Double], within tolerance: Double) -> Bool {
    values.count == expected.count
      && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
  }
}
