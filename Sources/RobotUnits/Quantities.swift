// SI quantities of public interfaces. Kernels take plain `Double` with the unit in the label.

/// A plane angle. Unit: radian.
public struct Angle: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The angle in radians [rad].
  public var radians: Double
  /// An angle of `radians` rad.
  @inlinable public init(radians: Double) { self.radians = radians }
  @inlinable public static func < (left: Angle, right: Angle) -> Bool {
    left.radians < right.radians
  }
}

/// An electric potential difference. Unit: volt.
public struct Voltage: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The potential difference in volts [V].
  public var volts: Double
  /// A potential difference of `volts` V.
  @inlinable public init(volts: Double) { self.volts = volts }
  @inlinable public static func < (left: Voltage, right: Voltage) -> Bool {
    left.volts < right.volts
  }
}

/// An electric current. Unit: ampere.
public struct Current: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The current in amperes [A].
  public var amperes: Double
  /// A current of `amperes` A.
  @inlinable public init(amperes: Double) { self.amperes = amperes }
  @inlinable public static func < (left: Current, right: Current) -> Bool {
    left.amperes < right.amperes
  }
}
