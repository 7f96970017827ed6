import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

/// Which of two causes wins, and what is said when there is none.
@Suite struct AttributionOrderTests {
  @Test func theCycleBeforeIsNamedWithTheFirstCause() {
    let before = LateRecords.record(99, [.control: 1500])
    let first = Finding(.longStage(.control), nanoseconds: 1_470_000)
    let found = LateRecords.finding([.wakeUp: 620]) { $0.previous = (before, first) }
    #expect(found.cause == .longStage(.control))
    #expect(found.nanoseconds == 1_470_000)
    #expect(found.origin == 99)
    #expect(found.kind == .predecessor)
    // And on to the one after that.
    let third = Attribution.finding(
      {
        var evidence = LateRecords.evidence(LateRecords.record(101, [.wakeUp: 500]))
        evidence.previous = (LateRecords.record(100, [.wakeUp: 1400]), found)
        return evidence
      }())
    #expect(third.origin == 99)
  }

  @Test func aPredecessorIsNoExcuseForACauseOfItsOwn() {
    let before = LateRecords.record(99, [.control: 1500])
    let first = Finding(.longStage(.control), nanoseconds: 1_470_000)
    // Begun 618 µs late because of it, and then 900 µs of transfers.
    let own = LateRecords.finding([.wakeUp: 620, .transfer: 980]) {
      $0.previous = (before, first)
      $0.late.transfers.slowest = 900_000
    }
    #expect(own.cause == .slowTransfer(bus: 0, address: 0x40))
    #expect(own.origin == nil)
    // One that was late, but done before this one was due.
    let done = LateRecords.finding([.wakeUp: 620]) {
      $0.previous = (LateRecords.record(99, [.control: 600]), first)
    }
    #expect(done.cause == .lateWakeUp)
  }

  @Test func aMoreUrgentBusThatPollsIsTheCauseAndNotTheRunQueue() {
    var rival = LateRecords.record(100, [.transfer: 700])
    rival.transfers.slowest = 690_000
    rival.transfers.bus = 2
    let hog = LateRecords.usage { $0.runQueueDelay = 650_000 }
    #expect(
      LateRecords.finding([.wakeUp: 700], hog) { $0.rivals = [rival] }.cause
        == .slowTransfer(bus: 2, address: 0x40))
    // One without transfers is a hog as any other.
    var idle = rival
    idle.transfers.count = 0
    #expect(
      LateRecords.finding([.wakeUp: 700], hog) { $0.rivals = [idle] }.cause
        == .preempted(switches: 0, .wakeUp))
    // One that had ended long before is not.
    rival.due = MonotonicInstant(nanoseconds: 99_000_000)
    #expect(
      LateRecords.finding([.wakeUp: 700], hog) { $0.rivals = [rival] }.cause
        == .preempted(switches: 0, .wakeUp))
  }

  @Test func halfOfTheExcessIsEnoughAndLessIsNot() {
    let half = LateRecords.usage { $0.runQueueDelay = 335_000 }
    let less = LateRecords.usage { $0.runQueueDelay = 334_999 }
    #expect(LateRecords.finding([.control: 700], half).cause == .preempted(switches: 0, .control))
    #expect(LateRecords.finding([.control: 700], less).cause == .longStage(.control))
  }

  @Test func ofEqualStagesTheEarlierIsSuspected() {
    #expect(LateRecords.finding([.decode: 402, .control: 430]).cause == .longStage(.decode))
  }

  @Test func withoutCountersItSaysThatItDoesNotKnow() {
    let found = LateRecords.finding([.control: 700], nil)
    #expect(found.cause == .longStage(.control))
    #expect(!found.hasUsage)
    #expect(!found.hasRunQueueDelay)
  }

  @Test func whenEveryCycleIsLateTheLongestStageIsBlamed() {
    let late = LateRecords.record(5, [.control: 900])
    let evidence = Evidence(late: late, baseline: StageBaseline([late, late]))
    #expect(Attribution.finding(evidence).cause == .longStage(.control))
  }

  @Test func whenNoStageIsUnusualTheLongestIsBlamed() {
    let usual = LateRecords.record(5, [.control: 300])
    var late = usual
    late.lateness = 1
    let found = Attribution.finding(Evidence(late: late, baseline: StageBaseline([usual])))
    #expect(found.cause == .longStage(.control))
    #expect(found.nanoseconds == 300_000)
  }
}
