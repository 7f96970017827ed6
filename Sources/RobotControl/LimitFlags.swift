public import RobotUnits

/// Why a command was changed on its way to the actuator: one bit per reason.
///
/// Not an `OptionSet`: its generic witnesses are refused by the compiler's real-time checks in debug
/// builds. Real-time: yes.
public struct LimitFlags: BitwiseCopyable, Hashable, Sendable {
  /// The bits, as they are published and recorded.
  public let rawValue: UInt16

  /// No reason.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init() { self.init(rawValue: 0) }

  /// The reasons with these bits.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// One reason; the values are part of the wire format and append-only.
  public enum Reason: UInt16, BitwiseCopyable, Sendable {
    /// The target lay outside the position limits, or was not a number.
    case position = 1
    /// The target asked for more speed.
    case velocity = 2
    /// The target asked for more acceleration.
    case acceleration = 4
    /// The law asked for more effort.
    case effort = 8
    /// The supply voltage does not give the effort.
    case voltage = 16
    /// The gains are still ramping up.
    case arming = 32
    /// The joint is beyond its position limit: effort outwards is withheld.
    case endStop = 64
    /// The stream of commands ended: the joint does what its robot file says.
    case commandLost = 128
    /// The feedback gave out energy: it is damped, or its gains are backed off.
    case passivity = 256
    /// A limit switch keeps the joint from going further its way.
    case limitSwitch = 512
    /// The target asked for more jerk.
    case jerk = 1024
    /// A temperature leaves the joint only a part of its effort.
    case temperature = 2048
    /// The joint oscillated: its gains are folded back.
    case oscillation = 4096
    /// The motor's peak current, or what its heat leaves of it, gives less effort.
    case current = 8192
  }

  /// Whether `reason` was added.
  @_noAllocation @_noLocks
  public func contains(_ reason: Reason) -> Bool { rawValue & reason.rawValue != 0 }
}

/// The reasons of two joints. Real-time: yes.
public struct LimitFlagsPair: BitwiseCopyable, Sendable {
  /// As wide as the numbers, so that their masks fit.
  @usableFromInline var bits = SIMD2<UInt64>.zero

  /// No reason.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public init() {}

  /// Adds `reason` to the joints of `mask`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func insert(_ reason: LimitFlags.Reason, where mask: PairMask) {
    let bit = SIMD2<UInt64>(repeating: UInt64(reason.rawValue))
    bits |= SIMD2<UInt64>.zero.replacing(with: bit, where: mask)
  }

  /// Adds `reason` to both joints.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func insert(_ reason: LimitFlags.Reason) {
    bits |= SIMD2<UInt64>(repeating: UInt64(reason.rawValue))
  }

  /// Adds `reason` to one of the two.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func insert(_ reason: LimitFlags.Reason, lane: Int) {
    bits[lane] |= UInt64(reason.rawValue)
  }

  /// The reasons of one of the two.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public func flags(_ lane: Int) -> LimitFlags {
    LimitFlags(rawValue: UInt16(truncatingIfNeeded: bits[lane]))
  }

  /// Takes back what was added to the second joint since `before`.
  @_noAllocation @_noLocks @inlinable @inline(__always)
  public mutating func restoreSecond(_ before: LimitFlagsPair) { bits.y = before.bits.y }
}
