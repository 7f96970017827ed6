import RobotUnits
import RobotWire

/// Pushes a joint at several stiffnesses, slowly, and measures how far it gives way.
struct StiffnessSweep {
  /// One stiffness.
  struct Row {
    /// What was commanded [N.m/rad or N/m].
    var commanded: Double
    /// Push [N.m or N] and deflection [rad or m], both towards the push.
    var points: [(push: Double, deflection: Double)]

    /// The stiffness that fits the upper half of the pushes best (least squares): friction, which has
    /// to give way first, is the same there.
    var measured: Double {
      let upper = points.suffix(points.count / 2 + 1)
      let count = Double(upper.count)
      let push = upper.reduce(0) { $0 + $1.push } / count
      let deflection = upper.reduce(0) { $0 + $1.deflection } / count
      let both = upper.reduce(0) { $0 + ($1.push - push) * ($1.deflection - deflection) }
      let squares = upper.reduce(0) { $0 + ($1.push - push) * ($1.push - push) }
      return both > 0 ? squares / both : .infinity
    }
  }

  let hand: HandSession
  /// The stiffnesses [N.m/rad or N/m].
  let stiffnesses: [Double]
  /// The greatest push [N.m or N] and the greatest deflection that is asked for [rad or m].
  let greatestPush: Double
  let greatestDeflection: Double

  /// Pushes per stiffness.
  private static let steps = 10

  func run() throws(ToolFailure) -> [Row] {
    var rows: [Row] = []
    for stiffness in stiffnesses { rows.append(try row(stiffness)) }
    try hand.end()
    return rows
  }

  private func row(_ stiffness: Double) throws(ToolFailure) -> Row {
    var targets = [JointTarget](
      repeating: JointTarget(), count: hand.session.info.joints.count)
    // Well damped, so that a step of the push is not overshot: friction would keep the overshoot.
    targets[hand.joint] = JointTarget(
      kp: stiffness, kd: 0.8 * stiffness.squareRoot())
    let rest = try hand.stream(seconds: 0.6) { _ in targets }
    let start = Self.mean(rest.suffix(10), of: hand.joint)
    let most = min(greatestPush, stiffness * greatestDeflection)
    var points = [(push: 0.0, deflection: 0.0)]
    for step in 1...Self.steps {
      let push = most * Double(step) / Double(Self.steps)
      try hand.push(push)
      let states = try hand.stream(seconds: 0.24) { _ in targets }
      let position = Self.mean(states.suffix(5), of: hand.joint)
      points.append((push, hand.direction * (position - start)))
    }
    try hand.push(0)
    _ = try hand.stream(seconds: 0.6) { _ in targets }
    return Row(commanded: stiffness, points: points)
  }

  private static func mean(_ states: ArraySlice<StateSnapshot>, of joint: Int) -> Double {
    states.reduce(0) { $0 + $1.joints[joint].measuredPosition } / Double(max(states.count, 1))
  }
}
