import RobotControl

extension GearMotorJoint {
  /// What the motor's constants make together, seen from the shaft.
  struct Motor: Sendable {
    /// Torque per volt [N.m/V].
    let gain: Double
    /// Torque against the velocity of a shorted motor [N.m.s/rad].
    let braking: Double
    /// [V.s/rad]
    let backEMF: Double
    /// [A/V]
    let conductance: Double

    init(_ parameters: Parameters) {
      backEMF = parameters.torqueConstant * parameters.gear
      conductance = 1 / parameters.resistance
      gain = parameters.efficiency * backEMF * conductance
      braking = gain * backEMF
    }
  }

  /// Where the gear motor's shaft stands, and how it turns, for its joint.
  ///
  /// A transmission has room for all kinds, and to look into it takes a copy: that costs more than the
  /// sum itself where it is a ratio, as most are.
  struct Shaft: Sendable {
    private let ratio: RatioTransmission?
    private let transmission: Transmission

    init(_ transmission: Transmission) {
      ratio = if case .ratio(let ratio) = transmission { ratio } else { nil }
      self.transmission = transmission
    }

    /// The shaft's position [rad].
    func position(joint: Double) -> Double {
      if let ratio { return ratio.actuatorPosition(joint: joint) }
      return transmission.actuatorPosition(joint: joint)
    }

    /// Shaft per joint.
    func rate(joint: Double) -> Double {
      if let ratio { return ratio.ratio }
      return transmission.rate(joint: joint)
    }
  }
}
