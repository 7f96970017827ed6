public import RobotUnits

/// A switch at one end of a joint's way. It trips at the first sign of an open contact, and lets go once the
/// contact was closed without a break for the release time. Real-time: yes.
public struct LimitSwitch: BitwiseCopyable, Sendable {
  /// An end of a joint's way.
  public enum Side: UInt8, BitwiseCopyable, Sendable {
    /// Towards smaller positions.
    case lower
    /// Towards greater ones.
    case upper

    /// 1 or -1: the direction of the end.
    @_noAllocation @_noLocks
    func sign() -> Double {
      switch self {
      case .lower: -1
      case .upper: 1
      }
    }
  }

  /// The joint that it stops.
  public let joint: Int
  /// The end that it is at.
  public let side: Side
  /// So long must the contact be closed.
  public let release: TimeSpan
  /// Whether it holds the joint.
  public private(set) var isTripped = false
  private var isClosed = false
  private var closedSince = MonotonicInstant(nanoseconds: 0)

  /// A switch that is closed.
  @_noAllocation @_noLocks
  public init(joint: Int, side: Side, release: TimeSpan) {
    self.joint = joint
    self.side = side
    self.release = release
  }

  /// None at all.
  public static func none() -> FixedArray<LimitSwitch> {
    FixedArray(repeating: LimitSwitch(joint: 0, side: .lower, release: .zero), count: 0)
  }

  /// Takes whether the contact was open at any time since the last cycle; says whether it tripped just now.
  @_noAllocation @_noLocks
  public mutating func update(isOpen: Bool, at now: MonotonicInstant) -> Bool {
    if isOpen {
      isClosed = false
      let isNew = !isTripped
      isTripped = true
      return isNew
    }
    guard isTripped else { return false }
    if !isClosed { closedSince = now }
    isClosed = true
    if !(now - closedSince < release) { isTripped = false }
    return false
  }
}
