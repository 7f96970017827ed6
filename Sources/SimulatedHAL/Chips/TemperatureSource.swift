public import RobotUnits

/// What a temperature sensor's model is glued to. Called as `ShaftAngleSource` is.
public protocol TemperatureSource: AnyObject, Sendable {
  /// The temperature at `instant` [°C].
  func celsius(at instant: MonotonicInstant) -> Double
}

/// A body that is as warm as it is told.
public final class FixedTemperature: TemperatureSource {
  private let temperature: FixedQuantity

  /// A body of `celsius` °C.
  public init(celsius: Double) { temperature = FixedQuantity(celsius) }

  /// Makes the body `celsius` °C warm.
  public func set(celsius: Double) { temperature.value = celsius }

  /// The temperature that it was told.
  public func celsius(at instant: MonotonicInstant) -> Double { temperature.value }
}
