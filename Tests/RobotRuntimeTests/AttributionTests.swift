import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

/// One cause after the other.
@Suite struct AttributionTests {
  @Test func aSlowTransferIsNamedWithItsDevice() {
    let found = LateRecords.finding([.transfer: 900]) { $0.late.transfers.slowest = 860_000 }
    #expect(found.cause == .slowTransfer(bus: 0, address: 0x40))
    #expect(found.nanoseconds == 860_000)
  }

  @Test func manyTransfersThatAreEachALittleSlowNameTheirBusOnly() {
    let found = LateRecords.finding([.transfer: 900]) { $0.late.transfers.slowest = 90_000 }
    #expect(found.cause == .slowTransfer(bus: 0, address: nil))
    #expect(found.nanoseconds == 820_000)
  }

  @Test func aThreadThatRecordsNoTransfersNamesItsBus() {
    let found = LateRecords.finding([.transfer: 900]) {
      $0.late.transfers = TransferRecord()
      $0.bus = 3
    }
    #expect(found.cause == .slowTransfer(bus: 3, address: nil))
  }

  @Test func retriesAreNamedWithTheDeviceThatFailed() {
    let error = BusError(.noAcknowledge, errno: 121)
    let found = LateRecords.finding([.transfer: 900]) {
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
    let found = LateRecords.finding([.transfer: 900]) {
      $0.late.transfers.retries = 1
      $0.late.transfers.retryTime = 50_000
      $0.late.transfers.slowest = 800_000
    }
    #expect(found.cause == .slowTransfer(bus: 0, address: 0x40))
  }

  /// The transfers usually sleep for 70 of their 80 µs.
  @Test func aTransferThatComputesInsteadOfSleepingRanHandlers() {
    let computed = LateRecords.usage {
      $0.usualWait = 70_000
      $0.offProcessor = 5_000
    }
    #expect(LateRecords.finding([.transfer: 900], computed).cause == .signals(0, .transfer))
    // It slept: the bus was slow.
    let slept = LateRecords.usage {
      $0.usualWait = 70_000
      $0.offProcessor = 800_000
    }
    #expect(LateRecords.finding([.transfer: 900], slept).kind == .slowTransfer)
    // The driver polls.
    let polled = LateRecords.usage {
      $0.usualWait = 2_000
      $0.offProcessor = 5_000
    }
    #expect(LateRecords.finding([.transfer: 900], polled).kind == .slowTransfer)
    // After a failure a driver may do anything.
    #expect(
      LateRecords.finding([.transfer: 900], computed) { $0.late.transfers.failures = 1 }.kind
        == .slowTransfer)
  }

  @Test func pageFaultsAreCounted() {
    let found = LateRecords.finding([.control: 700], LateRecords.usage { $0.minorFaults = 40 })
    #expect(found.cause == .pageFaults(40, .control))
    #expect(found.nanoseconds == 670_000)
  }

