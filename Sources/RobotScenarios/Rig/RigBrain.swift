public import RobotAssembly
public import RobotConfiguration
import RobotCore
public import RobotRuntime
public import RobotUnits

/// A client that leads every joint along its swing, a command in every cycle, and what goes wrong with it.
public struct RigBrain: ~Copyable {
  private let commands: BrainCommands
  private let validity: TimeSpan
  private var writer: TripleBufferWriter<StreamFrame>

  /// A client whose commands count for `validity`, from `start` on.
  public init(
    _ model: RobotModel, _ swing: Swing, validity: TimeSpan, from start: MonotonicInstant,
    _ writer: consuming TripleBufferWriter<StreamFrame>
  ) {
    commands = BrainCommands(model, swing, from: start)
    self.validity = validity
    self.writer = writer
  }

  /// Sends the command that is due at `now`, unless it is silent; gives what of `windows` struck it.
  public mutating func send(at now: MonotonicInstant, _ windows: [FaultWindow]) -> [FaultWindow] {
    let (targets, struck) = commands.due(at: now, windows)
    guard let targets else { return struck }
    writer.slot.pointee.validUntil = now + validity
    for (joint, target) in targets.enumerated() { writer.slot.pointee.targets[joint] = target }
    writer.publish()
    return struck
  }
}

extension FaultScenario.Kind {
  /// Whether the reference limiter must have its say.
  public var isClipped: Bool {
    switch self {
    case .commandStep, .beyondLimits: true
    default: false
    }
  }
}
