import Glibc
import RobotAssembly
import RobotConfiguration

/// What of a machine decides how late it wakes a thread. What cannot be read is `nil`.
struct Machine {
  let kernel: String?
  let preemption: Preemption?
  /// The processors kept free of ordinary threads (isolcpus=); empty for none.
  let isolated: String?
  /// The frequency governor of the measured processor.
  let governor: String?
  let clockSource: String?
  /// The share of a period for which real-time threads may run; `nil` where it is not limited.
  let realtimeShare: Double?

  /// How a kernel lets itself be interrupted.
  enum Preemption: String {
    case realtime = "PREEMPT_RT"
    case dynamic = "PREEMPT_DYNAMIC"
    case full = "PREEMPT"
    case voluntary = "none"
  }

  /// The machine as /proc and /sys describe it to `read`, for `processor`.
  init(processor: Int32, read: (String) -> String? = Self.contents) {
    let version = read("/proc/version")?.split(separator: " ").map(String.init) ?? []
    kernel = version.count > 2 ? version[2] : nil
    if read("/sys/kernel/realtime")?.hasPrefix("1") == true {
      preemption = .realtime
    } else if version.isEmpty {
      preemption = nil
    } else {
      preemption =
        [Preemption.realtime, .dynamic, .full].first { version.contains($0.rawValue) } ?? .voluntary
    }
    let system = "/sys/devices/system/"
    isolated = Self.word(read(system + "cpu/isolated"))
    governor = Self.word(read(system + "cpu/cpu\(processor)/cpufreq/scaling_governor"))
    clockSource = Self.word(read(system + "clocksource/clocksource0/current_clocksource"))
    let runtime = Self.word(read("/proc/sys/kernel/sched_rt_runtime_us")).flatMap(Double.init)
    let period = Self.word(read("/proc/sys/kernel/sched_rt_period_us")).flatMap(Double.init)
    if let runtime, let period, runtime >= 0, period > 0 {
      realtimeShare = runtime / period
    } else {
      realtimeShare = nil
    }
  }

  /// The time that a hypervisor took from `processor`, or from all together, since the start [s]:
  /// proc_stat(5), steal.
  static func stolen(processor: Int32?, read: (String) -> String? = Self.contents) -> Double? {
    let lines = read("/proc/stat")?.split(separator: "\n") ?? []
    let name = processor.map { "cpu\($0) " } ?? "cpu "
    guard let line = lines.first(where: { $0.hasPrefix(name) }) else { return nil }
    let fields = line.split(separator: " ")
    guard fields.count > 8, let ticks = Double(fields[8]) else { return nil }
    return ticks / Double(sysconf(Int32(_SC_CLK_TCK)))
  }

  /// What a small file of /proc or /sys holds; `nil` when it cannot be read.
  static func contents(_ path: String) -> String? {
    guard let file = fopen(path, "re") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes[..<count], as: UTF8.self)
  }

  private static func word(_ text: String?) -> String? {
    text?.split(separator: "\n", omittingEmptySubsequences: false).first.map(String.init)
  }
}

extension Machine {
  /// For people: what there is, and what it means where it is not as it should be.
  func lines(_ console: Console) -> [String] {
    let unknown = console.text("unknown", "未知")
    let preemption =
      switch preemption {
      case .realtime: console.text("PREEMPT_RT", "PREEMPT_RT")
      case .dynamic, .full, .voluntary:
        console.text(
          "not PREEMPT_RT: expect wake-ups that are late by milliseconds now and then",
          "非 PREEMPT_RT：偶尔会有毫秒级的唤醒延迟")
      case nil: unknown
      }
    let governor =
      switch governor {
      case nil: unknown
      case "performance": "performance"
      case .some(let name):
        console.text("\(name): \"performance\" wakes sooner", "\(name)：\"performance\" 唤醒更快")
      }
    let isolated =
      switch isolated {
      case nil: unknown
      case "": console.text("none (isolcpus= keeps others off)", "无（isolcpus= 可隔离）")
      case .some(let list): list
      }
    let share =
      realtimeShare.map {
        console.text(
          "real-time threads may run for \(Figures.percent($0)) of a period",
          "实时线程最多占用周期的 \(Figures.percent($0))")
      } ?? console.text("off", "关闭")
    return [
      console.text("kernel: ", "内核：") + "\(kernel ?? unknown), \(preemption)",
      console.text("governor: ", "调频策略：") + governor,
      console.text("isolated processors: ", "隔离的处理器：") + isolated,
      console.text("clock: ", "时钟源：") + (clockSource ?? unknown),
      console.text("throttling: ", "实时限流：") + share,
    ]
  }

  var json: JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .text($0) } ?? .null }
    return .object([
      ("kernel", text(kernel)), ("preemption", text(preemption?.rawValue)),
      ("governor", text(governor)), ("isolated_cpus", text(isolated)),
      ("clock_source", text(clockSource)), ("realtime_share", .optional(realtimeShare)),
    ])
  }
}
