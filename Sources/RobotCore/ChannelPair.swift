public import RobotUnits

/// Two contacts of one emergency stop: either stops, and both must tell the same.
///
/// A contact that disagrees for longer than the bound is broken, welded or shorted, and the next press may
/// find no contact at all. That is remembered until both were seen open at once, which proves that both can
/// open. Monitoring in software, not a certified function. Real-time: yes.
public struct ChannelPair: BitwiseCopyable, Sendable {
  /// How long the channels may disagree: one contact moves before the other.
  public let bound: TimeSpan
  /// Whether they disagreed for longer since both were last open.
  public private(set) var isDiscrepant = false
  /// How long they disagreed when that was found.
  public private(set) var disagreement = TimeSpan.zero
  private var disagrees = false
  private var since = MonotonicInstant(nanoseconds: 0)

  /// A pair that may disagree for `bound`.
  @_noAllocation @_noLocks
  public init(bound: TimeSpan) { self.bound = bound }

  /// Takes whether each channel is open at `now`; says whether the button counts as pressed.
  @_noAllocation @_noLocks
  public mutating func update(_ isFirstOpen: Bool, _ isSecondOpen: Bool, at now: MonotonicInstant)
    -> Bool
  {
    if isFirstOpen != isSecondOpen {
      if !disagrees { since = now }
      disagrees = true
      let span = now - since
      if !isDiscrepant, span > bound {
        isDiscrepant = true
        disagreement = span
      }
    } else {
      disagrees = false
      if isFirstOpen { isDiscrepant = false }
    }
    return isFirstOpen || isSecondOpen
  }
}
