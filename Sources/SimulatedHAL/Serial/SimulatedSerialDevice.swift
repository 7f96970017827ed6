public import RobotUnits

/// What hangs on a simulated serial line.
///
/// A device is called with its line locked, from whichever thread uses the line; one that is also read or
/// changed from outside guards its own state. Nothing here may allocate.
public protocol SimulatedSerialDevice: AnyObject, Sendable {
  /// It hangs on a line of `speed` bits per second from now on.
  func connect(speed: Frequency)
  /// A byte has come whole at `now`. What it answers goes to `frames`.
  func receive(_ byte: UInt8, at now: MonotonicInstant, answering frames: inout SerialFrames)
  /// What it has sent on its own, unasked, until `now`.
  func speak(until now: MonotonicInstant, into frames: inout SerialFrames)
}

extension SimulatedSerialDevice {
  /// Most devices speak only when asked.
  public func speak(until now: MonotonicInstant, into frames: inout SerialFrames) {}
}

/// What devices send: frames, each with when it begins.
public struct SerialFrames: ~Copyable {
  struct Frame: BitwiseCopyable {
    /// Those of one request go one after the other, in the order of this number.
    var order: Int
    /// When it begins at the soonest.
    var due: MonotonicInstant
    /// The device's pause after what went before.
    var delay: TimeSpan
    var start: Int
    var end: Int
  }

  private static let mostFrames = 64
  private static let mostBytes = 65536

  private let frames = FixedArray(
    repeating: Frame(
      order: 0, due: MonotonicInstant(nanoseconds: 0), delay: .zero, start: 0, end: 0),
    count: SerialFrames.mostFrames)
  private let bytes = FixedArray<UInt8>(repeating: 0, count: SerialFrames.mostBytes)
  private(set) var count = 0
  private var byteCount = 0

  init() {}

  /// Begins a frame that goes out `delay` after `due`, or after the one before it in `order` has ended.
  public mutating func begin(order: Int = 0, due: MonotonicInstant, delay: TimeSpan = .zero) {
    precondition(
      count < SerialFrames.mostFrames, "devices answer one request with 64 frames at most")
    // Sorted as they come: there are few.
    var place = count
    while place > 0, frames[place - 1].order > order {
      frames[place] = frames[place - 1]
      place -= 1
    }
    frames[place] = Frame(order: order, due: due, delay: delay, start: byteCount, end: byteCount)
    count += 1
    open = place
  }

  private var open = 0

  /// Whether `count` bytes more, in a frame of their own, still have room.
  func hasRoom(for count: Int) -> Bool {
    self.count < SerialFrames.mostFrames && byteCount + count <= SerialFrames.mostBytes
  }

  /// Appends a byte to the frame.
  public mutating func append(_ byte: UInt8) {
    precondition(byteCount < SerialFrames.mostBytes, "devices answer with 64 kB at most")
    bytes[byteCount] = byte
    byteCount += 1
    frames[open].end = byteCount
  }

  func frame(_ index: Int) -> Frame { frames[index] }

  func byte(_ index: Int) -> UInt8 { bytes[index] }

  mutating func removeAll() {
    count = 0
    byteCount = 0
  }
}
