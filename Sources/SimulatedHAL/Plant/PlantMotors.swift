public import RobotUnits

/// The motors of a plant's joints behind bridges that say what they do: each bridge is called by the number
/// of its joint.
public final class PlantMotors: BridgeObserver {
  private let plant: SimulatedPlant
  private let supplyVolts: Double

  /// The motors of `plant`, whose supply is `supplyVolts` V.
  public init(plant: SimulatedPlant, supplyVolts: Double) {
    self.plant = plant
    self.supplyVolts = supplyVolts
  }

  public func bridge(_ bridge: Int, does output: BridgeOutput, at instant: MonotonicInstant) {
    switch output {
    case .open: plant.drive(joint: bridge, forward: 0, reverse: 0, at: instant)
    case .driven(let volts):
      // Slow decay: both inputs high short the motor.
      let duty = min(max(volts / supplyVolts, -1), 1)
      plant.drive(
        joint: bridge, forward: duty < 0 ? 1 + duty : 1, reverse: duty > 0 ? 1 - duty : 1,
        at: instant)
    }
  }
}
