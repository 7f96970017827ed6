internal import RobotControl
internal import RobotCore
internal import RobotRuntime
internal import RobotUnits

/// Makes the commands that the buses send when the next control cycles do not come in time:
/// computed with the command itself, so that a bus only has to pick one by the command's age.
struct CommandAhead: ~Copyable {
  /// For how many cycles.
  let count: Int
  private let joints: FixedArray<EffortExtrapolation>
  private let linkages: FixedArray<FourBarTransmission?>
  /// The effort of the cycle before, per joint [N.m].
  private let efforts: FixedArray<Double>

  init(_ joints: [JointConfiguration], aging: CommandAging) {
    count = Int(aging.extrapolated)
    self.joints = FixedArray(
      joints.map {
        EffortExtrapolation(
          effortLimit: $0.effortLimit, motor: $0.motor, direction: $0.actuatorDirection)
      })
    linkages = FixedArray(joints.map(\.linkage))
    efforts = FixedArray(repeating: 0, count: joints.count)
  }

  /// Fills the images of `joint` behind the command of this cycle, `skipped` cycles after the one
  /// before. An effort that the end stop cut says nothing about the next: it is held.
  @_noAllocation @_noLocks
  func encode(
    _ joint: Int, _ now: JointSnapshot, skipped: UInt64, isPowered: Bool, bridge: BridgeBinding,
    into requests: borrowing BusRequests
  ) {
    let isCut = now.limits.contains(.endStop)
    let change = isCut ? 0 : (now.appliedEffort - efforts[joint]) / Double(skipped + 1)
    efforts[joint] = now.appliedEffort
    var extrapolation = joints[joint]
    if let linkage = linkages[joint] {
      extrapolation.motor = extrapolation.motor.geared(
        by: linkage.rate(joint: now.measuredPosition))
    }
    let stride = requests.images.count / count
    for image in 0..<count {
      let duty = extrapolation.duty(
        effort: now.appliedEffort, change: change, velocity: now.measuredVelocity,
        periods: Double(image + 1))
      bridge.encode(
        duty: duty, isPowered: isPowered, into: requests.images, at: image * stride)
    }
  }
}
