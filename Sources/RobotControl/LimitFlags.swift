/// Why a command was changed on its way to the actuator: one bit per reason.
///
/// Not an `OptionSet`: its generic witnesses are refused by the compiler's real-time checks in debug
/// builds. Real-time: yes.
public struct LimitFlags: BitwiseCopyable, Hashable, Sendable {
  /// The bits, as they are published and recorded.
  public private(set) var rawValue: UInt16 = 0

  /// No reason.
  @_noAllocation @_noLocks
  public init() {}

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
  }

  /// Adds `reason`.
  @_noAllocation @_noLocks
  public mutating func insert(_ reason: Reason) { rawValue |= reason.rawValue }

  /// Whether `reason` was added.
  @_noAllocation @_noLocks
  public func contains(_ reason: Reason) -> Bool { rawValue & reason.rawValue != 0 }
}
