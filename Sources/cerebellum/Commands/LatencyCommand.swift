import ArgumentParser
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// Measures the machine.
struct LatencyCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "latency",
    abstract: "Measure how late this machine wakes a thread, as cyclictest does.",
    discussion: """
      Needs no daemon; beside a running one it also tells the wake-ups of its loop in the same time. At \
      a priority above the daemon's and on its processor it delays the loop by some microseconds.
      """)
  @Option(help: "From one wake-up to the next, with its unit; 20 us to 1 s.")
  var interval = "1 ms"
  @Option(help: "How long, with its unit; Ctrl-C ends it sooner.")
  var duration = "10 s"
  @Option(help: "SCHED_FIFO priority, 1 to 99; 0: an ordinary thread.")
  var priority: Int32 = 80
  @Option(help: "The processor (default: the last one, as the daemon).")
  var cpu: Int32?
  @Option(
    help: ArgumentHelp(
      "Also write the histogram in cyclictest's format; \"-\": to standard output, and the report to "
        + "standard error.", valueName: "file"))
  var histogram: String?
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  /// The lines of the histogram, 0 µs to one less.
  private static let lineCount = 400

  func execute(_ console: Console) throws(ToolFailure) {
    let plan = try plan()
    Interruption.watch()
    // Before the measurement: it takes as long as the user said, and must not be for nothing.
    let file = try histogram.flatMap { path throws(ToolFailure) in
      path == "-" ? nil : try OutputFile(path)
    }
    let daemon = try daemonBeside()
    let before = try daemon?.histogram(thread: 0, stage: .wakeUp)
    let run = try LatencyRun(plan, isInterrupted: console.isInterrupted)
    let after = try daemon?.histogram(thread: 0, stage: .wakeUp)
    var report = LatencyReport(
      run: run, daemon: nil, machine: Machine(processor: run.scheduling.processor ?? 0))
    if let before, let after {
      report = LatencyReport(run: run, daemon: after.since(before), machine: report.machine)
    }
    let text =
      common.json ? report.json.oneLine : report.lines(console).joined(separator: "\n")
    let columns = [run.wakeUps] + (report.daemon.map { [$0] } ?? [])
    let lines = CyclictestText(columns: columns, lineCount: Self.lineCount).lines
    if histogram == "-" {
      console.line(lines.joined(separator: "\n"))
      console.complain(text)
    } else {
      try file?.write(lines.joined(separator: "\n") + "\n")
      console.line(text)
    }
  }

  private func plan() throws(ToolFailure) -> LatencyRun.Plan {
    let interval = try QuantityArgument.value(self.interval, .time, name: "--interval")
    guard (20e-6...1).contains(interval) else {
      throw ToolFailure(
        .usage, "--interval: give 20 us to 1 s", "--interval：请给出 20 us 到 1 s")
    }
    let duration = try QuantityArgument.value(self.duration, .time, name: "--duration")
    guard (interval...604_800).contains(duration) else {
      throw ToolFailure(
        .usage, "--duration: give at least one interval and at most a week",
        "--duration：请给出至少一个间隔、最多一周的时间")
    }
    guard (0...99).contains(priority) else {
      throw ToolFailure(
        .usage, "--priority \(priority): give 1 to 99, or 0 for an ordinary thread",
        "--priority \(priority)：请给出 1 到 99，或用 0 表示普通线程")
    }
    if let cpu, !(0..<1024).contains(cpu) {
      throw ToolFailure(.usage, "--cpu \(cpu): give 0 to 1023", "--cpu \(cpu)：请给出 0 到 1023")
    }
    return LatencyRun.Plan(
      interval: TimeSpan(nanoseconds: Int64(interval * 1e9)),
      duration: TimeSpan(nanoseconds: Int64(duration * 1e9)), priority: priority, processor: cpu)
  }

  /// The daemon that runs; `nil` when there is none, unless one was named.
  private func daemonBeside() throws(ToolFailure) -> DaemonSession? {
    do {
      return try DaemonSession(path: socket.path)
    } catch {
      guard socket.socket == nil, error.exit == .hardware else { throw error }
      return nil
    }
  }
}
