import RobotUnits
import RobotWire
import Testing

extension RestingRobots {
  /// Nothing here depends on how late the machine is: only that what is told is told whole.
  @Suite struct LateCycleTests {
    @Test func explainsEveryLateCycleToWhoeverAsks() throws {
      let daemon = try Daemon()
      let brain = try Brain(daemon)
      for _ in 0..<50 { _ = try brain.freshState() }
      let report = try brain.lateCycles()
      let total = report.counts.reduce(0) { $0 + $1.count }
      #expect(report.cycles.count == Int(min(total, 16)))
      #expect(report.counts.allSatisfy { (1...11).contains($0.cause) && $0.count > 0 })
      for event in report.cycles {
        #expect(event.lateness > .zero)
        #expect(event.english.hasPrefix("late \(event.lateness.nanoseconds / 1000) us: "))
        #expect(["", "left", "right"].contains(event.thread))
      }
      #expect(report.before.allSatisfy { $0.stages.count == 10 })
      #expect(report.before.last?.cycle == report.cycles.last?.cycle)
      #expect(try daemon.end() == 0)
    }
  }
}
