/// What a bridge reports of itself. The values are part of the wire format and append-only.
public struct ActuatorCauses: BitwiseCopyable, Hashable, Sendable {
  /// The causes, one bit each.
  public var bits: UInt8

  /// No cause, unless told.
  @_noAllocation @_noLocks
  public init(bits: UInt8 = 0) { self.bits = bits }

  /// Those of a fault record's value. Real-time: yes.
  @_noAllocation @_noLocks
  public init(value: Double) {
    bits = value >= 0 && value < 256 ? UInt8(value) : 0
  }

  /// As a fault record's value.
  @_noAllocation @_noLocks
  public func value() -> Double { Double(bits) }

  /// A short: the bridge opened itself.
  public static var overCurrent: UInt8 { @_noAllocation @_noLocks get { 1 } }
  /// Too hot: the bridge opened itself.
  public static var overTemperature: UInt8 { @_noAllocation @_noLocks get { 2 } }
  /// Its supply was, or is, too low.
  public static var underVoltage: UInt8 { @_noAllocation @_noLocks get { 4 } }
  /// The motor took the greatest current for too long.
  public static var currentLimit: UInt8 { @_noAllocation @_noLocks get { 8 } }

  /// Whether `cause` is among them.
  @_noAllocation @_noLocks
  public func has(_ cause: UInt8) -> Bool { bits & cause != 0 }
}
