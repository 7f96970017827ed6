/// What a client may do. Each role may do what those before it may; everybody may stop.
public enum Role: UInt8, Hashable, Sendable, CaseIterable, Comparable {
  /// Look, and stop.
  case observe = 0
  /// Move the robot.
  case operate = 1
  /// Change what the robot goes by: baselines, simulated lines and hands.
  case maintain = 2

  public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }

  /// Its name, as options and people have it.
  public var name: String {
    switch self {
    case .observe: "observe"
    case .operate: "operate"
    case .maintain: "maintain"
    }
  }
}

extension Request {
  /// The least role of a client that may ask for this. The whole policy is here.
  public var role: Role {
    switch self {
    case .hello, .describe, .subscribe, .statistics, .histogram, .lateCycles, .jointKinds, .sensors,
      .sensorSamples, .tactileFrames, .devices, .evidence, .files, .access, .deathBefore, .stop:
      .observe
    case .arm, .recover, .disarm, .clear, .jog, .command, .trajectoryBegin, .trajectoryKnots,
      .trajectoryStart, .examine:
      .operate
    case .tare, .setLine, .push: .maintain
    }
  }

  /// Whether it makes its client the one that controls the robot, and is refused while another does.
  public var takesControl: Bool {
    switch self {
    case .arm, .recover, .clear, .jog, .command, .trajectoryBegin, .trajectoryKnots,
      .trajectoryStart:
      true
    case .hello, .describe, .subscribe, .statistics, .histogram, .lateCycles, .jointKinds, .sensors,
      .sensorSamples, .tactileFrames, .devices, .evidence, .files, .access, .deathBefore, .stop,
      .disarm,
      .examine,
      .tare, .setLine, .push:
      false
    }
  }

  /// Whether it is taken whatever its frame's number is: what takes motion away is taken twice rather than
  /// not at all.
  public var isTakenAgain: Bool {
    switch self {
    case .stop, .disarm: true
    default: false
    }
  }
}
