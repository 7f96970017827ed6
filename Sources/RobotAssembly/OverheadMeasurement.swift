public import RobotHAL
public import RobotUnits

/// What a transfer takes on this machine beyond its clocks: driver, interrupt, system call.
///
/// Measured with reads of a device that is there, which change nothing in it: one byte, and nine bytes to
/// tell the clock of the wire from what every transfer costs. Real-time: no.
public struct OverheadMeasurement: Sendable, Hashable {
  /// How many transfers of each length.
  public let count: Int
  /// Clocks of a one-byte read: START, two bytes, STOP.
  public static let shortClocks = 20
  /// Clocks of a nine-byte read.
  public static let longClocks = 92
  /// What half of the transfers, and 99 of 100, take beyond their clocks at the speed that was given.
  public let half: TimeSpan
  /// See `half`. The board file's `overhead`: a plan has to hold in the slow cycles too.
  public let most: TimeSpan
  /// The clock that the wire shows, from the difference of the two lengths [Hz]; `nil` when there is none.
  public let wireHertz: Double?

  /// Times `count` transfers of each length, at least 2, with the device at `address` on `adapter`, whose
  /// wire is said to run at `speed`. `now` tells the time.
  public static func run(
    on adapter: any I2CAdapter, address: I2CAddress, speed: Frequency, count: Int,
    now: () -> MonotonicInstant
  ) throws(BusError) -> OverheadMeasurement {
    let short = try times(on: adapter, address, bytes: 1, count: count, now)
    // SMBus reads one byte without a command, and no more.
    let isLong = !adapter.capabilities.contains(.smbusOnly)
    let long = isLong ? try times(on: adapter, address, bytes: 9, count: count, now) : short
    let wire = Int64(Double(shortClocks) / speed.hertz * 1e9)
    func beyond(_ time: Int64) -> TimeSpan { TimeSpan(nanoseconds: max(time - wire, 0)) }
    let difference = long[count / 2] - short[count / 2]
    return OverheadMeasurement(
      count: count, half: beyond(short[count / 2]),
      most: beyond(short[min(count * 99 / 100, count - 1)]),
      wireHertz: difference > 0 ? Double(longClocks - shortClocks) / Double(difference) * 1e9 : nil)
  }

  /// The times of `count` reads of `bytes`, sorted [ns].
  private static func times(
    on adapter: any I2CAdapter, _ address: I2CAddress, bytes: Int, count: Int,
    _ now: () -> MonotonicInstant
  ) throws(BusError) -> [Int64] {
    precondition(count >= 2)
    var buffer = [UInt8](repeating: 0, count: bytes)
    var times: [Int64] = []
    for _ in 0..<count {
      times.append(
        try buffer.withUnsafeMutableBufferPointer { buffer throws(BusError) in
          guard let base = buffer.baseAddress else { return 0 }
          var message = I2CMessage(address: address, flags: .read, length: bytes, buffer: base)
          return try withUnsafeMutablePointer(to: &message) { pointer throws(BusError) in
            let began = now()
            try adapter.transfer(UnsafeMutableBufferPointer(start: pointer, count: 1))
            return (now() - began).nanoseconds
          }
        })
    }
    return times.sorted()
  }
}
