import FoundationEssentials
import RobotConfiguration
import RobotUnits
import RobotWire
import Testing

@testable import cerebellum

@Suite struct LateCommandTests {
  private static let report = LateReport(
    counts: [CauseCount(cause: 2, count: 3), CauseCount(cause: 9, count: 1)], unseen: 5,
    cycles: [
      LateEvent(
        cycle: 1000, due: MonotonicInstant(nanoseconds: 7), thread: "left",
        lateness: .microseconds(412), cause: 2, cost: .microseconds(380), origin: 999,
        english: "late 412 us: left 0x41 retry 380 us", chinese: "延迟 412 us：left 0x41 重试 380 us")
    ],
    before: [
      CycleStages(cycle: 999, lateness: .zero, stages: stages(10)),
      CycleStages(cycle: 1000, lateness: .microseconds(412), stages: stages(880)),
    ], usual: stages(9))

  /// Of a bus thread: it wakes, reads the clock, transfers and publishes.
  private static func stages(_ transfer: Int64) -> [TimeSpan] {
    [5, 1, transfer, 0, 0, 0, 0, 0, 0, 2].map { TimeSpan.microseconds($0) }
  }

  private func daemon() throws -> FakeDaemon {
    let daemon = try FakeDaemon()
    daemon.change { $0.late = Self.report }
    return daemon
  }

  @Test func tellsTheCausesAndTheCyclesBefore() throws {
    let listener = Listener()
    try run(["late"], on: try daemon(), listener.console())
    let expected = """
      late cycles 4: retry 3  long stage 1
      5 cycles were never looked at: the daemon got no processor time

      cycle 1000  late 412 us: left 0x41 retry 380 us

      Before the last one (left):
      cycle, µs  wake-up  clock  transfer  publish   late
      999            5.0    1.0      10.0      2.0
      1000           5.0    1.0     880.0      2.0  412.0
      usual          5.0    1.0       9.0      2.0

      """
    #expect(listener.output == expected)
  }

  @Test func aRobotThatWasNeverLateSaysSo() throws {
    let listener = Listener()
    try run(["late"], on: try FakeDaemon(), listener.console(.chinese))
    #expect(listener.output == "没有周期延迟\n")
  }

  @Test func statusTellsTheLastOnes() throws {
    let listener = Listener()
    try run(["status"], on: try daemon(), listener.console(.chinese))
    #expect(listener.output.contains("延迟周期 4：重试 3  阶段过长 1\n"))
    #expect(listener.output.contains("周期 1000  延迟 412 us：left 0x41 重试 380 us\n"))
    let quiet = Listener()
    try run(["status"], on: try FakeDaemon(), quiet.console())
    #expect(!quiet.output.contains("late cycles"))
  }

  private struct Late: Decodable {
    struct Event: Decodable {
      let cycle: Int
      let thread, cause, english: String
      let late_us, cause_us: Double
      let origin: Int?
    }
    struct Stages: Decodable {
      let cycle: Int
      let late_us: Double
      let stages: [String: Double]
    }
    let causes: [String: Int]
    let unseen: Int
    let last: [Event]
    let before: [Stages]
    let usual: [String: Double]
  }

  private func check(_ late: Late) {
    #expect(late.causes.count == 11)
    #expect(late.causes["retry"] == 3)
    #expect(late.causes["predecessor"] == 0)
    #expect(late.unseen == 5)
    #expect(late.last.map(\.cause) == ["retry"])
    #expect(late.last.first?.origin == 999)
    #expect(late.last.first?.late_us == 412)
    #expect(late.before.last?.stages["transfer_us"] == 880)
    #expect(late.usual["wake_up_us"] == 5)
  }

  @Test func bothVerbsGiveTheSameObject() throws {
    struct Status: Decodable { let late: Late }
    let listener = Listener()
    try run(["late", "--json"], on: try daemon(), listener.console())
    check(try JSONDecoder().decode(Late.self, from: Data(listener.output.utf8)))
    let other = Listener()
    try run(["status", "--json"], on: try daemon(), other.console())
    check(try JSONDecoder().decode(Status.self, from: Data(other.output.utf8)).late)
  }
}
