public import RobotAssembly
public import RobotConfiguration
import RobotControl
public import RobotCore
public import RobotUnits

/// What a client that leads every joint along a swing commands, and what goes wrong with that.
public struct BrainCommands: Sendable {
  private let model: RobotModel
  private let swing: Swing
  private let start: MonotonicInstant

  /// Commands to the joints of `model` along `swing`, from `start` on.
  public init(_ model: RobotModel, _ swing: Swing, from start: MonotonicInstant) {
    self.model = model
    self.swing = swing
    self.start = start
  }

  /// The targets that are sent at `now`, `nil` while the client is silent; and what of `windows` struck it.
  public func due(
    at now: MonotonicInstant, _ windows: [FaultWindow]
  ) -> (targets: [JointTarget]?, struck: [FaultWindow]) {
    let active = windows.filter { $0.isActive(at: now) && $0.kind.isOfClient }
    if active.contains(where: { $0.kind == .silentClient }) { return (nil, active) }
    // The loop follows it in the next cycle.
    let points = swing.points(at: (now - start).seconds + 1 / model.robot.rate.hertz)
    let targets = points.enumerated().map { joint, point in
      var target = JointTarget(
        position: point.position, velocity: point.velocity, kp: .nan, kd: .nan, feedForward: .nan)
      for window in active where window.joint == joint { spoil(&target, window.kind, joint) }
      return target
    }
    return (targets, active)
  }

  private func spoil(_ target: inout JointTarget, _ kind: FaultScenario.Kind, _ joint: Int) {
    switch kind {
    case .notANumber(let number, let value):
      switch number {
      case .position: target.position = value.value
      case .velocity: target.velocity = value.value
      case .kp: target.kp = value.value
      case .kd: target.kd = value.value
      case .effort: target.feedForward = value.value
      }
    case .commandStep(let distance): target.position += distance
    case .beyondLimits(let distance):
      let bounds = model.joints[joint].bounds
      target.position = (distance < 0 ? bounds.lower : bounds.upper) + distance
      target.velocity = 0
    case .gains(let stiffness, let damping):
      if let stiffness { target.kp = stiffness }
      if let damping { target.kd = damping }
    default: break
    }
  }
}

extension FaultScenario.Kind {
  /// Whether it happens to the client whose commands come.
  public var isOfClient: Bool {
    switch self {
    case .silentClient, .notANumber, .commandStep, .beyondLimits, .gains: true
    default: false
    }
  }

  /// Whether it happens to the simulated world, rather than being done by whoever plays the scenario.
  public var isOfWorld: Bool {
    switch self {
    case .jammed, .load, .deadMotor, .inverted, .strongMotor, .supplySag, .overheated,
      .slippedMagnet:
      true
    default: false
    }
  }
}

extension FaultScenario.BadNumber {
  /// The number itself.
  public var value: Double {
    switch self {
    case .nan: .nan
    case .infinity: .infinity
    case .minusInfinity: -.infinity
    }
  }
}
