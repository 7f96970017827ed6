internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotDynamics

/// Joins the joints of a robot file with those of its URDF, one by one.
struct RobotModelBuilder {
  let robot: RobotDescription
  let urdf: URDFModel?
  var joints: [JointConfiguration] = []
  var couplings: [CouplingConfiguration] = []
  private(set) var transmissions: [Transmission] = []
  private(set) var mechanics: [RobotModel.Mechanics] = []
  var errors: [ConfigurationError] = []
  private(set) var armingBlocks: [ConfigurationError] = []
  /// The URDF's; `nil` without one.
  let tree: TreeDescription?
  var bodies: [Body] { tree?.bodies ?? [] }
  let followers: [JointFollower]

  init(robot: RobotDescription, urdf: URDFModel?) {
    self.robot = robot
    self.urdf = urdf
    let names = robot.joints.map(\.name)
    let following = urdf?.followers(of: names) ?? []
    tree = urdf?.tree(coordinates: names + following.map(\.name))
    followers = following.map(\.follower)
  }

  mutating func add(_ joint: JointDescription) {
    let modelled = urdf?.joint(named: joint.name)
    if let urdf, modelled == nil { refuse(joint, missingFrom: urdf) }
    if let modelled { check(joint, modelled) }
    let index = joints.count
    let positions = positions(joint, modelled)
    let velocity = joint.limits.velocity ?? modelled?.limit?.velocity
    let effort = joint.limits.effort ?? modelled?.limit?.effort
    if velocity == nil { block(joint, "velocity", example: "3 rad/s", modelled) }
    if effort == nil { block(joint, "effort", example: "2.5 N.m", modelled) }
    let effortLimit = effort ?? 1
    let lever = joint.lever
    let reach = 0.01 * lever
    let stops = positions.lowerBound - reach...positions.upperBound + reach
    let transmission = transmission(joint, stops)
    let drive = Drive(joint.actuator, transmission)
    let loops = loops(joint, velocity: velocity ?? 1, effort: effortLimit)
    let admittance = admittance(joint, velocity: velocity ?? 1, lever: lever)
    let passivity = passivity(joint)
    joints.append(
      JointConfiguration(
        bounds: ReferenceLimiter.Bounds(
          lower: positions.lowerBound, upper: positions.upperBound, velocity: velocity ?? 1,
          acceleration: joint.limits.acceleration, jerk: joint.limits.jerk ?? .infinity),
        effortLimit: effortLimit,
        gains: JointLaw.Gains(
          kp: joint.control.kp, kd: joint.control.kd, ki: joint.control.ki,
          integralLimit: joint.control.integralLimit ?? effortLimit),
        velocityFilter: joint.control.velocityFilter,
        motor: drive.motor, actuatorDirection: joint.actuator.direction, armature: drive.armature,
        frictionCompensation: joint.control.frictionCompensation,
        usesDynamics: joint.control.gravity, coordinate: bodies.isEmpty ? -1 : index,
        onLoss: joint.onLoss.core, hasLimits: velocity != nil && effort != nil,
        linkage: drive.linkage, lever: lever, loops: loops,
        admittance: admittance, passivity: passivity,
        rating: rating(joint, drive, effort: effortLimit),
        redundantEncoder: joint.redundantEncoder.map {
          RedundantEncoder(tolerance: $0.tolerance, device: $0.encoder.device ?? -1)
        }))
    transmissions.append(transmission)
    mechanics.append(
      RobotModel.Mechanics(
        damping: modelled?.dynamics?.damping ?? 0, friction: modelled?.dynamics?.friction ?? 0,
        stops: stops))
    settleServo(joint)
    if !isMeasuredThroughCoupling(index) {
      checkEncoder(joint, joint.encoder, "encoder", positions, transmission)
    }
    if let second = joint.redundantEncoder?.encoder {
      checkEncoder(joint, second, "redundant_encoder", positions, transmission)
    }
    checkBridge(joint)
    checkPulses(joint, index, transmission)
  }

  private func positions(_ joint: JointDescription, _ modelled: URDFJoint?) -> ClosedRange<Double> {
    if let given = joint.limits.positions { return given }
    if let limit = modelled?.limit, limit.lower < limit.upper { return limit.lower...limit.upper }
    return 0...0
  }