  /// 670 µs for one fault without I/O: nobody believes that.
  @Test func oneFaultDoesNotExplainALongController() {
    #expect(
      LateRecords.finding([.control: 700], LateRecords.usage { $0.minorFaults = 1 }).cause
        == .longStage(.control))
  }

  @Test func aPageThatIsReadFromADiskIsAFaultAndNoBlockingCall() {
    let found = LateRecords.finding(
      [.control: 700],
      LateRecords.usage {
        $0.majorFaults = 1
        $0.voluntarySwitches = 1
        $0.offProcessor = 650_000
      })
    #expect(found.cause == .pageFaults(1, .control))
    #expect(found.nanoseconds == 650_000)
  }

  @Test func theRunQueueNamesAHogWhetherTheThreadSleptOrRan() {
    let hog = LateRecords.usage {
      $0.runQueueDelay = 600_000
      $0.involuntarySwitches = 1
    }
    #expect(LateRecords.finding([.wakeUp: 700], hog).cause == .preempted(switches: 1, .wakeUp))
    #expect(LateRecords.finding([.control: 700], hog).cause == .preempted(switches: 1, .control))
    // Also in the middle of a transfer, which then looks slow.
    let found = LateRecords.finding([.transfer: 780], hog) { $0.late.transfers.slowest = 700_000 }
    #expect(found.cause == .preempted(switches: 1, .transfer))
    #expect(found.nanoseconds == 600_000)
  }

  @Test func withoutSchedstatATakenProcessorIsSeenByItsSwitches() {
    let hog = LateRecords.usage {
      $0.runQueueDelay = nil
      $0.offProcessor = 600_000
      $0.involuntarySwitches = 2
    }
    let found = LateRecords.finding([.control: 700], hog)
    #expect(found.cause == .preempted(switches: 2, .control))
    #expect(!found.hasRunQueueDelay)
    // One that also gave it up was waiting.
    let waiting = LateRecords.usage {
      $0.runQueueDelay = nil
      $0.offProcessor = 600_000
      $0.involuntarySwitches = 2
      $0.voluntarySwitches = 1
    }
    #expect(LateRecords.finding([.control: 700], waiting).cause == .blocked(.control))
  }

  /// Before a cycle, being off the processor is what a thread is meant to be.
  @Test func aSleepIsNoBlockingCall() {
    let asleep = LateRecords.usage {
      $0.offProcessor = 650_000
      $0.voluntarySwitches = 1
    }
    #expect(LateRecords.finding([.wakeUp: 700], asleep).cause == .lateWakeUp)
  }

  @Test func aBlockingCallIsNamedWithItsStage() {
    let found = LateRecords.finding(
      [.publish: 700],
      LateRecords.usage {
        $0.runQueueDelay = 10_000
        $0.offProcessor = 680_000
        $0.voluntarySwitches = 1
      })
    #expect(found.cause == .blocked(.publish))
    #expect(found.nanoseconds == 670_000)
  }

  @Test func offTheProcessorWithoutASwitchIsTheHypervisor() {
    let found = LateRecords.finding(
      [.control: 700],
      LateRecords.usage {
        $0.runQueueDelay = 0
        $0.offProcessor = 650_000
      })
    #expect(found.cause == .stolen(.control))
  }

  @Test func signalsAreSeenInTheSleepBeforeOrAfter() {
    #expect(
      LateRecords.finding([.control: 700]) { $0.late.interruptions = 3 }.cause
        == .signals(3, .control))
    #expect(
      LateRecords.finding([.control: 700]) {
        $0.after = LateRecords.record(101)
        $0.after?.interruptions = 2
      }.cause == .signals(2, .control))
  }

  @Test func aThreadThatRanInsteadOfSleepingRanHandlers() {
    let found = LateRecords.finding([.wakeUp: 3000], LateRecords.usage { $0.ranAsleep = 2_800_000 })
    {
      $0.late.interruptions = 1
    }
    #expect(found.cause == .signals(1, .wakeUp))
    #expect(found.nanoseconds == 2_990_000)
  }

  /// What ran before the cycle did not lengthen its controller.
  @Test func handlersInTheSleepDoNotExplainALongController() {
    let found = LateRecords.finding([.control: 700], LateRecords.usage { $0.ranAsleep = 650_000 })
    #expect(found.cause == .longStage(.control))
  }

  @Test func oneStraySignalDoesNotExplainAVeryLongController() {
    let found = LateRecords.finding([.control: 1500]) { $0.late.interruptions = 1 }
    #expect(found.cause == .longStage(.control))
  }

  @Test func aReadingOfTheClockThatHangsIsNamed() {
    #expect(LateRecords.finding([.clock: 700]).cause == .clockStall)
  }

  @Test func aSlowClockSourceIsSeenInEveryStage() {
    let slow: [Stage: Int64] = [
      .wakeUp: 110, .clock: 101, .transfer: 180, .decode: 102, .control: 130, .publish: 105,
    ]
    let found = LateRecords.finding(slow)
    #expect(found.cause == .clockStall)
    #expect(found.nanoseconds == 500_000)
  }

  /// The clock's own excess, and that of one other stage: an interrupt, and a long controller.
  @Test func aDisturbedReadingDoesNotBlameTheClock() {
    #expect(LateRecords.finding([.clock: 101, .control: 600]).cause == .longStage(.control))
  }

  @Test func stolenTimeOfTheWindowComesAfterAllThatWasMeasuredOfTheThread() {
    let steal = LateRecords.usage { $0.stolen = 10_000_000 }
    #expect(LateRecords.finding([.control: 700], steal).cause == .stolen(.control))
    #expect(LateRecords.finding([.wakeUp: 700], steal).cause == .stolen(.wakeUp))
    let both = LateRecords.usage {
      $0.stolen = 10_000_000
      $0.minorFaults = 100
    }
    #expect(LateRecords.finding([.control: 700], both).cause == .pageFaults(100, .control))
  }

  @Test func whatNothingExplainsIsAComputationOrTheTimer() {
    #expect(LateRecords.finding([.control: 700]).cause == .longStage(.control))
    #expect(LateRecords.finding([.wakeUp: 700]).cause == .lateWakeUp)
  }
}
