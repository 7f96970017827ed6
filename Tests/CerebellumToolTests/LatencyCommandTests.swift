import FoundationEssentials
import Glibc
import RobotConfiguration
@testable import RobotRuntime
import RobotUnits
import Testing

@testable import cerebellum

@Suite struct LatencyCommandTests {
  private static let files = [
    "/proc/version": "Linux version 6.12.1-rt5 (x@y) (gcc 14) #1 SMP PREEMPT_RT Mon\n",
    "/sys/kernel/realtime": "1\n",
    "/sys/devices/system/cpu/isolated": "3\n",
    "/sys/devices/system/cpu/cpu3/cpufreq/scaling_governor": "powersave\n",
    "/sys/devices/system/clocksource/clocksource0/current_clocksource": "arch_sys_counter\n",
    "/proc/sys/kernel/sched_rt_runtime_us": "950000\n",
    "/proc/sys/kernel/sched_rt_period_us": "1000000\n",
  ]

  private func report(
    priority: Int32?, refusals: [SystemError] = [], daemon: HistogramCounts? = nil
  ) -> LatencyReport {
    let histogram = Histogram()
    for value: Int64 in [5_000, 6_000, 40_000] { histogram.record(nanoseconds: value) }
    let plan = LatencyRun.Plan(
      interval: .milliseconds(1), duration: .milliseconds(4), priority: 80, processor: nil)
    return LatencyReport(
      run: LatencyRun(
        plan: plan, scheduling: Scheduling(priority: priority, processor: 3), refusals: refusals,
        wakeUps: histogram.counts, skipped: 2, stolen: 0.25),
      daemon: daemon, machine: Machine(processor: 3) { Self.files[$0] })
  }

  @Test func tellsTheTimesAndTheMachine() {
    let lines = report(priority: 80).lines(Listener().console())
    let expected = [
      "every 1000 µs, SCHED_FIFO 80, CPU 3",
      "this thread      3     5.0     17.0     6.0    40.0      40.0       40.0    40.0",
      "2 wake-ups were skipped because their time had passed",
      "kernel: 6.12.1-rt5, PREEMPT_RT",
      "governor: powersave: \"performance\" wakes sooner",
      "isolated processors: 3",
      "clock: arch_sys_counter",
      "throttling: real-time threads may run for 95.0 % of a period",
      "stolen by a hypervisor during the run: 250 ms",
    ]
    for line in expected { #expect(lines.contains(line), "\(lines.joined(separator: "\n"))") }
  }

  @Test func saysThatItIsNotRealtimeAndWhatToDo() {
    let report = report(
      priority: nil, refusals: [SystemError(call: "SCHED_FIFO", errno: EPERM)])
    let english = report.lines(Listener().console()).joined(separator: "\n")
    #expect(english.contains("SCHED_OTHER, CPU 3"))
    #expect(english.contains("NOT real-time, SCHED_FIFO: Operation not permitted"))
    #expect(english.contains("ulimit -r 80"))
    let chinese = report.lines(Listener().console(.chinese)).joined(separator: "\n")
    #expect(chinese.contains("非实时"))
    #expect(report.json.oneLine.contains("\"is_realtime\": false"))
  }

  @Test func putsTheDaemonBeside() {
    let daemon = Histogram()
    daemon.record(nanoseconds: 9_000)
    let lines = report(priority: 80, daemon: daemon.counts).lines(Listener().console())
    #expect(
      lines.contains { $0.hasPrefix("cerebellumd      1     9.0      9.0     9.0") }, "\(lines)")
  }

  @Test func readsAMachineThatTellsNothing() {
    let machine = Machine(processor: 0) { _ in nil }
    #expect(machine.preemption == nil)
    #expect(machine.realtimeShare == nil)
    let lines = machine.lines(Listener().console())
    #expect(lines.first == "kernel: unknown, unknown")
    #expect(Machine.stolen(processor: 0) { _ in nil } == nil)
  }

  @Test(
    arguments: [
      ("#1 SMP PREEMPT_DYNAMIC @0", Machine.Preemption.dynamic), ("#1 SMP PREEMPT Mon", .full),
      ("#1 SMP Mon", .voluntary), ("#1 SMP PREEMPT_RT Mon", .realtime),
    ])
  func knowsThePreemptionOfAKernel(version: String, expected: Machine.Preemption) {
    let machine = Machine(processor: 0) {
      $0 == "/proc/version" ? "Linux version 6.1 (a) \(version)" : nil
    }
    #expect(machine.preemption == expected)
  }

  /// proc_stat(5): user, nice, system, idle, iowait, irq, softirq, steal.
  @Test func readsTheStolenTimeOfOneProcessorOrAll() throws {
    let stat =
      "cpu  1 2 3 4 5 6 7 900 0 0\ncpu0 1 1 1 1 1 1 1 200 0 0\ncpu1 0 1 2 3 4 5 6 700 0 0\n"
    let ticks = Double(sysconf(Int32(_SC_CLK_TCK)))
    #expect(Machine.stolen(processor: 1) { _ in stat } == 700 / ticks)
    #expect(Machine.stolen(processor: nil) { _ in stat } == 900 / ticks)
    #expect(Machine.stolen(processor: 2) { _ in stat } == nil)
  }

  @Test(
    arguments: [
      ["--interval", "1 us"], ["--interval", "2 s"], ["--interval", "1 rad"],
      ["--duration", "0 s"],
      ["--duration", "30 d"], ["--priority", "100"], ["--cpu=-1"],
      ["--histogram", "/no/such/file"],
    ])
  func wrongOptionsAreTwo(arguments: [String]) throws {
    let failure = try #require(throws: ToolFailure.self) {
      try verb(["latency"] + arguments).execute(Listener().console())
    }
    #expect(failure.exit == .usage)
  }

  @Test func aDaemonThatWasNamedMustBeThere() throws {
    let failure = try #require(throws: ToolFailure.self) {
      try verb(["latency", "--socket", "/tmp/no/such.sock"]).execute(Listener().console())
    }
    #expect(failure.exit == .hardware)
  }
}
