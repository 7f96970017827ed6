internal import RobotConfiguration
internal import RobotControl
internal import RobotCore

extension RobotModelBuilder {
  /// Edges per second that a board follows from user space.
  private static let mostEdges = 30_000.0

  /// What an incremental encoder can measure: fewer edges than a board follows, and a joint that can stand at
  /// 0 at the start.
  mutating func checkPulses(_ joint: JointDescription, _ index: Int, _ transmission: Transmission) {
    guard let quadrature = joint.encoder.quadrature else { return }
    let bounds = joints[index].bounds
    var ratio = joint.encoder.ratio
    if joint.encoder.side == .actuator { ratio *= transmission.rate(joint: 0) }
    let edges = bounds.velocity * ratio * Double(quadrature.countsPerTurn) / (2 * .pi)
    if joints[index].hasLimits, edges > RobotModelBuilder.mostEdges {
      errors.append(
        error(
          joint, joint.encoder.position, "encoder.quadrature.counts_per_turn",
          "\(Int(edges)) edges per second at the joint's velocity limit, which a board does not follow",
          allowed: "at most \(Int(RobotModelBuilder.mostEdges)) edges per second",
          hint: "lower limits.velocity, or use an encoder with fewer lines or an absolute one"))
    }
    if quadrature.isZeroAtStart, bounds.lower > 0 || bounds.upper < 0 {
      errors.append(
        error(
          joint, joint.encoder.position, "encoder.zero",
          "the joint cannot stand at position 0 at the start: it is outside its limits",
          allowed: "limits.position with 0 in it",
          hint: "count positions from where the joint stands at the start, or use an index (z)"))
    }
  }
}
