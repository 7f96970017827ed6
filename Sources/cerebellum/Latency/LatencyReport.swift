import Glibc
import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// What a measurement says, and what the daemon's loop counted in the same time.
struct LatencyReport {
  let run: LatencyRun
  /// The daemon's wake-ups in the same time; `nil` when none ran.
  let daemon: HistogramCounts?
  let machine: Machine

  func lines(_ console: Console) -> [String] {
    let head = [how(console)] + warnings(console) + [""]
    let body = table(console).lines + [skips(console), ""]
    return head + body + machine.lines(console) + [steal(console)]
  }

  private func how(_ console: Console) -> String {
    let interval = Figures.fixed(run.plan.interval.microseconds, 0)
    let policy = run.scheduling.priority.map { "SCHED_FIFO \($0)" } ?? "SCHED_OTHER"
    let place = run.scheduling.processor.map { "CPU \($0)" } ?? console.text("any CPU", "任意 CPU")
    return console.text("every \(interval) µs, ", "每 \(interval) µs，") + "\(policy), \(place)"
  }

  private func warnings(_ console: Console) -> [String] {
    run.refusals.map { refusal in
      let reason = "\(refusal.call): \(String(cString: strerror(refusal.errno)))"
      guard refusal.call == "SCHED_FIFO" else {
        return console.coloured(
          console.text("not granted: \(reason)", "未获准：\(reason)"), .caution)
      }
      return console.coloured(
        console.text(
          "NOT real-time, \(reason). These are the times of an ordinary thread (SCHED_OTHER). Run it as "
            + "root or with \"ulimit -r \(run.plan.priority)\"; in a container check cpu.rt_runtime_us.",
          "非实时，\(reason)。以下是普通线程（SCHED_OTHER）的时间。请以 root 运行或设置 \"ulimit -r "
            + "\(run.plan.priority)\"；在容器中请检查 cpu.rt_runtime_us。"), .alarm)
    }
  }

  private func table(_ console: Console) -> Table {
    var table = Table(
      header: [
        console.text("wake-up", "唤醒"), console.text("count", "次数"),
        console.text("min µs", "最小 µs"), console.text("mean µs", "平均 µs"),
      ] + Distribution.headings(console))
    table.add([console.text("this thread", "本线程")] + Self.cells(run.wakeUps))
    if let daemon { table.add(["cerebellumd"] + Self.cells(daemon)) }
    return table
  }

  private static func cells(_ counts: HistogramCounts) -> [String] {
    let hasValues = counts.count > 0
    let bounds = [Double(counts.minimum), counts.mean].map {
      hasValues ? Figures.fixed($0 / 1000, 1) : "–"
    }
    return ["\(counts.count)"] + bounds + Distribution(counts).figures
  }

  private func skips(_ console: Console) -> String {
    console.text(
      "\(run.skipped) wake-ups were skipped because their time had passed",
      "有 \(run.skipped) 次唤醒因时间已过而被跳过")
  }

  private func steal(_ console: Console) -> String {
    console.text("stolen by a hypervisor during the run: ", "测量期间被虚拟机监控程序占用：")
      + (run.stolen.map { "\(Figures.fixed($0 * 1000, 0)) ms" } ?? console.text("unknown", "未知"))
  }

  var json: JSONValue {
    .object([
      ("interval_us", .number(run.plan.interval.microseconds)),
      ("duration_s", .number(run.plan.duration.seconds)),
      ("priority", run.scheduling.priority.map { .integer(Int($0)) } ?? .null),
      ("is_realtime", .boolean(run.scheduling.priority != nil)),
      ("cpu", run.scheduling.processor.map { .integer(Int($0)) } ?? .null),
      (
        "refused",
        .array(
          run.refusals.map { .text("\($0.call): \(String(cString: strerror($0.errno)))") })
      ),
      ("wake_up", Self.json(run.wakeUps)), ("skipped", .count(run.skipped)),
      ("daemon_wake_up", daemon.map(Self.json) ?? .null),
      ("stolen_s", .optional(run.stolen)), ("machine", machine.json),
    ])
  }

  private static func json(_ counts: HistogramCounts) -> JSONValue {
    guard case .object(let members) = Distribution(counts).json else { return .null }
    let hasValues = counts.count > 0
    return .object(
      members + [
        ("min_us", hasValues ? .number(Double(counts.minimum) / 1000) : .null),
        ("mean_us", hasValues ? .number(counts.mean / 1000) : .null),
      ])
  }
}

extension HistogramCounts {
  /// The mean [ns]; 0 without values.
  fileprivate var mean: Double { Double(sum) / Double(max(count, 1)) }
}
