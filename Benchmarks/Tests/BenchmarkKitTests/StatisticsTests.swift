import BenchmarkKit
import Testing

@Suite struct StatisticsTests {
  @Test func aQuantileLiesBetweenItsNeighbours() {
    // numpy.quantile([15, 20, 35, 40, 50], [0, .25, .4, .5, 1]), its default method.
    let sorted = Sorted([50, 15, 40, 20, 35])
    #expect([0, 0.25, 0.4, 0.5, 1].map(sorted.quantile) == [15, 20, 29, 35, 50])
  }

  @Test func theMedianOfAnEvenCountIsHalfwayBetweenTheMiddleTwo() {
    #expect(Sorted([4, 1, 3, 2]).median == 2.5)
  }

  @Test func oneValueIsAllOfItsQuantiles() {
    #expect([0, 0.5, 0.99, 1].map(Sorted([7]).quantile) == [7, 7, 7, 7])
  }

  @Test func aRatioComparesEachRoundWithItself() {
    // The machine ran at half speed in the last round, for both.
    let summary = Summary.ratios([10, 12, 22], to: [10, 10, 20])
    #expect(summary.min == 1)
    #expect(summary.median == 1.1)
    #expect(summary.max == 1.2)
    #expect(summary.quartiles == [1.05, 1.15])
  }
}
