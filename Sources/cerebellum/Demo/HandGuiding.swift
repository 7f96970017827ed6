import RobotUnits
import RobotWire

/// An arm without stiffness: gravity compensation alone holds it, and a hand moves it.
struct HandGuiding {
  /// What came of it.
  struct Result {
    /// The joint that was pushed.
    var joint: String
    /// Greatest movement of any joint of that kind while nobody touched the arm [rad or m].
    var drift: Double
    /// How far the hand moved the joint [rad or m].
    var moved: Double
    /// How far the joint went on in the second half of the time after the hand had let go [rad or m].
    var after: Double
  }

  let hand: HandSession
  /// With what the hand pushes [N.m or N].
  let effort: Double

  /// kp = 0; a little damping, as an arm in oil has it.
  private static let floating = JointTarget(velocity: 0, kp: 0, kd: 0.8)
  /// The hand lets go here [rad or m]: well within the following error that is a fault.
  private static let reach = 0.3

  func run() throws(ToolFailure) -> Result {
    let count = hand.session.info.joints.count
    let floating = [JointTarget](repeating: Self.floating, count: count)
    let alone = try hand.stream(seconds: 2) { _ in floating }
    let start = try hand.session.newestState()
    try hand.push(effort)
    var moved = 0.0
    for _ in 0..<100 where abs(moved) < Self.reach {
      let states = try hand.stream(seconds: 0.02) { _ in floating }
      moved = (states.last ?? start).position(hand.joint) - start.position(hand.joint)
    }
    try hand.push(0)
    let released = try hand.stream(seconds: 1.2) { _ in floating }
    // The reference is led to where the arm is now, still without stiffness: nothing jumps at the end.
    _ = try hand.stream(seconds: 1) { state in
      state.joints.map { JointTarget(position: $0.measuredPosition, kp: 0, kd: 0.8) }
    }
    try hand.end()
    let half = released.suffix(released.count / 2)
    let after =
      (half.last?.position(hand.joint) ?? 0) - (half.first?.position(hand.joint) ?? 0)
    return Result(
      joint: hand.session.info.joints[hand.joint].name, drift: try drift(alone), moved: moved,
      after: abs(after))
  }

  private func drift(_ states: [StateSnapshot]) throws(ToolFailure) -> Double {
    let units = try hand.session.units()
    let joints = units.indices.filter { units[$0] == hand.units }
    guard let first = states.first else { return 0 }
    return states.reduce(0) { worst, state in
      joints.reduce(worst) { max($0, abs(state.position($1) - first.position($1))) }
    }
  }
}

extension StateSnapshot {
  /// The measured position of `joint`.
  fileprivate func position(_ joint: Int) -> Double { joints[joint].measuredPosition }
}
