import RobotDrivers
import RobotHAL
import RobotHALTesting

/// What a decoder makes of one reply, on channels that were all worth something and held -1.
struct DecodedReply {
  let values: [Double]
  let health: ChannelMask
  let flags: SensorFlags

  init(_ decoder: some SensorDecoder, _ reply: [UInt8], exchange: Int = 0, channels: Int) {
    var values = [Double](repeating: -1, count: channels)
    var health = ChannelMask()
    health.set(0, count: channels, true)
    var span = values.mutableSpan
    flags = decoder.decode(Reply(reply), exchange: exchange, into: &span, health: &health)
    self.values = values
    self.health = health
  }

  /// The number of a channel that is worth something.
  subscript(channel: Int) -> Double? { health.contains(channel) ? values[channel] : nil }

  /// Whether nothing was measured, and all channels kept their numbers.
  var isRefused: Bool {
    values.allSatisfy { $0 == -1 } && values.indices.allSatisfy { !health.contains($0) }
  }
}

/// Set-ups against scripts.
enum SetUpBench {
  /// One bus for each transfer of `script`, which goes without an acknowledge there: the set-up must report
  /// it and do nothing more.
  static func interruptions(of script: [ScriptedI2CBus.Step]) -> [ScriptedI2CBus] {
    script.indices.filter { script[$0].isTransfer }.map {
      ScriptedI2CBus(Array(script[..<$0]) + [script[$0].failing()])
    }
  }
}
