public import RobotCore
public import RobotUnits

/// What a cycle was, beside its joints.
public struct EvidenceCycle: BitwiseCopyable, Sendable {
  /// Its number.
  public var index: UInt64 = 0
  /// Its grid point.
  public var time = MonotonicInstant(nanoseconds: 0)
  /// Where the robot stood after it.
  public var lifecycle = LifecycleState.unconfigured
  /// Whether the emergency stop was pressed.
  public var emergencyStop = false
  /// Whether the outputs were on.
  public var outputsEnabled = false

  /// None yet.
  @_noAllocation @_noLocks
  public init() {}
}

/// The cycles about a fault, or a stop without one: those before it, its own, those after it.
///
/// A ring of cycles, each with a snapshot of every joint. A fault that latches soon after a stop, or after
/// a fault that it is worse than, takes the window over.
public struct EvidenceWindow: ~Copyable, Sendable {
  /// How long before, and after, are kept [s].
  static let before = 0.1
  static let after = 0.05

  /// The fault's number, or the stop's.
  public internal(set) var code: UInt16 = 0
  /// The joint, or -1.
  public internal(set) var joint = -1
  /// The device that is none of a joint, or -1.
  public internal(set) var device = -1
  /// What was seen.
  public internal(set) var value = 0.0
  /// The bound that it broke.
  public internal(set) var limit = 0.0
  /// The cycle that found it.
  public internal(set) var cycle: UInt64 = 0
  /// How many cycles there are.
  public internal(set) var count = 0
  /// Where in the rings the oldest is.
  var first = 0
  let cycles: FixedArray<EvidenceCycle>
  let joints: FixedArray<JointSnapshot>
  /// How many joints each cycle has.
  public let jointCount: Int

  init(jointCount: Int, capacity: Int) {
    self.jointCount = jointCount
    cycles = FixedArray(repeating: EvidenceCycle(), count: capacity)
    joints = FixedArray(repeating: JointSnapshot(), count: capacity * jointCount)
  }

  /// How many cycles there is room for at a period of `period` s: before, the cycle itself, after.
  static func capacity(period: Double) -> Int {
    cycles(in: before, period) + 1 + cycles(in: after, period)
  }

  /// The cycles that take `time` s, at least one and at most 400.
  static func cycles(in time: Double, _ period: Double) -> Int {
    max(1, min(400, Int((time / period).rounded(.up))))
  }

  /// Cycle `number` of `count`, the oldest first.
  public func cycle(_ number: Int) -> EvidenceCycle { cycles[(first + number) % cycles.count] }

  /// What joint `joint` was in that cycle.
  public func joint(_ joint: Int, in number: Int) -> JointSnapshot {
    joints[(first + number) % cycles.count * jointCount + joint]
  }
}
