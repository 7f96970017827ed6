public import RobotUnits

/// The holding brakes of a robot, all at once: released only while the joints are held, and engaged before
/// they are let go.
///
/// A pure state machine: what is wanted and the time go in, the level of the brakes comes out. The times are
/// those of the slowest brake. Real-time: yes.
public struct BrakeSequence: BitwiseCopyable, Sendable {
  /// Where the brakes are.
  public enum State: UInt8, BitwiseCopyable, Sendable {
    /// Without current: they hold.
    case engaged
    /// Current is on, and they may still hold.
    case releasing
    /// They are open.
    case released
    /// Current is off, and they may not hold yet.
    case engaging

    /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
    @_noAllocation @_noLocks
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }

  /// What the robot wants of them.
  public enum Demand: UInt8, BitwiseCopyable, Sendable {
    case engage
    case release
    /// Whatever was wanted last.
    case keep
  }

  /// From current off until they hold.
  public let engageTime: TimeSpan
  /// From current on until they are open.
  public let releaseTime: TimeSpan
  /// Whether there are brakes at all.
  public let isUsed: Bool
  /// Where they are.
  public private(set) var state = State.engaged
  private var since = MonotonicInstant(nanoseconds: 0)

  /// No brakes.
  @_noAllocation @_noLocks
  public init() {
    engageTime = .zero
    releaseTime = .zero
    isUsed = false
  }

  /// Engaged brakes.
  @_noAllocation @_noLocks
  public init(engageTime: TimeSpan, releaseTime: TimeSpan) {
    self.engageTime = engageTime
    self.releaseTime = releaseTime
    isUsed = true
  }

  /// Whether the brakes get current.
  @_noAllocation @_noLocks
  public func isReleaseCommanded() -> Bool { state == .releasing || state == .released }

  /// One cycle at `now`. What is commanded takes effect with this cycle's outputs, and the time begins
  /// there.
  @_noAllocation @_noLocks
  public mutating func update(_ demand: Demand, at now: MonotonicInstant) {
    switch demand {
    case .release: if !isReleaseCommanded() { enter(.releasing, now) }
    case .engage: if isReleaseCommanded() { enter(.engaging, now) }
    case .keep: break
    }
    let span = now - since
    if state == .releasing, !(span < releaseTime) { state = .released }
    if state == .engaging, !(span < engageTime) { state = .engaged }
  }

  @_noAllocation @_noLocks
  private mutating func enter(_ state: State, _ now: MonotonicInstant) {
    self.state = state
    since = now
  }
}
