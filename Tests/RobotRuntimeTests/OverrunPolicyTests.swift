import RobotCore
import RobotRuntime
import Testing

/// Every sequence of turns that are in time, end late, or wake late, up to a length, against what the
/// policy promises and against a slow model that keeps lists instead of numbers.
@Suite struct OverrunPolicyTests {
  /// What happens around one turn: it wakes `sleep` grid points late and takes so long that `work` grid
  /// points pass meanwhile.
  private struct Event: Hashable {
    let sleep: UInt64
    let work: UInt64
  }

  @Test(arguments: 0...3 as ClosedRange<UInt64>)
  func keepsItsPromisesInEverySequence(catchUp: UInt64) {
    let events =
      (0...catchUp + 2).map { Event(sleep: 0, work: $0) }
      + (1...catchUp + 2).map { Event(sleep: $0, work: 0) } + [Event(sleep: 1, work: 1)]
    let ladders: [OverrunCredits?] = [
      nil, OverrunCredits(most: 1, regain: 1), OverrunCredits(most: 3, regain: 2),
    ]
    var sequences = 0
    for ladder in ladders {
      var run = Run(policy: OverrunPolicy(catchUp: catchUp, ladder: ladder))
      run.model = SlowModel(catchUp: catchUp, ladder: ladder)
      explore(run, events, depth: catchUp > 1 ? 4 : 5, &sequences)
    }
    #expect(sequences > 3 * 1_000)
  }

  private func explore(_ run: Run, _ events: [Event], depth: Int, _ sequences: inout Int) {
    if depth == 0 {
      sequences += 1
      return
    }
    for event in events {
      var next = run
      if let problem = next.play(event.sleep, event.work) {
        Issue.record("\(next.history): \(problem)")
        return
      }
      explore(next, events, depth: depth - 1, &sequences)
    }
  }

  /// A clock that counts grid points, the policy, and what has been seen of both.
  private struct Run {
    var policy: OverrunPolicy
    var model = SlowModel(catchUp: 0, ladder: nil)
    var clock: UInt64 = 0
    var last: UInt64?
    var accounted: UInt64 = 0
    var lateRun: UInt64 = 0
    var history: [Event] = []

    /// Why a promise is broken; `nil` when none is.
    mutating func play(_ sleep: UInt64, _ work: UInt64) -> String? {
      history.append(Event(sleep: sleep, work: work))
      // Nobody wakes before the next turn is due; who is late already does not sleep at all.
      let isLate = clock > policy.next
      clock = max(clock, policy.next) + (isLate ? 0 : sleep)
      let next = policy.next
      let before = policy.credits
      let turn = policy.begin(reached: clock)
      if let last, turn.index <= last { return "index \(turn.index) after \(last)" }
      if turn.index > clock { return "ahead of the clock" }
      if turn.index + turn.behind != clock { return "behind \(turn.behind) is wrong" }
      if turn.index != next + turn.skipped { return "skipped \(turn.skipped) is wrong" }
      lateRun = turn.behind > 0 ? lateRun + 1 : lateRun
      if lateRun > policy.catchUp { return "\(lateRun) cycles were caught up" }
      if turn.index == clock, next == clock { lateRun = 0 }
      accounted += turn.skipped + 1
      if accounted != turn.index + 1 { return "grid points were forgotten" }
      let most = policy.ladder?.most ?? 0
      if policy.credits > most { return "\(policy.credits) credits of \(most)" }
      if turn.overrun.cost == 0, policy.credits < before { return "credits went for nothing" }
      if turn.overrun.cost > 0, policy.credits > before, turn.overrun.escalation == .none {
        return "an overrun gave credits"
      }
      last = turn.index
      clock += work
      let isOverrun = policy.end(reached: clock)
      let expected = model.turn(woken: clock - work, done: clock)
      if expected.index != turn.index { return "the model runs \(expected.index)" }
      if expected.cost != turn.overrun.cost { return "the model pays \(expected.cost)" }
      if expected.escalation != turn.overrun.escalation { return "\(expected.escalation)" }
      if expected.isOverrun != isOverrun { return "overrun: \(isOverrun)" }
      if model.credits != policy.credits { return "the model has \(model.credits) credits" }
      return nil
    }
  }

  /// The same rules, said with sets of grid points.
  private struct SlowModel {
    let catchUp: UInt64
    let ladder: OverrunCredits?
    var credits: UInt64
    private var settled: Set<UInt64> = []
    private var seen: Set<UInt64> = []
    private var late = 0
    private var hadOverrun = false
    private var quiet: [UInt64] = []

    init(catchUp: UInt64, ladder: OverrunCredits?) {
      self.catchUp = catchUp
      self.ladder = ladder
      credits = ladder?.most ?? 0
    }

