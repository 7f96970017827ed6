internal import RobotConfiguration
internal import RobotControl

extension RobotModelBuilder {
  /// A motor as the control cycle sees it.
  struct Drive {
    /// Seen from the joint, or from the crank of `linkage`.
    var motor: DCMotor
    /// Its rotor's inertia, seen from there [kg.m^2 or kg].
    var armature: Double
    /// What is between that and the joint, where its rate changes.
    var linkage: FourBarTransmission?

    /// A constant rate only makes another gear of the motor's.
    init(_ actuator: ActuatorDescription, _ transmission: Transmission) {
      motor = DCMotor(
        supply: actuator.supply, gear: actuator.gear, torqueConstant: actuator.torqueConstant,
        resistance: actuator.resistance,
        efficiency: actuator.efficiency * transmission.efficiency())
      armature = actuator.armature
      if case .fourBar(let fourBar) = transmission {
        linkage = fourBar
      } else {
        let rate = transmission.rate(joint: 0)
        motor = motor.geared(by: rate)
        armature *= rate * rate
      }
    }
  }

  /// The transmission of `joint`, oriented so that shaft and joint move up together, and usable as far as
  /// `stops`; after an error a direct one.
  mutating func transmission(
    _ joint: JointDescription, _ stops: ClosedRange<Double>
  ) -> Transmission {
    do throws(TransmissionError) {
      switch joint.transmission {
      case .direct: return .ratio(.direct())
      case .ratio(let ratio): return .ratio(try RatioTransmission(ratio: ratio))
      case .screw(let lead, let efficiency):
        return .screw(try ScrewTransmission(lead: lead, efficiency: efficiency))
      case .fourBar(let linkage): return .fourBar(try fourBar(linkage, stops))
      }
    } catch {
      errors.append(
        self.error(
          joint, joint.transmissionPosition, "transmission", error.description,
          allowed: allowed(error), hint: hint(error)))
      return .ratio(.direct())
    }
  }

  private func fourBar(
    _ linkage: FourBarDescription, _ stops: ClosedRange<Double>
  ) throws(TransmissionError) -> FourBarTransmission {
    let links = FourBarTransmission.Links(
      ground: linkage.ground, crank: linkage.crank, coupler: linkage.coupler,
      rocker: linkage.rocker)
    let assembly: FourBarTransmission.Assembly =
      switch linkage.assembly {
      case .open: .open
      case .crossed: .crossed
      }
    let ahead = try FourBarTransmission(
      links: links, assembly: assembly, crankZero: linkage.crankZero, range: stops)
    if ahead.rate(joint: stops.lowerBound) > 0 { return ahead }
    return try FourBarTransmission(
      links: links, assembly: assembly, crankZero: linkage.crankZero, range: stops, direction: -1)
  }

  private func allowed(_ error: TransmissionError) -> String? {
    if case .toggle = error { return "a range, with 0, in which no two links line up" }
    return nil
  }

  private func hint(_ error: TransmissionError) -> String {
    switch error {
    case .toggle: "narrow limits.position, or change crank_zero, assembly or the links"
    case .linksDoNotClose: "correct the links' lengths, or crank_zero"
    case .rangeBeyondOneTurn: "narrow limits.position"
    default: "correct the value"
    }
  }
}
