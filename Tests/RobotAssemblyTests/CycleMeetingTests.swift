import Glibc
import RobotRuntime
import Synchronization
import Testing

@testable import RobotAssembly

/// Where a robot in lock-step waits until its clients know of its cycle.
@Suite struct CycleMeetingTests {
  private struct Robot: RealtimeJob {
    let meeting: CycleMeeting
    let cycles: SharedCount
    let last: Int

    mutating func run() {
      while cycles.value.load(ordering: .acquiring) < last {
        cycles.value.add(1, ordering: .acquiringAndReleasing)
        meeting.finishCycle()
      }
    }
  }

  private final class SharedCount: Sendable {
    let value = Atomic(0)
  }

  private func start(
    _ meeting: CycleMeeting, _ cycles: SharedCount, until last: Int
  ) throws -> RealtimeThread {
    try RealtimeThread.start(
      Robot(meeting: meeting, cycles: cycles, last: last), name: "cbl-test",
      scheduling: Scheduling(priority: nil, processor: nil))
  }

  /// As poll(2) says it, which is how the daemon waits.
  private func isReadable(_ meeting: CycleMeeting, milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: meeting.descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, milliseconds) == 1
  }

  @Test func theRobotGoesOnWhenItWasServed() throws {
    let meeting = try CycleMeeting()
    let cycles = SharedCount()
    #expect(!meeting.isDue())
    let thread = try start(meeting, cycles, until: 3)
    for cycle in 1...3 {
      #expect(isReadable(meeting, milliseconds: 10_000))
      #expect(meeting.isDue())
      #expect(!meeting.isDue(), "once a cycle")
      // It is given the time to go on wrongly.
      #expect(!isReadable(meeting, milliseconds: 20))
      #expect(cycles.value.load(ordering: .acquiring) == cycle)
      meeting.goOn()
    }
    thread.join()
  }

  @Test func itWaitsForNobodyWhoNoLongerServes() throws {
    let meeting = try CycleMeeting()
    let cycles = SharedCount()
    let thread = try start(meeting, cycles, until: 1000)
    #expect(isReadable(meeting, milliseconds: 10_000))
    meeting.end()
    thread.join()
    #expect(cycles.value.load(ordering: .acquiring) == 1000)
  }
}
