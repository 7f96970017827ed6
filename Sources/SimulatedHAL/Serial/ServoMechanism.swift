public import RobotUnits
import Synchronization

/// What a servo model turns: its shaft and the motor behind it. Called as `ShaftAngleSource` is.
public protocol ServoMechanism: AnyObject, Sendable {
  /// The angle of the output shaft at `instant` [rad], unwrapped, positive as the servo counts.
  func angle(at instant: MonotonicInstant) -> Double
  /// From `instant` on the drive gives the motor this share of the supply, -1...1; `nil` lets it coast.
  func drive(_ duty: Double?, at instant: MonotonicInstant)
}

/// The motor and encoder of a servo on one joint of a plant.
public final class PlantServoMechanism: ServoMechanism {
  private let plant: SimulatedPlant
  private let joint: Int
  private let scale: Double
  private let zero: Double

  /// The servo of `joint`, which reads `zero` at position 0 and turns `scale` rad per rad (or metre) of it.
  public init(plant: SimulatedPlant, joint: Int, scale: Double = 1, zero: Double) {
    self.plant = plant
    self.joint = joint
    self.scale = scale
    self.zero = zero
  }

  public func angle(at instant: MonotonicInstant) -> Double {
    zero + scale * plant.position(joint: joint, at: instant)
  }

  public func drive(_ duty: Double?, at instant: MonotonicInstant) {
    let duty = (duty ?? 0) * (scale < 0 ? -1 : 1)
    plant.drive(joint: joint, forward: max(duty, 0), reverse: max(-duty, 0), at: instant)
  }
}
