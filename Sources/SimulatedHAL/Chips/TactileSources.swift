public import RobotUnits

/// The voltages at the inputs of an ADS1x15 model. Called as `ShaftAngleSource` is.
public protocol VoltageSource: AnyObject, Sendable {
  /// The voltage of input `terminal`, 0...3, against ground at `instant` [V].
  func volts(terminal: Int, at instant: MonotonicInstant) -> Double
}

/// What an MLX90393 model measures.
public struct MagneticReading: Hashable, Sendable, BitwiseCopyable {
  /// The flux density along the chip's axes [T].
  public var tesla: SIMD3<Double>
  /// The temperature of the chip [°C].
  public var celsius: Double

  /// A reading.
  public init(tesla: SIMD3<Double>, celsius: Double = 25) {
    self.tesla = tesla
    self.celsius = celsius
  }
}

/// The field that an MLX90393 model sits in. Called as `ShaftAngleSource` is.
public protocol MagneticSource: AnyObject, Sendable {
  /// Field and temperature at `instant`.
  func magnetic(at instant: MonotonicInstant) -> MagneticReading
}

/// The capacitances at the electrodes of an MPR121 model. Called as `ShaftAngleSource` is.
public protocol CapacitanceSource: AnyObject, Sendable {
  /// The capacitance of `electrode`, 0...11, against ground at `instant` [F].
  func farads(electrode: Int, at instant: MonotonicInstant) -> Double
}

/// Voltages that are what they are told.
public final class FixedVoltages: VoltageSource {
  private let volts: [FixedQuantity]

  /// Four inputs at `volts`; those that are left out are at ground.
  public init(_ volts: [Double] = []) {
    self.volts = (0..<4).map { FixedQuantity($0 < volts.count ? volts[$0] : 0) }
  }

  /// Changes a voltage.
  public func set(_ terminal: Int, _ volts: Double) { self.volts[terminal].value = volts }

  /// The voltage that it was set to.
  public func volts(terminal: Int, at instant: MonotonicInstant) -> Double {
    volts[terminal].value
  }
}

/// A field that is what it is told.
public final class FixedField: MagneticSource {
  private let quantities: [FixedQuantity]

  /// A field of `reading`.
  public init(_ reading: MagneticReading) {
    quantities = [reading.tesla.x, reading.tesla.y, reading.tesla.z, reading.celsius].map {
      FixedQuantity($0)
    }
  }

  /// Changes the field.
  public func set(_ reading: MagneticReading) {
    for axis in 0..<3 { quantities[axis].value = reading.tesla[axis] }
    quantities[3].value = reading.celsius
  }

  /// The field that it was set to.
  public func magnetic(at instant: MonotonicInstant) -> MagneticReading {
    MagneticReading(
      tesla: SIMD3(quantities[0].value, quantities[1].value, quantities[2].value),
      celsius: quantities[3].value)
  }
}

/// Capacitances that are what they are told.
public final class FixedCapacitances: CapacitanceSource {
  private let farads: [FixedQuantity]

  /// Twelve electrodes of `farads` each.
  public init(farads: Double) { self.farads = (0..<12).map { _ in FixedQuantity(farads) } }

  /// Changes a capacitance.
  public func set(_ electrode: Int, farads: Double) { self.farads[electrode].value = farads }

  /// The capacitance that it was set to.
  public func farads(electrode: Int, at instant: MonotonicInstant) -> Double {
    farads[electrode].value
  }
}
