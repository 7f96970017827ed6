public import RobotUnits

/// Several things on the outputs of one PWM controller.
public final class PWMFanOut: PWMObserver {
  private let observers: [any PWMObserver]

  /// All of `observers`, told in this order.
  public init(_ observers: [any PWMObserver]) { self.observers = observers }

  public func outputsChanged(of chip: PCA9685Model, at instant: MonotonicInstant) {
    for observer in observers { observer.outputsChanged(of: chip, at: instant) }
  }
}
