import Glibc
import RobotRuntime
import RobotUnits
import Synchronization
import Testing

/// The two ways to the same counters. How much they count is the kernel's business; here only that the
/// one that a thread reads of itself never exceeds what another reads of it later.
@Suite struct ThreadUsageTests {
  private final class Shared: Sendable {
    let own = Mutex<ThreadUsage?>(nil)
    let stop = StopFlag()
    let hasRead = StopFlag()
  }

  private struct Job: RealtimeJob {
    let shared: Shared
    mutating func run() {
      let usage = ThreadUsageProbe().read()
      shared.own.withLock { $0 = usage }
      shared.hasRead.raise()
      while !shared.stop.isRaised {}
    }
  }

  @Test func bothWaysCountTheSame() throws {
    let shared = Shared()
    let thread = try RealtimeThread.start(
      Job(shared: shared), name: "cbl-test", scheduling: Scheduling(priority: nil, processor: nil))
    while !shared.hasRead.isRaised {}
    let identity = try #require(thread.identity)
    #expect(identity > 0)
    let reader = ThreadUsageReader(thread: identity)
    let later = try #require(reader.read())
    shared.stop.raise()
    thread.join()
    let own = try #require(shared.own.withLock { $0 })
    #expect(own.processorTime ?? 0 > 0)
    #expect(later.processorTime ?? 0 >= own.processorTime ?? 0)
    #expect(later.runQueueDelay ?? 0 >= own.runQueueDelay ?? 0)
    #expect(later.minorFaults >= own.minorFaults)
    #expect(later.voluntarySwitches >= own.voluntarySwitches)
    #expect(later.involuntarySwitches >= own.involuntarySwitches)
    // A joined thread may stand in /proc for a moment.
    var looks = 0
    while reader.read() != nil, looks < 1_000_000 {
      looks += 1
      sched_yield()
    }
    #expect(reader.read() == nil, "the thread is gone")
  }

  @Test func aThreadThatIsNotThereHasNoCounters() {
    #expect(ThreadUsageReader(thread: 0x7FFF_FFFF).read() == nil)
  }
}
