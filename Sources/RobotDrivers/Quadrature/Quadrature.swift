/// Incremental encoder on two or three GPIO lines: A and B a quarter of a period apart, and the index Z
/// once per revolution. Sources: the state table of any A/B encoder's data sheet; Linux
/// `include/uapi/linux/gpio.h` (`struct gpio_v2_line_event`).
///
/// Counts all four edges of a period (x4) from the kernel's edge events. The level of a line is what its
/// event says, because a level that is read later may be that of another edge. In user space an ARM
/// board follows some ten thousand edges per second; beyond, use the SoC's counter or an absolute
/// encoder.
public enum Quadrature {
  /// What a change of A and B means.
  @frozen
  public enum Step: Int8, BitwiseCopyable, Sendable {
    /// A quarter of a period backwards.
    case backward = -1
    /// The lines stand where they stood.
    case none = 0
    /// A quarter of a period forwards, A before B.
    case forward = 1
    /// Both lines changed at once: at least one edge is missing, and nobody knows which way it went.
    case illegal = 2
  }

  /// A and B as a state: A in bit 1, B in bit 0.
  @_noAllocation @_noLocks
  public static func state(a: Bool, b: Bool) -> UInt8 { (a ? 2 : 0) | (b ? 1 : 0) }

  /// The step between two states: 00 -> 10 -> 11 -> 01 -> 00 is forwards.
  @_noAllocation @_noLocks
  public static func step(from old: UInt8, to new: UInt8) -> Step {
    // The place of a state on the way round: 00, 10, 11, 01 are 0, 1, 2, 3.
    switch (place(new) &- place(old)) & 3 {
    case 0: .none
    case 1: .forward
    case 3: .backward
    default: .illegal
    }
  }

  @_noAllocation @_noLocks
  private static func place(_ state: UInt8) -> UInt8 {
    // Gray code: the high digit is B, the low one says whether A and B differ.
    let (a, b) = ((state >> 1) & 1, state & 1)
    return b << 1 | (a ^ b)
  }
}
