public import RobotUnits

extension Feetech {
  /// A configuration outside the servo's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not a speed of these servos.
    case speed(Frequency)
    /// More than 508 us, or less than nothing.
    case returnDelay(TimeSpan)
    /// Limits that are none within the servo's `turn` [rad].
    case limits(ClosedRange<Double>, turn: Double)
    /// Outside 1...100 degC.
    case temperature(Int)
    /// Outside 0...25.4 V.
    case supply(ClosedRange<Double>)
    /// Outside 0...1.
    case torque(Double)
    /// Outside -2047...2047 counts.
    case homingOffset(Int)
    /// A servo without that register.
    case noHomingOffset(Model)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .speed(let speed):
        "Feetech: no servo does \(Int(speed.hertz)) bit/s; use one of "
          + speeds.map { String(Int($0)) }.joined(separator: ", ")
      case .returnDelay(let delay):
        "Feetech: a return delay of \(delay.microseconds) us is outside 0...508 us; 0 is fastest"
      case .limits(let limits, let turn):
        "Feetech: the limits \(limits.lowerBound)...\(limits.upperBound) rad are not a range within "
          + "0..<\(turn) rad; shift the servo's zero so that its travel lies within one turn"
      case .temperature(let celsius):
        "Feetech: \(celsius) degC is outside 1...100 degC; servos leave the factory with 70"
      case .supply(let volts):
        "Feetech: a supply of \(volts.lowerBound)...\(volts.upperBound) V is outside 0...25.4 V; "
          + "use what the servo's label says"
      case .torque(let torque):
        "Feetech: a torque of \(torque) is outside 0...1; 1 is the stall torque"
      case .homingOffset(let counts):
        "Feetech: a homing offset of \(counts) is outside -2047...2047 counts; mount the horn nearer "
          + "to the servo's middle"
      case .noHomingOffset(let model):
        "Feetech: an \(model.name) has no homing offset; give the joint its zero instead"
      }
    }
  }
}
