import RobotRuntime
import Testing

/// Both hand-offs at every combination of paces. `make tsan` runs the same under ThreadSanitizer.
@Suite struct HandOffStressTests {
  @Test(arguments: Contest.all) func tripleBuffer(_ contest: Contest) {
    let problems = HandOffStress.tripleBuffer(contest, count: 10_000)
    #expect(problems.isEmpty, "\(contest)")
  }

  @Test(arguments: Contest.all, [1, 3, 64]) func ring(_ contest: Contest, capacity: Int) {
    let problems = HandOffStress.ring(contest, capacity: capacity, count: 10_000)
    #expect(problems.isEmpty, "\(contest)")
  }

  /// A reader that never comes: the writer goes on at once, and every loss is counted.
  @Test func nobodyReads() {
    let ring = Ring<UInt64>(capacity: 8)
    var writer = ring.writer
    var accepted = 0
    for number in 0..<1000 where writer.push(UInt64(number)) { accepted += 1 }
    #expect(accepted == 8)
    #expect(ring.refusedCount == 992)
  }
}
