import BenchmarkKit
import Testing

@Suite struct TableTests {
  @Test(arguments: [
    (0.944, "0.94"), (0.999, "1.00"), (12.34, "12.3"), (99.96, "100.0"), (1234.5, "1235"),
    (-0.05, "-0.05"), (-0.001, "0.00"), (0, "0.00"), (1e300, "1e+300"), (.infinity, "inf"),
  ])
  func aNumberHasAboutThreeDigits(value: Double, text: String) {
    let verdict = Verdict(statement: "it", atMost: 1, found: value)
    #expect(Table.text(of: verdict).hasSuffix("it: \(text), bar <= 1.00"))
  }

  @Test func aBarSaysWhatBecameOfIt() {
    let found: [Double?] = [1, 1.01, nil]
    let texts = found.map { Table.text(of: Verdict(statement: "it", atMost: 1, found: $0)) }
    #expect(
      texts == [
        "[met] it: 1.00, bar <= 1.00", "[MISSED] it: 1.01, bar <= 1.00",
        "[not measured] it: -, bar <= 1.00",
      ])
  }

  @Test func aTableHasALineForEachFigureAndEachContestantThatIsMissing() {
    let benchmark = Benchmark(
      "speed", question: "how fast?", reference: "theirs",
      contestants: [
        Contestant("ours") { [Reading("min", 5), Reading("calls", 1, .count)] },
        Contestant("theirs") { [Reading("min", 10), Reading("calls", 4, .count)] },
        Contestant("nobody", missing: "not installed") { [] },
      ])
    var runner = Runner(rounds: 2, seed: 1, progress: { _ in })
    let lines = Table.text(of: runner.run(benchmark)).split(separator: "\n")
    let words = lines.map { $0.split(separator: " ").map(String.init) }
    #expect(
      words.contains(["ours", "min", "5.00", "5.00", "5.00..5.00", "ns", "0.50", "0.50..0.50"]))
    #expect(words.contains(["theirs", "calls", "4.00", "4.00", "4.00..4.00"]))
    #expect(words.contains(["nobody", "skipped:", "not", "installed"]))
  }
}
