import BenchmarkKit
import Testing

@Suite struct RunnerTests {
  @Test func everyContestantRunsOnceInEachRoundInAnOrderOfItsOwn() {
    var calls: [String] = []
    let benchmark = Benchmark(
      "order", question: "",
      contestants: ["a", "b", "c"].map { name in
        Contestant(name) {
          calls.append(name)
          return [Reading("p50", 1)]
        }
      })
    var runner = Runner(rounds: 20, seed: 3, progress: { _ in })
    _ = runner.run(benchmark)
    let rounds = stride(from: 0, to: 60, by: 3).map { calls[$0..<$0 + 3].joined() }
    #expect(rounds.allSatisfy { String($0.sorted()) == "abc" })
    #expect(Set(rounds).count > 2)
  }

  @Test func aRatioIsOfOneRound() throws {
    var machineIsSlow = false
    let benchmark = Benchmark(
      "pairs", question: "", reference: "theirs",
      contestants: [
        Contestant("ours") { [Reading("p50", machineIsSlow ? 60 : 6)] },
        Contestant("theirs") { [Reading("p50", machineIsSlow ? 40 : 4)] },
      ], bars: [Bar(.ratio(figure: "p50", of: "ours", to: "theirs"), atMost: 1.5)])
    var rounds = 0
    var runner = Runner(rounds: 4, seed: 1) { _ in
      // Told at the beginning of each round.
      rounds += 1
      machineIsSlow = rounds > 2
    }
    let result = runner.run(benchmark)
    let ours = try #require(result.contestants.first?.figures.first)
    #expect(ours.rounds == [6, 6, 60, 60])
    #expect(ours.ratio?.min == 1.5 && ours.ratio?.max == 1.5)
    #expect(result.verdicts.map(\.isMet) == [true])
  }

  @Test func aContestantThatIsMissingIsSkippedAndItsBarNotJudged() {
    let benchmark = Benchmark(
      "peer", question: "", reference: "peer",
      contestants: [
        Contestant("ours") { [Reading("min", 1)] },
        Contestant("peer", missing: "not installed") { [Reading("min", 1)] },
      ],
      bars: [
        Bar(.ratio(figure: "min", of: "ours", to: "peer"), atMost: 1),
        Bar(.ratioOfBest(figure: "min", of: "ours", to: "peer"), atMost: 1),
      ])
    var runner = Runner(rounds: 2, seed: 1, progress: { _ in })
    let result = runner.run(benchmark)
    #expect(result.contestants.map(\.skipped) == [nil, "not installed"])
    #expect(result.rounds("min", of: "ours") == [1, 1])
    #expect(result.verdicts.map(\.isMet) == [nil, nil])
    #expect(report(result).failures == [])
  }

  @Test func aContestantThatFailsIsReportedAndTheOthersGoOn() {
    var runs = 0
    let benchmark = Benchmark(
      "failure", question: "",
      contestants: [
        Contestant("ours") { [Reading("min", 1)] },
        Contestant("peer") { () throws(BenchmarkFailure) in
          runs += 1
          if runs == 2 { throw BenchmarkFailure("it broke") }
          return [Reading("min", 1)]
        },
      ])
    var runner = Runner(rounds: 5, seed: 1, progress: { _ in })
    let result = runner.run(benchmark)
    #expect(runs == 2)
    #expect(result.rounds("min", of: "ours").count == 5)
    #expect(report(result).failures == ["failure: peer: it broke"])
  }

  private func report(_ result: BenchmarkResult) -> Report {
    Report(machine: .now(repository: "/"), command: [], seed: 1, benchmarks: [result])
  }
}
