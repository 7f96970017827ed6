internal import RobotCore

/// Decides which cycle runs next after time was lost, and what the loss costs.
///
/// A pure state machine: it is told which grid points have been reached and reads no clock. It never
/// moves the grid: after at most `catchUp` lost cycles, run back to back and each with its own index,
/// it is at the present grid point again; the other lost cycles are skipped for good.
///
/// An overrun is a cycle that had not ended at its successor's wake-up time, or a wake-up so late that
/// a grid point passed. It costs as many credits as it lost cycles, at least 1; a credit comes back
/// after `OverrunCredits.regain` periods without. An overrun that takes the last credit, or costs more
/// than all of them together, is reported once, in the turn after it, and the stock is full again: what
/// follows is judged anew, and by whether the robot is stopping already. Real-time: yes.
public struct OverrunPolicy: BitwiseCopyable, Sendable {
  /// At most so many lost cycles are run late, between two turns that are in time; 0: none.
  public let catchUp: UInt64
  /// The ladder's stock; `nil`: nothing escalates.
  public let ladder: OverrunCredits?
  /// The credits that are left.
  public private(set) var credits: UInt64
  /// The grid point of the next turn, unless it has passed by then.
  public private(set) var next: UInt64 = 0

  /// The first wake-up time that was not seen to pass.
  private var ahead: UInt64 = 0
  /// Lost cycles that were run since the last turn in time.
  private var caughtUp: UInt64 = 0
  /// The last cycle was not done at its successor's wake-up time.
  private var overran = false
  /// Grid points since the last overrun, or since a credit came back.
  private var clean: UInt64 = 0

  /// A policy before the first grid point, with a full stock.
  @_noAllocation @_noLocks
  public init(catchUp: UInt64 = 0, ladder: OverrunCredits? = nil) {
    self.catchUp = catchUp
    self.ladder = ladder
    credits = ladder?.most ?? 0
  }

  /// The turn to run now, at the wake-up time of `next` or later: `reached` is the last grid point
  /// whose wake-up time has passed. One before `next` counts as `next`.
  @_noAllocation @_noLocks
  public mutating func begin(reached: UInt64) -> Turn {
    let present = max(reached, next)
    let overrun = account(present)
    let late = present - next
    if late == 0 { caughtUp = 0 }
    let behind = min(late, catchUp - caughtUp)
    if behind > 0 { caughtUp += 1 }
    let turn = Turn(
      index: present - behind, skipped: late - behind, behind: behind, overrun: overrun)
    next = turn.index + 1
    return turn
  }

  /// The turn has ended; `reached` as in `begin`. Says whether it was an overrun.
  @_noAllocation @_noLocks
  public mutating func end(reached: UInt64) -> Bool {
    overran = reached >= ahead
    return overran
  }

  /// Pays for what was lost until `present`, or counts the time without loss.
  @_noAllocation @_noLocks
  private mutating func account(_ present: UInt64) -> Overrun {
    let lost = present > ahead ? present - ahead : 0
    let isNew = present >= ahead
    if isNew { ahead = present + 1 }
    guard overran || lost > 0 else {
      if isNew { regain() }
      return Overrun()
    }
    clean = 0
    let cost = max(lost, 1)
    return Overrun(cost: cost, stock: ladder?.most ?? 0, escalation: pay(cost))
  }

  @_noAllocation @_noLocks
  private mutating func regain() {
    guard let ladder, credits < ladder.most else { return }
    clean += 1
    guard clean >= ladder.regain else { return }
    clean = 0
    credits += 1
  }

  @_noAllocation @_noLocks
  private mutating func pay(_ cost: UInt64) -> Overrun.Escalation {
    guard let ladder else { return .none }
    guard cost >= credits else {
      credits -= cost
      return .none
    }
    credits = ladder.most
    return cost > ladder.most ? .excessive : .exhausted
  }
}

/// How many lost cycles a robot bears before it stops.
public struct OverrunCredits: BitwiseCopyable, Hashable, Sendable {
  /// The stock. At least 1.
  public let most: UInt64
  /// A credit comes back after so many periods without overrun. At least 1.
  public let regain: UInt64

  /// A stock of `most`.
  public init(most: UInt64, regain: UInt64) {
    precondition(most >= 1 && regain >= 1)
    self.most = most
    self.regain = regain
  }
}
