import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

@Suite struct LateTextTests {
  private func texts() throws -> LateTexts {
    LateTexts(
      try RobotFile.load(
        text: Array(Sample.robot.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas))
  }

  private func late(_ microseconds: Int64, _ finding: Finding) -> LateCycle {
    LateCycle(
      record: CycleRecord(), nanoseconds: microseconds * 1000, finding: finding,
      baseline: StageBaseline(), before: [])
  }

  private static let retry = Finding(
    .retry(bus: 0, address: 0x41, error: BusError(.noAcknowledge)), nanoseconds: 380_000)

  @Test func aTransferIsNamedByBusAddressAndDevice() throws {
    let text = try texts().text(late(412, Self.retry), bus: 0)
    #expect(text.english == "late 412 us: main 0x41 (pwm) retry 380 us")
    #expect(text.chinese == "延迟 412 us：main 0x41 (pwm) 重试 380 us")
    let unknown = Finding(.slowTransfer(bus: 0, address: 0x50), nanoseconds: 90_000)
    #expect(
      try texts().text(late(50, unknown), bus: 0).english
        == "late 50 us: main 0x50 slow transfer 90 us")
    let several = Finding(.slowTransfer(bus: 0, address: nil), nanoseconds: 90_000)
    #expect(
      try texts().text(late(50, several), bus: nil).english
        == "late 50 us: main slow transfer 90 us")
  }

  @Test func aBusThreadIsNamedAndControlIsNot() throws {
    let hog = Finding(.preempted(switches: 0, .wakeUp), nanoseconds: 300_000)
    #expect(
      try texts().text(late(7, hog), bus: 0).english
        == "late 7 us: main: another thread had the processor at wake-up 300 us")
    #expect(
      try texts().text(late(7, hog), bus: nil).english
        == "late 7 us: another thread had the processor at wake-up 300 us")
  }

  @Test func theFirstCauseAndWhatIsUnknownAreTold() throws {
    var after = Self.retry
    after.origin = 99
    after.hasRunQueueDelay = false
    #expect(
      try texts().text(late(5, after), bus: nil).english
        == "late 5 us: after cycle 99: main 0x41 (pwm) retry 380 us "
        + "(the kernel does not tell the run-queue delay)")
    let blind = Finding(.lateWakeUp, nanoseconds: 9_000, hasUsage: false)
    #expect(
      try texts().text(late(5, blind), bus: nil).chinese
        == "延迟 5 us：唤醒延迟，原因未知 9 us（线程计数器未知）")
  }

  @Test func everyCauseHasWordsInBothLanguages() throws {
    let causes: [Cause] = [
      .slowTransfer(bus: 9, address: 0x40), .retry(bus: -1, address: nil, error: BusError(.other)),
      .pageFaults(3, .control), .preempted(switches: 2, .control), .blocked(.publish),
      .signals(4, .wakeUp), .clockStall, .stolen(.control), .longStage(.control), .lateWakeUp,
    ]
    #expect(Set(causes.map(\.kind)) == Set(CauseKind.allCases).subtracting([.predecessor]))
    var seen: Set<String> = []
    for cause in causes {
      let text = try texts().text(late(1, Finding(cause, nanoseconds: 1000)), bus: nil)
      #expect(seen.insert(text.english).inserted)
      #expect(text.english != text.chinese)
    }
    #expect(Set(CauseKind.allCases.map(\.key)).count == 11)
    #expect(Set(CauseKind.allCases.map(\.words)).count == 11)
  }

  private func now(_ milliseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: milliseconds * 1_000_000)
  }

  @Test func theFirstOfABurstIsToldAtOnceAndTheRestOncePerSecond() throws {
    var journal = LateJournal(try texts())
    let small = (bus: Int?.none, late: late(100, Finding(.lateWakeUp, nanoseconds: 120_000)))
    let large = (bus: Int?.some(0), late: late(812, Self.retry))
    #expect(journal.line([], now(0)) == nil)
    #expect(
      journal.line([small], now(10))?.english
        == "late 100 us: woken late, for no reason that can be seen 120 us")
    #expect(journal.line([small, large], now(30)) == nil)
    #expect(journal.line([small], now(1009)) == nil)
    let summary = journal.line([], now(1010))
    #expect(
      summary?.english
        == "late 3 cycles in 1 s, worst 812 us: main 0x41 (pwm) retry 380 us")
    #expect(summary?.chinese == "1 秒内 3 个周期延迟，最长 812 us：main 0x41 (pwm) 重试 380 us")
    // Silence for a second, and the next one is the first of a burst again.
    #expect(journal.line([], now(2010)) == nil)
    #expect(journal.line([large], now(2020))?.english.hasPrefix("late 812 us") == true)
    // A single one is told as itself, also at the end of a second.
    #expect(journal.line([small], now(2500)) == nil)
    #expect(journal.line([], now(3020))?.english.hasPrefix("late 100 us") == true)
  }
}
