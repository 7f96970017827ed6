import BenchmarkKit
import Testing

@Suite struct BarTests {
  private let result: BenchmarkResult = {
    let values = ["N=6": [10.0, 13, 11], "N=24": [11.5, 12, 14]]
    var round = ["N=6": 0, "N=24": 0]
    let benchmark = Benchmark(
      "joints", question: "",
      contestants: ["N=6", "N=24"].map { name in
        Contestant(name) {
          let index = round[name, default: 0]
          round[name] = index + 1
          return [Reading("p50", values[name, default: []][index])]
        }
      })
    var runner = Runner(rounds: 3, seed: 1, progress: { _ in })
    return runner.run(benchmark)
  }()

  @Test func eachMeasureTakesItsOwnOfTheRounds() {
    #expect(found(.best(figure: "p50", of: "N=6")) == 10)
    #expect(found(.median(figure: "p50", of: "N=6")) == 11)
    #expect(found(.worst(figure: "p50", of: "N=6")) == 13)
    #expect(found(.ratioOfBest(figure: "p50", of: "N=24", to: "N=6")) == 1.15)
    // 1.15, 12 / 13 and 14 / 11.
    #expect(found(.ratio(figure: "p50", of: "N=24", to: "N=6")) == 1.15)
    #expect(abs((found(.unevenness(figure: "p50", of: ["N=6", "N=24"])) ?? 0) - 0.15) < 1e-12)
  }

  @Test func aBarIsMetByItsOwnValue() {
    #expect(Bar(.best(figure: "p50", of: "N=6"), atMost: 10).verdict(on: result).isMet == true)
    #expect(Bar(.best(figure: "p50", of: "N=6"), atMost: 9.9).verdict(on: result).isMet == false)
  }

  @Test func whatWasNotMeasuredIsNotJudged() {
    #expect(found(.best(figure: "p99", of: "N=6")) == nil)
    #expect(found(.median(figure: "p50", of: "N=64")) == nil)
    #expect(found(.unevenness(figure: "p50", of: ["N=6", "N=64"])) == nil)
  }

  private func found(_ measure: Bar.Measure) -> Double? {
    Bar(measure, atMost: 0).verdict(on: result).found
  }
}
