import CRealtime
import Glibc
import RobotRuntime
import RobotUnits
import Testing

/// What the system grants differs by machine; that it is granted or refused with a reason does not.
@Suite struct SchedulingTests {
  /// 0.2 ms in every 2 ms.
  private static let small = Reservation(
    runtime: .microseconds(200), deadline: .microseconds(400), period: .milliseconds(2))

  private struct Job: RealtimeJob {
    let policy: Counter

    mutating func run() { policy.add(UInt64(max(sched_getscheduler(0), 0))) }
  }

  /// SCHED_DEADLINE is 6; beside it stands SCHED_RESET_ON_FORK (sched(7)).
  @Test func reservesOrSaysWhyNot() {
    let policy = Counter()
    do throws(SystemError) {
      try RealtimeThread.start(
        Job(policy: policy), name: "cbl-test", scheduling: Scheduling(Self.small)
      ).join()
      #expect(policy.value == 0x4000_0006)
    } catch {
      #expect(error.call == "sched_setattr")
      #expect([EPERM, EBUSY, ENOSYS].contains(error.errno))
      #expect(policy.value == 0, "nothing ran")
    }
  }

  /// The kernel wants runtime <= deadline <= period (sched_setattr(2)): EINVAL, whoever asks.
  @Test func refusesAReservationThatCannotBe() {
    let policy = Counter()
    let impossible = Reservation(
      runtime: .milliseconds(3), deadline: .milliseconds(1), period: .milliseconds(2))
    #expect {
      try RealtimeThread.start(
        Job(policy: policy), name: "cbl-test", scheduling: Scheduling(impossible))
    } throws: { error in
      (error as? SystemError)?.call == "sched_setattr"
    }
    #expect(policy.value == 0)
  }

  /// More than all processors can give: refused with a reason, and the next best is taken.
  @Test func fallsBackWhenTooMuchIsReserved() {
    let whole = Reservation(
      runtime: .milliseconds(2), deadline: .milliseconds(2), period: .milliseconds(2))
    let count = Int(crt_processor_count()) + 1
    let setup = ProcessSetup(
      SchedulingRequest(
        reservations: [Reservation](repeating: whole, count: count), priority: 1))
    #expect(setup.scheduling.reservation == nil)
    #expect(setup.refusals.contains { $0.call == "SCHED_DEADLINE" && $0.errno != 0 })
    #expect(
      setup.isRealtime || setup.refusals.contains { $0.call == "SCHED_FIFO" },
      "granted, or refused with a reason")
  }

  @Test func asksForNothingWithoutARequest() {
    let setup = ProcessSetup(SchedulingRequest(priority: nil))
    #expect(!setup.isRealtime)
    #expect(setup.scheduling.policyName == "SCHED_OTHER")
    #expect(!setup.refusals.contains { $0.call.hasPrefix("SCHED") })
  }

  /// 4095 is no processor here, so the robot runs on the last one and says so.
  @Test func saysWhenAProcessorIsNotThere() {
    let setup = ProcessSetup(SchedulingRequest(priority: 1, processor: .number(4_095)))
    #expect(setup.refusals.contains { $0.call == "processor 4095" })
    #expect(setup.scheduling.processor != 4_095)
  }
}
