public import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits

/// Looks at every cycle: no duty, effort or reference ever exceeds its limit, nothing is driven while the
/// outputs are off, and everything is a number.
public struct LimitWatch {
  /// Whether references move within their limits: not while a joint that nobody holds is followed.
  public var watchesReference = true
  /// Cycles so far.
  public private(set) var cycles = 0
  private let joints: [JointConfiguration]
  private var velocities: [Double]
  private var positions: [Double]
  /// Not a number after a cycle without power.
  private var accelerations: [Double]
  private var wasPowered = false

  /// A watch of the joints of `model`.
  public init(_ model: RobotModel) {
    joints = model.joints
    velocities = [Double](repeating: 0, count: model.joints.count)
    positions = velocities
    accelerations = velocities.map { _ in .nan }
  }

  /// What is wrong in the cycle of `snapshot`.
  public mutating func look(at snapshot: borrowing RobotSnapshot) -> [String] {
    cycles += 1
    var found: [String] = []
    let isPowered = snapshot.lifecycle.isPowered()
    let index = snapshot.cycle.index
    if isPowered != snapshot.outputsEnabled {
      found.append("cycle \(index): powered without outputs")
    }
    for joint in joints.indices {
      let now = snapshot.joints[joint]
      for problem in problems(joint, now, isPowered, period: snapshot.cycle.period) {
        found.append("cycle \(index), joint \(joint): \(problem)")
      }
      let change = (now.referenceVelocity - velocities[joint]) / snapshot.cycle.period
      accelerations[joint] = isPowered && wasPowered ? change : .nan
      velocities[joint] = now.referenceVelocity
      positions[joint] = now.referencePosition
    }
    wasPowered = isPowered
    return found
  }

  private func problems(
    _ joint: Int, _ now: JointSnapshot, _ isPowered: Bool, period: Double
  ) -> [String] {
    let limits = joints[joint]
    var problems: [String] = []
    guard now.isFinite else { return ["not finite: \(now)"] }
    if abs(now.duty) > 1 { problems.append("duty \(now.duty)") }
    if abs(now.appliedEffort) > limits.effortLimit + 1e-9, !now.isDragged(limits) {
      problems.append("effort \(now.appliedEffort) at \(now.measuredVelocity)")
    }
    guard isPowered else {
      if now.duty != 0 || now.appliedEffort != 0 { problems.append("driven without power") }
      return problems
    }
    let bounds = limits.bounds
    // Armed on its stop, a joint may begin 0.03 rad outside.
    let margin = 0.03 * limits.lever
    if now.referencePosition > bounds.upper + margin
      || now.referencePosition < bounds.lower - margin
    {
      problems.append("reference \(now.referencePosition)")
    }
    if abs(now.referenceVelocity) > bounds.velocity * 1.000_000_1 {
      problems.append("reference velocity \(now.referenceVelocity)")
    }
    if !wasPowered, abs(now.referencePosition - now.measuredPosition) > 0.005 * limits.lever {
      problems.append("begins at \(now.referencePosition), and is at \(now.measuredPosition)")
    }
    guard wasPowered, watchesReference else { return problems }
    let acceleration = (now.referenceVelocity - velocities[joint]) / period
    if abs(acceleration) > bounds.acceleration * 1.000_001 {
      problems.append("reference acceleration \(acceleration)")
    }
    let jerk = (acceleration - accelerations[joint]) / period
    if abs(jerk) > bounds.jerk * 1.000_001 { problems.append("reference jerk \(jerk)") }
    let step = now.referencePosition - positions[joint]
    if abs(step) > bounds.velocity * period * 1.000_001 {
      problems.append("reference step \(step)")
    }
    return problems
  }
}

extension JointSnapshot {
  /// Whether the joint turns its motor faster than the supply can. Then the motor brakes whatever the bridge
  /// does, and the least at full duty in the direction of the movement.
  fileprivate func isDragged(_ joint: JointConfiguration) -> Bool {
    let freeSpeed = joint.motor.supply / abs(joint.motor.backEMF)
    let isFullAhead = duty * joint.actuatorDirection * measuredVelocity == abs(measuredVelocity)
    return joint.linkage == nil && abs(measuredVelocity) > freeSpeed && isFullAhead
      && appliedEffort * measuredVelocity < 0
  }

  /// Whether all its numbers are numbers.
  fileprivate var isFinite: Bool {
    referencePosition.isFinite && referenceVelocity.isFinite && measuredPosition.isFinite
      && measuredVelocity.isFinite && desiredEffort.isFinite && appliedEffort.isFinite
      && duty.isFinite
  }
}
