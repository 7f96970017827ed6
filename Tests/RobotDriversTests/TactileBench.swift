import RobotDrivers
import RobotHAL

/// A decoder, and the numbers and the health that it writes to: -7 until it has written.
struct TactileBench<Decoder: SensorDecoder> {
  let decoder: Decoder
  var values: [Double]
  var health = ChannelMask()

  init(_ decoder: Decoder, channels: Int) {
    self.decoder = decoder
    values = Array(repeating: -7, count: channels)
  }

  mutating func feed(_ reply: [UInt8], exchange: Int = 0) -> SensorFlags {
    let decoder = decoder
    var mask = health
    var numbers = values
    var span = numbers.mutableSpan
    let flags = decoder.decode(Reply(reply), exchange: exchange, into: &span, health: &mask)
    values = numbers
    health = mask
    return flags
  }

  /// Which of the channels are worth something.
  var healthy: [Bool] { values.indices.map { health.contains($0) } }
}
