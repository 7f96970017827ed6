import RobotDrivers
import RobotHAL

/// A sensor's decoder with the numbers and the health that it writes to.
struct DecoderBench<Decoder: SensorDecoder> {
  let decoder: Decoder
  var values: [Double]
  var health = ChannelMask()

  init(_ decoder: Decoder, channels: Int) {
    self.decoder = decoder
    values = [Double](repeating: -999, count: channels)
  }

  /// Decodes `reply` to exchange number `exchange`.
  mutating func decode(_ reply: [UInt8], exchange: Int = 0) -> SensorFlags {
    // Locals: the span borrows what it looks at.
    var (values, health) = (values, health)
    defer { (self.values, self.health) = (values, health) }
    var span = values.mutableSpan
    return decoder.decode(Reply(reply), exchange: exchange, into: &span, health: &health)
  }

  /// The channel's number, or nil where it is worth nothing.
  func value(_ channel: Int) -> Double? { health.contains(channel) ? values[channel] : nil }
}

extension SettingsWatch {
  /// Whether `reply` shows the settings.
  func agrees(_ reply: [UInt8]) -> Bool { zip(reply, mask).map(&) == expected }
}
