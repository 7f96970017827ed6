public import RobotUnits

/// The shaft that an encoder model looks at.
///
/// Called while a bus transfer runs, from that bus's thread; the conformer guards itself and must
/// not call into a bus or an encoder model.
public protocol ShaftAngleSource: AnyObject, Sendable {
  /// The angle of the shaft at `instant` [rad], unwrapped or not, positive as the sensor counts.
  func angle(at instant: MonotonicInstant) -> Double
}

/// What a power monitor measures.
public struct PowerReading: Hashable, Sendable, BitwiseCopyable {
  /// The voltage of the supply against ground [V].
  public var busVolts: Double
  /// The current through the shunt [A].
  public var amperes: Double

  /// A reading.
  public init(busVolts: Double, amperes: Double) {
    self.busVolts = busVolts
    self.amperes = amperes
  }
}

/// The supply that a power monitor model sits in. Called as `ShaftAngleSource` is.
public protocol PowerSource: AnyObject, Sendable {
  /// The supply at `instant`.
  func power(at instant: MonotonicInstant) -> PowerReading
}

/// A shaft that stands where it is put: for tests and for bringing up a bus without a plant.
public final class FixedShaft: ShaftAngleSource {
  private let radians: FixedQuantity

  /// A shaft at `radians`.
  public init(radians: Double) { self.radians = FixedQuantity(radians) }

  /// Turns the shaft to `radians`.
  public func turn(to radians: Double) { self.radians.value = radians }

  /// The angle it was turned to.
  public func angle(at instant: MonotonicInstant) -> Double { radians.value }
}

/// A supply that delivers what it is told.
public final class FixedSupply: PowerSource {
  private let volts: FixedQuantity
  private let amperes: FixedQuantity

  /// A supply at `busVolts` V that delivers `amperes` A.
  public init(busVolts: Double, amperes: Double) {
    volts = FixedQuantity(busVolts)
    self.amperes = FixedQuantity(amperes)
  }

  /// Changes what the supply delivers.
  public func set(_ reading: PowerReading) {
    volts.value = reading.busVolts
    amperes.value = reading.amperes
  }

  /// The reading it was set to.
  public func power(at instant: MonotonicInstant) -> PowerReading {
    PowerReading(busVolts: volts.value, amperes: amperes.value)
  }
}
