public import RobotUnits

/// What stands before a range sensor. Called as `ShaftAngleSource` is.
public protocol DistanceSource: AnyObject, Sendable {
  /// The distance of the target at `instant` [m]; infinite where there is none.
  func distance(at instant: MonotonicInstant) -> Double
}

/// The light that comes back to a proximity sensor, and that of the room.
public struct LightReading: Hashable, Sendable, BitwiseCopyable {
  /// The share of the sensor's own light that comes back, where 1 just fills its range at the largest
  /// current and the longest integration.
  public var reflected: Double
  /// The illuminance of the room [lx].
  public var lux: Double

  /// A reading.
  public init(reflected: Double, lux: Double) {
    self.reflected = reflected
    self.lux = lux
  }
}

/// The light before a proximity sensor. Called as `ShaftAngleSource` is.
public protocol LightSource: AnyObject, Sendable {
  /// The light at `instant`.
  func light(at instant: MonotonicInstant) -> LightReading
}

/// The air, or the rubber, around a barometer.
public struct AirReading: Hashable, Sendable, BitwiseCopyable {
  /// The absolute pressure [Pa].
  public var pascals: Double
  /// The temperature [°C].
  public var celsius: Double

  /// A reading.
  public init(pascals: Double, celsius: Double) {
    self.pascals = pascals
    self.celsius = celsius
  }
}

/// What a barometer is in. Called as `ShaftAngleSource` is.
public protocol AirSource: AnyObject, Sendable {
  /// The air at `instant`.
  func air(at instant: MonotonicInstant) -> AirReading
}

/// A target that stands where it is put.
public final class FixedTarget: DistanceSource {
  private let metres: FixedQuantity

  /// A target at `metres`; infinite for none.
  public init(metres: Double) { self.metres = FixedQuantity(metres) }

  /// Moves the target to `metres`.
  public func move(to metres: Double) { self.metres.value = metres }

  /// The distance it was moved to.
  public func distance(at instant: MonotonicInstant) -> Double { metres.value }
}

/// Light that is as it is told.
public final class FixedLight: LightSource {
  private let reflected: FixedQuantity
  private let lux: FixedQuantity

  /// Light of `reading`.
  public init(_ reading: LightReading) {
    reflected = FixedQuantity(reading.reflected)
    lux = FixedQuantity(reading.lux)
  }

  /// Changes the light.
  public func set(_ reading: LightReading) {
    reflected.value = reading.reflected
    lux.value = reading.lux
  }

  /// The light it was told.
  public func light(at instant: MonotonicInstant) -> LightReading {
    LightReading(reflected: reflected.value, lux: lux.value)
  }
}

/// Air that is as it is told.
public final class FixedAir: AirSource {
  private let pascals: FixedQuantity
  private let celsius: FixedQuantity

  /// Air of `reading`.
  public init(_ reading: AirReading) {
    pascals = FixedQuantity(reading.pascals)
    celsius = FixedQuantity(reading.celsius)
  }

  /// Changes the air.
  public func set(_ reading: AirReading) {
    pascals.value = reading.pascals
    celsius.value = reading.celsius
  }

  /// The air it was told.
  public func air(at instant: MonotonicInstant) -> AirReading {
    AirReading(pascals: pascals.value, celsius: celsius.value)
  }
}
