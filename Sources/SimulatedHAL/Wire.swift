import RobotHAL
import RobotUnits

/// One transfer on the wire, clock by clock.
struct Wire {
  let begin: MonotonicInstant
  let hertz: Double
  /// How long the adapter waits for a bus that does not move.
  let timeout: TimeSpan
  /// Time beside the clocks.
  var delay = TimeSpan.zero
  var clocks = 0
  var bytes = 0
  /// Messages begun, and those of them that were done.
  var messages = 0
  var completed = 0

  init(begin: MonotonicInstant, hertz: Double, timeout: TimeSpan) {
    self.timeout = timeout
    self.begin = begin
    self.hertz = hertz
  }

  /// The instant of the last clock.
  var now: MonotonicInstant {
    begin + TimeSpan(nanoseconds: Int64(Double(clocks) * 1e9 / hertz)) + delay
  }

  /// Plays `all`, always up to a STOP. False when an address or byte was not acknowledged.
  mutating func run(
    _ all: UnsafeMutableBufferPointer<I2CMessage>, on segment: inout BusSegment,
    failing: inout [UInt32]
  ) -> Bool {
    var acknowledged = true
    for index in all.indices {
      acknowledged = play(all[index], on: &segment, failing: &failing)
      let last = index == all.count - 1
      if last || !acknowledged || all[index].flags.contains(.stop) {
        clocks += 1
        segment.stop(at: now)
      }
      guard acknowledged else { break }
      completed += 1
    }
    return acknowledged
  }

  private mutating func play(
    _ message: I2CMessage, on segment: inout BusSegment, failing: inout [UInt32]
  ) -> Bool {
    let reading = message.flags.contains(.read)
    messages += 1
    clocks += 1
    countByte()
    guard refusesNot(message.address, &failing),
      segment.start(address: UInt8(message.address), reading: reading, at: now)
    else { return false }
    for offset in 0..<Int(message.length) {
      countByte()
      if reading {
        message.buffer[offset] = segment.read(at: now)
      } else if !segment.write(message.buffer[offset], at: now) {
        return false
      }
    }
    return true
  }

  /// Whether the next transfers to `address` are not told to fail.
  func refusesNot(_ address: UInt16, _ failing: inout [UInt32]) -> Bool {
    guard failing[Int(address)] > 0 else { return true }
    failing[Int(address)] -= 1
    return false
  }

  mutating func countByte() {
    clocks += 9
    bytes += 1
  }
}
