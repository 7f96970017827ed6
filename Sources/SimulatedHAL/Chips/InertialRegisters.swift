import RobotUnits

/// The registers of an inertial sensor in banks of 256, some of which measure. A chip's state builds its
/// bus behaviour on it.
struct InertialRegisters {
  private(set) var bytes: [UInt8]
  /// Measured registers that hold a loaded value.
  private(set) var pinned: [Bool]
  /// The address within the bank that the next byte is read from or written to.
  var pointer: UInt8 = 0

  init(banks: Int) {
    bytes = [UInt8](repeating: 0, count: 256 * banks)
    pinned = [Bool](repeating: false, count: 256 * banks)
  }

  subscript(index: Int) -> UInt8 {
    get { bytes[index] }
    set { bytes[index] = newValue }
  }

  /// Puts a value in from outside; a measured register holds it from then on.
  mutating func load(_ index: Int, _ value: UInt8, isMeasured: Bool) {
    bytes[index] = value
    if isMeasured { pinned[index] = true }
  }

  /// Everything but held values goes to 0.
  mutating func clear() {
    for index in bytes.indices where !pinned[index] { bytes[index] = 0 }
    pointer = 0
  }

  /// What the chip itself puts into a register that may be held.
  mutating func measure(_ index: Int, _ value: UInt8) {
    if !pinned[index] { bytes[index] = value }
  }

  /// A word of two measured registers.
  mutating func measure(_ index: Int, word: UInt16, isBigEndian: Bool) {
    measure(index, UInt8(truncatingIfNeeded: isBigEndian ? word >> 8 : word))
    measure(index + 1, UInt8(truncatingIfNeeded: isBigEndian ? word : word >> 8))
  }

  /// Three words, each axis times `perUnit`.
  mutating func measure(
    _ index: Int, _ axes: SIMD3<Double>, perUnit: Double, isBigEndian: Bool
  ) {
    for axis in 0..<3 {
      measure(
        index + 2 * axis, word: Self.word(axes[axis] * perUnit), isBigEndian: isBigEndian)
    }
  }

  /// The nearest word of 16 bits, at the ends where the value is beyond.
  static func word(_ value: Double, from least: Double = -32768, to most: Double = 32767) -> UInt16
  {
    guard !value.isNaN else { return 0 }
    return UInt16(bitPattern: Int16(min(max(value, least), most).rounded()))
  }
}

/// Ticks of a chip that measures by itself: which of them were taken.
struct SampleClock {
  private var began: MonotonicInstant?
  private var taken: Int64 = 0

  /// Starts over: the next tick is one period after it is looked at next.
  mutating func restart() {
    began = nil
    taken = 0
  }

  /// Starts over at `now`.
  mutating func restart(at now: MonotonicInstant) {
    began = now
    taken = 0
  }

  /// The number of the tick that passed since the last one taken, counted from 1; 0 where none did.
  mutating func take(hertz: Double, at now: MonotonicInstant) -> Int64 {
    let begin = began ?? now
    began = begin
    let done = Int64(Double((now - begin).nanoseconds) * 1e-9 * hertz + 1e-6)
    guard done > taken else { return 0 }
    taken = done
    return done
  }
}
