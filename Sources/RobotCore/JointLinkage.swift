internal import RobotControl
internal import RobotUnits

/// A joint behind a linkage: what its motor gives, and what its rotor weighs, changes with its position.
struct JointLinkage: BitwiseCopyable, Sendable {
  var joint: Int
  var fourBar: FourBarTransmission
  /// Seen from the crank.
  var motor: DCMotor
  var armature: Double
}

extension FixedArray where Element == JointLinkage {
  /// Those of `joints`, few or none.
  init(of joints: borrowing FixedArray<JointConfiguration>) {
    var count = 0
    for joint in 0..<joints.count where joints[joint].linkage != nil { count += 1 }
    var next = 0
    self.init(count: count) { _ in
      while true {
        let configuration = joints[next]
        next += 1
        guard let fourBar = configuration.linkage else { continue }
        return JointLinkage(
          joint: next - 1, fourBar: fourBar, motor: configuration.motor,
          armature: configuration.armature)
      }
    }
  }
}
