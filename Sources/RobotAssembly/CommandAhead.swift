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
  private let couplings: ActuatorCouplings
  /// What each joint does next.
  private let courses: FixedArray<EffortCourse>

  init(_ model: RobotModel, aging: CommandAging) {
    count = Int(aging.extrapolated)
    joints = FixedArray(
      model.joints.map {
        EffortExtrapolation(
          effortLimit: $0.effortLimit, motor: $0.motor, direction: $0.actuatorDirection)
      })
    linkages = FixedArray(model.joints.map(\.linkage))
    couplings = ActuatorCouplings(model.couplings)
    courses = FixedArray(repeating: EffortCourse(), count: model.joints.count)
    for joint in model.couplings.flatMap(\.joints) { courses[joint].isCoupled = true }
  }

  /// Fills the images of `joint` behind the command of this cycle, `skipped` cycles after the one
  /// before. An effort that the end stop cut says nothing about the next: it is held.
  @_noAllocation @_noLocks
  func encode(
    _ joint: Int, _ now: JointSnapshot, skipped: UInt64, isPowered: Bool, bridge: BridgeBinding,
    into requests: borrowing BusRequests
  ) {
    let isCut = now.limits.contains(.endStop)
    var course = courses[joint]
    course.change = isCut ? 0 : (now.appliedEffort - course.effort) / Double(skipped + 1)
    course.effort = now.appliedEffort
    course.velocity = now.measuredVelocity
    courses[joint] = course
    if course.isCoupled { return }
    var extrapolation = joints[joint]
    if let linkage = linkages[joint] {
      extrapolation.motor = extrapolation.motor.geared(
        by: linkage.rate(joint: now.measuredPosition))
    }
    let stride = requests.images.count / count
    for image in 0..<count {
      let duty = extrapolation.duty(
        effort: course.effort, change: course.change, velocity: course.velocity,
        periods: Double(image + 1))
      bridge.encode(
        duty: duty, isPowered: isPowered, into: requests.images, at: image * stride)
    }
  }

  /// The same for the actuators of couplings, after `encode` of every joint.
  @_noAllocation @_noLocks
  func encodeCoupled(
    isPowered: Bool, bridges: borrowing FixedArray<BridgeBinding>, links: borrowing BusLinks
  ) {
    for coupling in 0..<couplings.count {
      let places = couplings.places(of: coupling)
      for image in 0..<count {
        var isFinite = true
        for place in places {
          let joint = couplings.joint(in: place)
          let course = courses[joint]
          let wanted = course.effort + Double(image + 1) * course.change
          isFinite = isFinite && wanted - wanted == 0 && course.velocity - course.velocity == 0
          couplings.ask(
            place, effort: RealtimeMath.clamp(wanted, within: joints[joint].effortLimit),
            velocity: course.velocity)
        }
        if isFinite { couplings.share(coupling) }
        for place in places {
          let bridge = bridges[couplings.joint(in: place)]
          let requests = links.requests(bridge.bus)
          bridge.encode(
            duty: isFinite ? couplings.duty(of: place) : 0, isPowered: isPowered,
            into: requests.pointee.images, at: image * (requests.pointee.images.count / count))
        }
      }
    }
  }
}

/// How a joint goes on.
struct EffortCourse: BitwiseCopyable {
  /// The effort of this cycle [N.m], and how it changes in a period.
  var effort = 0.0
  var change = 0.0
  /// The velocity of this cycle [rad/s].
  var velocity = 0.0
  /// The actuator in its place moves other joints too.
  var isCoupled = false
}
