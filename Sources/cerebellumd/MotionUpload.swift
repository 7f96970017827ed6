import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotWire

/// A motion on its way from a client into the loop's store, checked knot by knot.
struct MotionUpload {
  private let store: MotionStore
  private let joints: [JointInfo]
  private let units: [JointUnitNames]
  let knotCount: Int
  private var received = 0

  /// Room for `knotCount` knots of `jointCount` joints; `nil` when that does not fit this robot.
  init?(
    knotCount: UInt32, jointCount: UInt16, joints: [JointInfo], units: [JointUnitNames],
    store: MotionStore
  ) {
    guard knotCount >= 2, knotCount <= MotionStore.capacity, Int(jointCount) == joints.count else {
      return nil
    }
    self.knotCount = Int(knotCount)
    self.joints = joints
    self.units = units
    self.store = store
  }

  /// Whether every knot has arrived.
  var isComplete: Bool { received == knotCount }

  /// Takes the next part; says what is wrong with it.
  mutating func add(_ part: TrajectoryKnots) -> BilingualText? {
    guard Int(part.first) == received else {
      return BilingualText(
        "knot \(received) is next, not \(part.first)", "应为节点 \(received)，而不是 \(part.first)")
    }
    for knot in part.knots {
      guard received < knotCount else {
        return BilingualText(
          "more than the \(knotCount) announced knots", "节点多于所声明的 \(knotCount) 个")
      }
      let last = received == 0 ? 0 : store.time(knot: received - 1)
      guard received == 0 ? knot.time == 0 : knot.time > last else {
        return BilingualText(
          "knot \(received): times begin at 0 and increase", "节点 \(received)：时间必须从 0 开始并递增")
      }
      guard knot.joints.count == joints.count else {
        return BilingualText(
          "knot \(received): \(joints.count) joints are needed",
          "节点 \(received)：需要 \(joints.count) 个关节")
      }
      for (index, point) in knot.joints.enumerated() {
        let joint = joints[index]
        guard point.position >= joint.lower - 1e-6, point.position <= joint.upper + 1e-6 else {
          let unit = units[index].position
          return BilingualText(
            "knot \(received): \(joint.name) at \(point.position) \(unit) is outside "
              + "\(joint.lower)...\(joint.upper) \(unit)",
            "节点 \(received)：关节 \(joint.name) 的位置 \(point.position) \(unit) 超出 "
              + "\(joint.lower)...\(joint.upper) \(unit)")
        }
        store.setPoint(
          MotionPoint(
            position: point.position, velocity: point.velocity, acceleration: point.acceleration),
          knot: received, joint: index)
      }
      store.setTime(knot.time, knot: received)
      received += 1
    }
    return nil
  }
}