    mutating func turn(
      woken: UInt64, done: UInt64
    ) -> (index: UInt64, cost: UInt64, escalation: Overrun.Escalation, isOverrun: Bool) {
      // Of all grid points until now, those that nobody ran and nobody gave up.
      let open = (0...woken).filter { !settled.contains($0) }
      if open.count <= 1 { late = 0 }
      let room = Int(catchUp) - late
      let kept = open.suffix(min(room, open.count - 1) + 1)
      let index = kept.first ?? woken
      if index < woken { late += 1 }
      for point in open where point <= index { settled.insert(point) }
      // New are those that passed since somebody looked last; the newest of them is not lost.
      let new = (0...woken).filter { !seen.contains($0) }
      seen.formUnion(0...woken)
      let lost = UInt64(max(new.count - 1, 0))
      var cost: UInt64 = 0
      var escalation = Overrun.Escalation.none
      if hadOverrun || lost > 0 {
        cost = max(lost, 1)
        quiet = []
        escalation = pay(cost)
      } else if !new.isEmpty, let ladder, credits < ladder.most {
        quiet.append(woken)
        if quiet.count == Int(ladder.regain) {
          quiet = []
          credits += 1
        }
      }
      hadOverrun = (0...done).contains { !seen.contains($0) }
      return (index, cost, escalation, hadOverrun)
    }

    private mutating func pay(_ cost: UInt64) -> Overrun.Escalation {
      guard let ladder else { return .none }
      if cost < credits {
        credits -= cost
        return .none
      }
      credits = ladder.most
      return cost > ladder.most ? .excessive : .exhausted
    }
  }

  // MARK: By hand, on a grid whose points are numbers

  @Test func skipsToTheGrid() {
    var policy = OverrunPolicy()
    let first = policy.begin(reached: 0)
    #expect(first.index == 0)
    // Cycle 0 takes until after grid point 4.
    let isOverrun = policy.end(reached: 4)
    #expect(isOverrun)
    let turn = policy.begin(reached: 4)
    #expect(turn.index == 4)
    #expect(turn.skipped == 3)
    #expect(turn.behind == 0)
    #expect(turn.overrun.cost == 3)
    let isOverrunAgain = policy.end(reached: 4)
    #expect(!isOverrunAgain)
    #expect(policy.next == 5)
  }

  @Test func catchesUpTheNewestOfTheLostCycles() {
    var policy = OverrunPolicy(catchUp: 2)
    _ = policy.begin(reached: 0)
    _ = policy.end(reached: 4)
    var turns: [Turn] = []
    for _ in 0..<4 {
      turns.append(policy.begin(reached: max(4, policy.next)))
      _ = policy.end(reached: max(4, policy.next - 1))
    }
    // Of 1, 2, 3 the last two are run late, then 4, and 5 in its own time.
    #expect(turns.map(\.index) == [2, 3, 4, 5])
    #expect(turns.map(\.skipped) == [1, 0, 0, 0])
    #expect(turns.map(\.behind) == [2, 1, 0, 0])
    #expect(turns.map(\.overrun.cost) == [3, 0, 0, 0])
  }

  /// Whoever is always too slow never catches up, and does not stay behind for ever either.
  @Test func givesUpCatchingUpWhenItNeverSucceeds() {
    var policy = OverrunPolicy(catchUp: 2)
    var clock: UInt64 = 0
    var indices: [UInt64] = []
    for _ in 0..<8 {
      clock = max(clock, policy.next)
      indices.append(policy.begin(reached: clock).index)
      clock += 2
      _ = policy.end(reached: clock)
    }
    // At 2 of the clock it runs 1, at 4 then 3, and from then on the present one.
    #expect(indices == [0, 1, 3, 6, 8, 10, 12, 14])
  }

  @Test func laddersFromExhaustedToFullAgain() {
    var policy = OverrunPolicy(ladder: OverrunCredits(most: 3, regain: 2))
    var clock: UInt64 = 0
    func turn(late points: UInt64) -> Overrun {
      clock = policy.next + points
      let turn = policy.begin(reached: clock)
      _ = policy.end(reached: clock)
      return turn.overrun
    }
    var overruns = [turn(late: 0), turn(late: 2)]
    #expect(overruns.map(\.cost) == [0, 2])
    #expect(policy.credits == 1)
    overruns = [turn(late: 0)]
    #expect(policy.credits == 1, "one quiet period is not enough")
    overruns = [turn(late: 0)]
    #expect(policy.credits == 2)
    let last = turn(late: 2)
    #expect(last.escalation == .exhausted)
    #expect(last.stock == 3)
    #expect(policy.credits == 3, "what follows is judged anew")
    overruns = [turn(late: 3), turn(late: 4)]
    #expect(overruns.map(\.escalation) == [.exhausted, .excessive], "the whole stock, and more")
  }

  /// A cycle that ends just after its successor's wake-up time loses none, and costs one.
  @Test func chargesForALateBeginning() {
    var policy = OverrunPolicy(ladder: OverrunCredits(most: 2, regain: 1_000))
    _ = policy.begin(reached: 0)
    let isOverrun = policy.end(reached: 1)
    #expect(isOverrun)
    let turn = policy.begin(reached: 1)
    #expect(turn.index == 1)
    #expect(turn.skipped == 0)
    #expect(turn.overrun.cost == 1)
    #expect(policy.credits == 1)
  }
}
