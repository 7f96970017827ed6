import RobotUnits

/// Bytes on their way to the host, each with when it is whole. Of fixed size, for it is filled on real-time
/// threads; like a kernel's buffer it drops what does not fit.
struct SerialQueue: ~Copyable {
  private let bytes: FixedArray<UInt8>
  private let times: FixedArray<Int64>
  private var first = 0
  private(set) var count = 0

  init(capacity: Int) {
    bytes = FixedArray(repeating: 0, count: capacity)
    times = FixedArray(repeating: 0, count: capacity)
  }

  mutating func append(_ byte: UInt8, at time: MonotonicInstant) {
    guard count < bytes.count else { return }
    let place = (first + count) % bytes.count
    bytes[place] = byte
    times[place] = time.nanoseconds
    count += 1
  }

  /// When the next byte is whole; `nil` when there is none.
  var next: MonotonicInstant? { count > 0 ? MonotonicInstant(nanoseconds: times[first]) : nil }

  mutating func removeFirst() -> UInt8 {
    let byte = bytes[first]
    first = (first + 1) % bytes.count
    count -= 1
    return byte
  }

  mutating func removeAll() { count = 0 }
}
