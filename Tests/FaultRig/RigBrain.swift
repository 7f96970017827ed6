import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits

/// A client that leads every joint along its swing, a command in every cycle, and what goes wrong with it.
struct RigBrain: ~Copyable {
  private let model: RobotModel
  private let swing: RigSwing
  private let validity: TimeSpan
  private let start: MonotonicInstant
  private var writer: TripleBufferWriter<StreamFrame>

  /// A client whose commands count for `validity`, from `start` on.
  init(
    _ model: RobotModel, _ swing: RigSwing, validity: TimeSpan, from start: MonotonicInstant,
    _ writer: consuming TripleBufferWriter<StreamFrame>
  ) {
    self.model = model
    self.swing = swing
    self.validity = validity
    self.start = start
    self.writer = writer
  }

  /// Sends the command that is due at `now`, unless it is silent; gives what of `windows` struck it.
  mutating func send(at now: MonotonicInstant, _ windows: [FaultWindow]) -> [FaultWindow] {
    let active = windows.filter { $0.isActive(at: now) && $0.kind.isOfClient }
    if active.contains(where: { $0.kind == .silentClient }) { return active }
    // The loop follows it in the next cycle.
    let points = swing.points(at: (now - start).seconds + 1 / model.robot.rate.hertz)
    writer.slot.pointee.validUntil = now + validity
    for (joint, point) in points.enumerated() {
      var target = JointTarget(
        position: point.position, velocity: point.velocity, kp: .nan, kd: .nan, feedForward: .nan)
      for window in active where window.joint == joint { spoil(&target, window.kind, joint) }
      writer.slot.pointee.targets[joint] = target
    }
    writer.publish()
    return active
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
  fileprivate var isOfClient: Bool {
    switch self {
    case .silentClient, .notANumber, .commandStep, .beyondLimits, .gains: true
    default: false
    }
  }

  /// Whether the reference limiter must have its say.
  var isClipped: Bool {
    switch self {
    case .commandStep, .beyondLimits: true
    default: false
    }
  }
}

extension FaultScenario.BadNumber {
  fileprivate var value: Double {
    switch self {
    case .nan: .nan
    case .infinity: .infinity
    case .minusInfinity: -.infinity
    }
  }
}