  private mutating func check(_ joint: JointDescription, _ modelled: URDFJoint) {
    let isRotary = modelled.kind == .revolute || modelled.kind == .continuous
    let isFitting = joint.kind == .revolute ? isRotary : modelled.kind == .prismatic
    if !isFitting {
      errors.append(
        error(
          joint, joint.position, "",
          "the URDF's joint is \(modelled.kind.rawValue), and this one is \(joint.kind.rawValue)",
          allowed: joint.kind == .revolute ? "revolute or continuous" : "prismatic",
          hint: modelled.kind == .prismatic
            ? "write type: prismatic, and with transmission the screw that moves it"
            : "drive another joint, or correct the type here or in the URDF"))
    }
    if modelled.mimic != nil {
      errors.append(
        error(
          joint, joint.position, "", "the URDF makes this joint follow another (mimic)",
          hint: "drive the joint that it follows, and remove this one"))
    }
    if joint.limits.positions == nil, positions(joint, modelled) == 0...0 {
      errors.append(
        error(
          joint, joint.limits.position, "limits.position",
          "neither the robot file nor the URDF says how far the joint may move",
          hint: joint.kind == .revolute
            ? "add position: [-90 deg, 90 deg]" : "add position: [0 mm, 80 mm]"))
    }
  }

  private mutating func refuse(_ joint: JointDescription, missingFrom urdf: URDFModel) {
    let names = urdf.joints.filter { $0.kind != .fixed }.map(\.name).sorted()
    errors.append(
      error(
        joint, joint.position, "", "the URDF \(urdf.file) has no joint of this name",
        allowed: names.joined(separator: ", "), hint: "use the URDF's name for the joint"))
  }

  /// A single-turn encoder must not come round within the joint's range.
  private mutating func checkEncoder(
    _ joint: JointDescription, _ encoder: EncoderDescription, _ key: String,
    _ positions: ClosedRange<Double>, _ transmission: Transmission
  ) {
    let turn = 2 * Double.pi / encoder.ratio
    var range = positions.upperBound - positions.lowerBound
    let isOnShaft = encoder.side == .actuator
    if isOnShaft {
      range =
        transmission.actuatorPosition(joint: positions.upperBound)
        - transmission.actuatorPosition(joint: positions.lowerBound)
    }
    guard range >= turn, !encoder.countsTurns else { return }
    errors.append(
      error(
        joint, encoder.position, key,
        "the encoder comes round once in the joint's range, so a position would be ambiguous",
        allowed: "a range below one turn of the encoder",
        hint: isOnShaft
          ? "put the encoder on the joint (side: joint), or gear it down (ratio below 1)"
          : joint.kind == .prismatic
            ? "narrow limits.position, or let the encoder turn slower (a longer travel)"
            : "narrow limits.position, or put the encoder on the joint's own shaft (ratio: 1)"))
  }

  private mutating func checkBridge(_ joint: JointDescription) {
    guard Set(joint.actuator.channels.map(\.device)).count > 1 else { return }
    errors.append(
      error(
        joint, joint.actuator.position, "actuator.bridge",
        "the channels sit on different devices, which never change at the same instant",
        hint: "wire all inputs of a bridge to one PWM device"))
  }

  private mutating func block(
    _ joint: JointDescription, _ key: String, example: String, _ modelled: URDFJoint?
  ) {
    var source = "the URDF gives none"
    if let urdf, let limit = modelled?.limit {
      let at = key == "velocity" ? limit.velocityPosition : limit.effortPosition
      source = "\(urdf.file):\(at) gives 0, which means unspecified"
    }
    let example = joint.kind == .revolute ? example : key == "effort" ? "200 N" : "40 mm/s"
    armingBlocks.append(
      error(
        joint, joint.limits.position, "limits.\(key)",
        "missing, and \(source); the joint cannot be armed", hint: "add \(key): \(example)"))
  }

  func error(
    _ joint: JointDescription, _ position: SourcePosition, _ key: String, _ problem: String,
    allowed: String? = nil, hint: String
  ) -> ConfigurationError {
    let path = key.isEmpty ? "joints.\(joint.name)" : "joints.\(joint.name).\(key)"
    return robot.error(
      at: position, keyPath: path, problem: problem, allowed: allowed, hint: hint)
  }
}

extension RobotConfiguration.LossReaction {
  /// The same in the core's words.
  var core: RobotCore.LossReaction {
    switch self {
    case .hold: .hold
    case .damp: .damp
    case .coast: .coast
    }
  }
}
