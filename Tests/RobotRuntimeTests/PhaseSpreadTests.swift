import RobotRuntime
import TestSupport
import Testing

@Suite struct PhaseSpreadTests {
  private typealias Work = PhaseSpread.Work

  private func loads(_ work: [PhaseSpread.Work], _ phases: [Int], cycles: Int) -> [Int] {
    var loads = [Int](repeating: 0, count: cycles)
    for (piece, phase) in zip(work, phases) {
      for cycle in stride(from: phase, to: cycles, by: piece.every) { loads[cycle] += piece.clocks }
    }
    return loads
  }

  private func arePossible(_ phases: [Int], _ work: [PhaseSpread.Work]) -> Bool {
    phases.count == work.count && zip(work, phases).allSatisfy { (0..<$0.every).contains($1) }
  }

  @Test func spreadsEqualWorkEvenly() {
    let work = [Work](repeating: Work(every: 4, clocks: 50), count: 8)
    let phases = PhaseSpread.phases(work)
    #expect(loads(work, phases, cycles: 4) == [100, 100, 100, 100])
  }

  @Test func leavesWorkOfEveryCycleAlone() {
    #expect(PhaseSpread.phases([Work(every: 1, clocks: 9), Work(every: 1, clocks: 9)]) == [0, 0])
    #expect(PhaseSpread.phases([]) == [])
  }

  /// 2, 4 and 8: the two of every second cycle take a phase each, so the rest has to share with them;
  /// (30 + 20 + 10) and (30 + 20 + 10) would be the worst choice.
  @Test func keepsDifferentPeriodsApart() {
    let work = [
      Work(every: 8, clocks: 10), Work(every: 4, clocks: 20), Work(every: 2, clocks: 30),
      Work(every: 8, clocks: 10), Work(every: 4, clocks: 20),
    ]
    let phases = PhaseSpread.phases(work)
    let loads = self.loads(work, phases, cycles: 8)
    #expect(loads.max() == 30)
    // 4 times 30, 2 times 20 twice, 10 twice.
    let sum: Int = loads.reduce(0, +)
    #expect(sum == 220)
  }

  /// Graham's bound, against the least that any choice can reach.
  @Test func isNeverFarFromTheBest() {
    for seed: UInt64 in 1...200 {
      var random = SeededRandom(seed: seed)
      let every = Int.random(in: 2...12, using: &random)
      let work = (0..<Int.random(in: 1...30, using: &random)).map { _ in
        Work(every: every, clocks: Int.random(in: 20...400, using: &random))
      }
      let phases = PhaseSpread.phases(work)
      #expect(arePossible(phases, work), "seed \(seed)")
      let largest = work.map(\.clocks).max() ?? 0
      let mean = Double(work.reduce(0) { $0 + $1.clocks }) / Double(every)
      let worst = loads(work, phases, cycles: every).max() ?? 0
      // A list schedule ends no later than the mean and one more piece (Graham 1966).
      #expect(Double(worst) <= mean + Double(largest), "seed \(seed)")
      #expect(PhaseSpread.phases(work) == phases, "seed \(seed)")
    }
  }

  @Test func copesWithPeriodsThatHardlyEverMeet() {
    let work = [
      Work(every: 101, clocks: 5), Work(every: 103, clocks: 5), Work(every: 20_000, clocks: 5),
    ]
    let phases = PhaseSpread.phases(work)
    #expect(arePossible(phases, work))
  }

  @Test func findsWhenWorkRepeats() {
    #expect(Hyperperiod.of([]) == 1)
    #expect(Hyperperiod.of([1, 4, 6]) == 12)
    #expect(Hyperperiod.of([100, 100]) == 100)
    #expect(Hyperperiod.of([101, 103]) == nil)
    #expect(Hyperperiod.of([10_000]) == 10_000)
    #expect(Hyperperiod.of([10_001]) == nil)
  }
}
