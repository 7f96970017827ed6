import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

/// One cause after the other, and which of two wins.
@Suite struct AttributionTests {
  private func finding(
    _ changes: [Stage: Int64], _ usage: UsageExcess? = UsageExcess(),
    _ change: (inout Evidence) -> Void = { _ in }
  ) -> Finding {
    var evidence = LateRecords.evidence(LateRecords.record(100, changes), usage: usage)
    change(&evidence)
    return Attribution.finding(evidence)
  }

  private func usage(_ change: (inout UsageExcess) -> Void) -> UsageExcess {
    var usage = UsageExcess()
    change(&usage)
    return usage
  }

  @Test func aSlowTransferIsNamedWithItsDevice() {
    let found = finding([.transfer: 900]) { $0.late.transfers.slowest = 860_000 }
    #expect(found.cause == .slowTransfer(bus: 0, address: 0x40))
    #expect(found.nanoseconds == 860_000)
  }

  @Test func manyTransfersThatAreEachALittleSlowNameTheirBusOnly() {
    let found = finding([.transfer: 900]) { $0.late.transfers.slowest = 90_000 }
    #expect(found.cause == .slowTransfer(bus: 0, address: nil))
    #expect(found.nanoseconds == 820_000)
  }

  @Test func aThreadThatRecordsNoTransfersNamesItsBus() {
    let found = finding([.transfer: 900]) {
      $0.late.transfers = TransferRecord()
      $0.bus = 3
    }
    #expect(found.cause == .slowTransfer(bus: 3, address: nil))
  }

  @Test func retriesAreNamedWithTheDeviceThatFailed() {
    let error = BusError(.noAcknowledge, errno: 121)
    let found = finding([.transfer: 900]) {
      $0.late.transfers.retries = 2
      $0.late.transfers.retryTime = 500_000
      $0.late.transfers.slowest = 400_000
      $0.late.transfers.failedAddress = 0x36
      $0.late.transfers.error = error
    }
    #expect(found.cause == .retry(bus: 0, address: 0x36, error: error))
    #expect(found.nanoseconds == 500_000)
  }

  @Test func aQuickRetryIsNotWhyATransferWasSlow() {
    let found = finding([.transfer: 900]) {
      $0.late.transfers.retries = 1
      $0.late.transfers.retryTime = 50_000
      $0.late.transfers.slowest = 800_000
    }
    #expect(found.cause == .slowTransfer(bus: 0, address: 0x40))
  }

