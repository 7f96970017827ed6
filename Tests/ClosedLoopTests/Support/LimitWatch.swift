import RobotAssembly
import RobotControl
import RobotCore
import RobotUnits
import Testing

/// Looks at every cycle of every test: no duty, effort or reference ever exceeds its limit, nothing is
/// driven while the outputs are off, and everything is a number.
struct LimitWatch {
  /// Whether references move within their limits: not while a joint that nobody holds is followed.
  var watchesReference = true
  /// Joints in violation so far; a few are reported, all are counted.
  private(set) var violations = 0
  private(set) var cycles = 0
  private let joints: [JointConfiguration]
  private var velocities: [Double]
  private var positions: [Double]
  private var wasPowered = false

  init(_ model: RobotModel) {
    joints = model.joints
    velocities = [Double](repeating: 0, count: model.joints.count)
    positions = velocities
  }

  mutating func look(at snapshot: borrowing RobotSnapshot) {
    cycles += 1
    let isPowered = snapshot.lifecycle.isPowered()
    let index = snapshot.cycle.index
    if isPowered != snapshot.outputsEnabled { report("cycle \(index): powered without outputs") }
    for joint in joints.indices {
      let now = snapshot.joints[joint]
      for problem in problems(joint, now, isPowered, period: snapshot.cycle.period) {
        report("cycle \(index), joint \(joint): \(problem)")
      }
      velocities[joint] = now.referenceVelocity
      positions[joint] = now.referencePosition
    }
    wasPowered = isPowered
  }

  private func problems(
    _ joint: Int, _ now: JointSnapshot, _ isPowered: Bool, period: Double
  ) -> [String] {
    let limits = joints[joint]
    var problems: [String] = []
    let values = [
      now.referencePosition, now.referenceVelocity, now.measuredPosition, now.measuredVelocity,
      now.desiredEffort, now.appliedEffort, now.duty,
    ]
    if values.contains(where: { !$0.isFinite }) { problems.append("not finite: \(values)") }
    if abs(now.duty) > 1 { problems.append("duty \(now.duty)") }
    if abs(now.appliedEffort) > limits.effortLimit + 1e-9 {
      problems.append("effort \(now.appliedEffort)")
    }
    guard isPowered else {
      if now.duty != 0 || now.appliedEffort != 0 { problems.append("driven without power") }
      return problems
    }
    let bounds = limits.bounds
    // Armed on its stop, a joint may begin 0.03 rad outside.
    if now.referencePosition > bounds.upper + 0.03 || now.referencePosition < bounds.lower - 0.03 {
      problems.append("reference \(now.referencePosition)")
    }
    if abs(now.referenceVelocity) > bounds.velocity * 1.000_000_1 {
      problems.append("reference velocity \(now.referenceVelocity)")
    }
    guard wasPowered, watchesReference else { return problems }
    let acceleration = (now.referenceVelocity - velocities[joint]) / period
    if abs(acceleration) > bounds.acceleration * 1.000_001 {
      problems.append("reference acceleration \(acceleration)")
    }
    let step = now.referencePosition - positions[joint]
    if abs(step) > bounds.velocity * period * 1.000_001 {
      problems.append("reference step \(step)")
    }
    return problems
  }

  private mutating func report(_ problem: String) {
    violations += 1
    if violations <= 3 { Issue.record("\(problem)") }
  }
}
