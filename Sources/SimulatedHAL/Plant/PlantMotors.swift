public import RobotUnits

/// The motors of a plant's joints behind bridges that say what they do: each bridge is called by the number
/// of its joint.
public final class PlantMotors: BridgeObserver {
  private let plant: SimulatedPlant
  private let supplyVolts: Double
  private let reversed: Set<Int>

  /// The motors of `plant`, whose supply is `supplyVolts` V. Those of the joints in `reversed` are wired the
  /// other way round.
  public init(plant: SimulatedPlant, supplyVolts: Double, reversed: Set<Int> = []) {
    self.plant = plant
    self.supplyVolts = supplyVolts
    self.reversed = reversed
  }

  public func bridge(_ bridge: Int, does output: BridgeOutput, at instant: MonotonicInstant) {
    switch output {
    case .open: plant.drive(joint: bridge, forward: 0, reverse: 0, at: instant)
    case .driven(let volts):
      // Slow decay: both inputs high short the motor.
      let sign = reversed.contains(bridge) ? -1.0 : 1
      let duty = min(max(sign * volts / supplyVolts, -1), 1)
      plant.drive(
        joint: bridge, forward: duty < 0 ? 1 + duty : 1, reverse: duty > 0 ? 1 - duty : 1,
        at: instant)
    }
  }
}