  /// The transfers usually sleep for 70 of their 80 µs.
  @Test func aTransferThatComputesInsteadOfSleepingRanHandlers() {
    let computed = usage {
      $0.usualWait = 70_000
      $0.offProcessor = 5_000
    }
    #expect(finding([.transfer: 900], computed).cause == .signals(0, .transfer))
    // It slept: the bus was slow.
    let slept = usage {
      $0.usualWait = 70_000
      $0.offProcessor = 800_000
    }
    #expect(finding([.transfer: 900], slept).kind == .slowTransfer)
    // The driver polls.
    let polled = usage {
      $0.usualWait = 2_000
      $0.offProcessor = 5_000
    }
    #expect(finding([.transfer: 900], polled).kind == .slowTransfer)
    // After a failure a driver may do anything.
    #expect(
      finding([.transfer: 900], computed) { $0.late.transfers.failures = 1 }.kind
        == .slowTransfer)
  }

  @Test func pageFaultsAreCounted() {
    let found = finding([.control: 700], usage { $0.minorFaults = 40 })
    #expect(found.cause == .pageFaults(40, .control))
    #expect(found.nanoseconds == 670_000)
  }

  /// 670 µs for one fault without I/O: nobody believes that.
  @Test func oneFaultDoesNotExplainALongController() {
    #expect(finding([.control: 700], usage { $0.minorFaults = 1 }).cause == .longStage(.control))
  }

  @Test func aPageThatIsReadFromADiskIsAFaultAndNoBlockingCall() {
    let found = finding(
      [.control: 700],
      usage {
        $0.majorFaults = 1
        $0.voluntarySwitches = 1
        $0.offProcessor = 650_000
      })
    #expect(found.cause == .pageFaults(1, .control))
    #expect(found.nanoseconds == 650_000)
  }

  @Test func theRunQueueNamesAHogWhetherTheThreadSleptOrRan() {
    let hog = usage {
      $0.runQueueDelay = 600_000
      $0.involuntarySwitches = 1
    }
    #expect(finding([.wakeUp: 700], hog).cause == .preempted(switches: 1, .wakeUp))
    #expect(finding([.control: 700], hog).cause == .preempted(switches: 1, .control))
    // Also in the middle of a transfer, which then looks slow.
    let found = finding([.transfer: 780], hog) { $0.late.transfers.slowest = 700_000 }
    #expect(found.cause == .preempted(switches: 1, .transfer))
    #expect(found.nanoseconds == 600_000)
  }

  @Test func withoutSchedstatATakenProcessorIsSeenByItsSwitches() {
    let hog = usage {
      $0.runQueueDelay = nil
      $0.offProcessor = 600_000
      $0.involuntarySwitches = 2
    }
    let found = finding([.control: 700], hog)
    #expect(found.cause == .preempted(switches: 2, .control))
    #expect(!found.hasRunQueueDelay)
    // One that also gave it up was waiting.
    let waiting = usage {
      $0.runQueueDelay = nil
      $0.offProcessor = 600_000
      $0.involuntarySwitches = 2
      $0.voluntarySwitches = 1
    }
    #expect(finding([.control: 700], waiting).cause == .blocked(.control))
  }

  /// Before a cycle, being off the processor is what a thread is meant to be.
  @Test func aSleepIsNoBlockingCall() {
    let asleep = usage {
      $0.offProcessor = 650_000
      $0.voluntarySwitches = 1
    }
    #expect(finding([.wakeUp: 700], asleep).cause == .lateWakeUp)
  }

  @Test func aBlockingCallIsNamedWithItsStage() {
    let found = finding(
      [.publish: 700],
      usage {
        $0.runQueueDelay = 10_000
        $0.offProcessor = 680_000
        $0.voluntarySwitches = 1
      })
    #expect(found.cause == .blocked(.publish))
    #expect(found.nanoseconds == 670_000)
  }

  @Test func offTheProcessorWithoutASwitchIsTheHypervisor() {
    let found = finding(
      [.control: 700],
      usage {
        $0.runQueueDelay = 0
        $0.offProcessor = 650_000
      })
    #expect(found.cause == .stolen(.control))
  }

  @Test func signalsAreSeenInTheSleepBeforeOrAfter() {
    #expect(
      finding([.control: 700]) { $0.late.interruptions = 3 }.cause == .signals(3, .control))
    #expect(
      finding([.control: 700]) {
        $0.after = LateRecords.record(101)
        $0.after?.interruptions = 2
      }.cause == .signals(2, .control))
  }

  @Test func aThreadThatRanInsteadOfSleepingRanHandlers() {
    let found = finding([.wakeUp: 3000], usage { $0.ranAsleep = 2_800_000 }) {
      $0.late.interruptions = 1
    }
    #expect(found.cause == .signals(1, .wakeUp))
    #expect(found.nanoseconds == 2_990_000)
  }

  /// What ran before the cycle did not lengthen its controller.
  @Test func handlersInTheSleepDoNotExplainALongController() {
    let found = finding([.control: 700], usage { $0.ranAsleep = 650_000 })
    #expect(found.cause == .longStage(.control))
  }

  @Test func oneStraySignalDoesNotExplainAVeryLongController() {
    let found = finding([.control: 1500]) { $0.late.interruptions = 1 }
    #expect(found.cause == .longStage(.control))
  }

  @Test func aReadingOfTheClockThatHangsIsNamed() {
    #expect(finding([.clock: 700]).cause == .clockStall)
  }

  @Test func aSlowClockSourceIsSeenInEveryStage() {
    let slow: [Stage: Int64] = [
      .wakeUp: 110, .clock: 101, .transfer: 180, .decode: 102, .control: 130, .publish: 105,
    ]
    let found = finding(slow)
    #expect(found.cause == .clockStall)
    #expect(found.nanoseconds == 500_000)
  }

  /// The clock's own excess, and that of one other stage: an interrupt, and a long controller.
  @Test func aDisturbedReadingDoesNotBlameTheClock() {
    #expect(finding([.clock: 101, .control: 600]).cause == .longStage(.control))
  }

  @Test func stolenTimeOfTheWindowComesAfterAllThatWasMeasuredOfTheThread() {
    let steal = usage { $0.stolen = 10_000_000 }
    #expect(finding([.control: 700], steal).cause == .stolen(.control))
    #expect(finding([.wakeUp: 700], steal).cause == .stolen(.wakeUp))
    let both = usage {
      $0.stolen = 10_000_000
      $0.minorFaults = 100
    }
    #expect(finding([.control: 700], both).cause == .pageFaults(100, .control))
  }

  @Test func whatNothingExplainsIsAComputationOrTheTimer() {
    #expect(finding([.control: 700]).cause == .longStage(.control))
    #expect(finding([.wakeUp: 700]).cause == .lateWakeUp)
  }

  @Test func theCycleBeforeIsNamedWithTheFirstCause() {
    let before = LateRecords.record(99, [.control: 1500])
    let first = Finding(.longStage(.control), nanoseconds: 1_470_000)
    let found = finding([.wakeUp: 620]) { $0.previous = (before, first) }
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
    let own = finding([.wakeUp: 620, .transfer: 980]) {
      $0.previous = (before, first)
      $0.late.transfers.slowest = 900_000
    }
    #expect(own.cause == .slowTransfer(bus: 0, address: 0x40))
    #expect(own.origin == nil)
    // One that was late, but done before this one was due.
    let done = finding([.wakeUp: 620]) {
      $0.previous = (LateRecords.record(99, [.control: 600]), first)
    }
    #expect(done.cause == .lateWakeUp)
  }

  @Test func aMoreUrgentBusThatPollsIsTheCauseAndNotTheRunQueue() {
    var rival = LateRecords.record(100, [.transfer: 700])
    rival.transfers.slowest = 690_000
    rival.transfers.bus = 2
    let hog = usage { $0.runQueueDelay = 650_000 }
    #expect(
      finding([.wakeUp: 700], hog) { $0.rivals = [rival] }.cause
        == .slowTransfer(bus: 2, address: 0x40))
    // One without transfers is a hog as any other.
    var idle = rival
    idle.transfers.count = 0
    #expect(
      finding([.wakeUp: 700], hog) { $0.rivals = [idle] }.cause
        == .preempted(switches: 0, .wakeUp))
    // One that had ended long before is not.
    rival.due = MonotonicInstant(nanoseconds: 99_000_000)
    #expect(
      finding([.wakeUp: 700], hog) { $0.rivals = [rival] }.cause
        == .preempted(switches: 0, .wakeUp))
  }

  @Test func halfOfTheExcessIsEnoughAndLessIsNot() {
    let half = usage { $0.runQueueDelay = 335_000 }
    let less = usage { $0.runQueueDelay = 334_999 }
    #expect(finding([.control: 700], half).cause == .preempted(switches: 0, .control))
    #expect(finding([.control: 700], less).cause == .longStage(.control))
  }

  @Test func ofEqualStagesTheEarlierIsSuspected() {
    #expect(finding([.decode: 402, .control: 430]).cause == .longStage(.decode))
  }

  @Test func withoutCountersItSaysThatItDoesNotKnow() {
    let found = finding([.control: 700], nil)
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
