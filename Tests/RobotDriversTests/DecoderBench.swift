import RobotDrivers
import RobotHAL

/// A sensor's decoder with the numbers, the health and the flags that it writes.
struct DecoderBench {
  /// What every channel holds before the first reply.
  static let old = -77.0
  let decoder: any SensorDecoder
  private(set) var values: [Double]
  private(set) var mask = ChannelMask()
  /// What the last reply said.
  private(set) var flags = SensorFlags(rawValue: 0)

  /// A sensor that was never read.
  init(_ decoder: any SensorDecoder, channels: Int) {
    self.decoder = decoder
    values = [Double](repeating: Self.old, count: channels)
  }

  /// What `decoder` makes of one reply, on channels that were all worth something.
  init(_ decoder: any SensorDecoder, _ reply: [UInt8], exchange: Int = 0, channels: Int) {
    self.init(decoder, channels: channels)
    mask.set(0, count: channels, true)
    decode(reply, exchange: exchange)
  }

  /// Decodes `reply` to exchange number `exchange`.
  @discardableResult
  mutating func decode(_ reply: [UInt8], exchange: Int = 0) -> SensorFlags {
    // Locals: the span borrows what it looks at.
    var (values, mask) = (values, mask)
    defer { (self.values, self.mask) = (values, mask) }
    var span = values.mutableSpan
    flags = decoder.decode(Reply(reply), exchange: exchange, into: &span, health: &mask)
    return flags
  }

  /// The channel's number, or nil where it is worth nothing.
  subscript(channel: Int) -> Double? { mask.contains(channel) ? values[channel] : nil }

  /// Whether each channel is worth something.
  var health: [Bool] { values.indices.map { mask.contains($0) } }

  /// No channel was written.
  var isUntouched: Bool { values.allSatisfy { $0 == Self.old } }

  /// Nothing was measured, and no channel is worth anything.
  var isRefused: Bool { isUntouched && !health.contains(true) }

  func isNear(_ expected: [Double], within tolerance: Double) -> Bool {
    values.count == expected.count
      && zip(values, expected).allSatisfy { abs($0 - $1) <= tolerance }
  }
}

extension SettingsWatch {
  /// Whether `reply` shows the settings.
  func agrees(_ reply: [UInt8]) -> Bool { zip(reply, mask).map(&) == expected }
}
