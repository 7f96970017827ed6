public import RobotUnits

/// Where the robot is in its life.
public enum Lifecycle: UInt8, Hashable, Sendable, CaseIterable {
  /// No valid configuration, or hardware not set up.
  case unconfigured = 0
  /// Ready, without torque.
  case disarmed = 1
  /// Checking before it gives torque.
  case arming = 2
  /// Follows commands.
  case active = 3
  /// Holds position, with torque.
  case holding = 4
  /// Decelerates.
  case stopping = 5
  /// A fault is latched.
  case faulted = 6
  /// Follows commands at reduced speed, until it is armed again.
  case degraded = 7

  /// Whether commands move the robot.
  public var followsCommands: Bool {
    switch self {
    case .active, .degraded: true
    case .unconfigured, .disarmed, .arming, .holding, .stopping, .faulted: false
    }
  }
}

/// How far a trajectory or a jog is.
public struct MotionStatus: Hashable, Sendable, BitwiseCopyable {
  /// Whether there is a motion.
  public enum State: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    /// None, or the last one was broken off.
    case none = 0
    /// One is going on, or a jog is.
    case running = 1
    /// The last one came to its end.
    case finished = 2
  }

  /// Whether there is a motion.
  public var state: State
  /// Time since its start [s].
  public var progress: Double

  /// A motion in `state`, `progress` seconds after its start.
  public init(state: State, progress: Double) {
    self.state = state
    self.progress = progress
  }
}

/// Conditions of the whole robot. Bits without a name are kept as they came.
public struct StateFlags: OptionSet, Hashable, Sendable {
  /// The bits, as on the wire.
  public let rawValue: UInt16
  /// A set of these bits.
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The emergency stop is pressed.
  public static let eStopPressed = StateFlags(rawValue: 1 << 0)
  /// The output enable line is at its active level.
  public static let outputsEnabled = StateFlags(rawValue: 1 << 1)
  /// The control thread runs without real-time scheduling or locked memory.
  public static let degraded = StateFlags(rawValue: 1 << 2)
}

/// One power device, as measured; NaN before its first sample.
public struct SupplySnapshot: Hashable, Sendable, BitwiseCopyable {
  /// Voltage [V].
  public var volts: Double
  /// Current [A].
  public var amperes: Double

  /// A measured supply.
  public init(volts: Double, amperes: Double) {
    self.volts = volts
    self.amperes = amperes
  }
}

/// The robot at the end of one control cycle. Numbers are reported as they are, NaN included.
public struct StateSnapshot: Hashable, Sendable {
  /// The control cycle's number.
  public var cycle: UInt64
  /// The control cycle's start.
  public var time: MonotonicInstant
  /// Where the robot is in its life.
  public var lifecycle: Lifecycle
  /// How far its motion is.
  public var motion: MotionStatus
  /// The latched fault, or in `degraded` what the robot goes slower for: its number then is none of a fault.
  public var fault: FaultEvidence?
  /// Conditions of the whole robot.
  public var flags: StateFlags
  /// The power devices, in the order of `RobotInfo.supplies`.
  public var supplies: [SupplySnapshot]
  /// The joints, in robot order.
  public var joints: [JointSnapshot]

  /// The robot at the end of `cycle`.
  public init(
    cycle: UInt64, time: MonotonicInstant, lifecycle: Lifecycle, motion: MotionStatus,
    fault: FaultEvidence?, flags: StateFlags, supplies: [SupplySnapshot], joints: [JointSnapshot]
  ) {
    self.cycle = cycle
    self.time = time
    self.lifecycle = lifecycle
    self.motion = motion
    self.fault = fault
    self.flags = flags
    self.supplies = supplies
    self.joints = joints
  }
}

extension StateSnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(cycle)
    writer.integer(time.nanoseconds)
    writer.integer(lifecycle.rawValue)
    writer.integer(motion.state.rawValue)
    writer.number(motion.progress)
    FaultEvidence.encode(fault, into: &writer)
    writer.integer(flags.rawValue)
    writer.list(supplies)
    writer.list(joints)
  }

  init(from reader: inout WireReader) throws(WireError) {
    cycle = try reader.integer()
    time = MonotonicInstant(nanoseconds: try reader.integer())
    lifecycle = try reader.choice("lifecycle")
    let motionState: MotionStatus.State = try reader.choice("motion")
    motion = MotionStatus(state: motionState, progress: try reader.number())
    fault = try FaultEvidence.decode(from: &reader)
    flags = StateFlags(rawValue: try reader.integer())
    supplies = try reader.list()
    joints = try reader.list()
  }
}

extension SupplySnapshot: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.number(volts)
    writer.number(amperes)
  }

  init(from reader: inout WireReader) throws(WireError) {
    volts = try reader.number()
    amperes = try reader.number()
  }
}
