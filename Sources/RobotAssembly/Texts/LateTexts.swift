public import RobotConfiguration
internal import RobotHAL
public import RobotRuntime

/// Late cycles in words: `late 412 us: left 0x41 (left_pwm) retry 380 us`.
public struct LateTexts: Sendable {
  private let buses: [String]
  private let devices: [DeviceDescription]

  /// Words with the names of `robot`.
  public init(_ robot: RobotDescription) {
    buses = robot.busNames
    devices = robot.devices
  }

  /// One line. `bus`: the bus whose thread it was; `nil` for control.
  public func text(_ late: LateCycle, bus: Int?) -> BilingualText {
    let time = Self.microseconds(late.nanoseconds)
    let why = reason(late.finding, bus: bus)
    return BilingualText("late \(time): \(why.english)", "延迟 \(time)：\(why.chinese)")
  }

  /// `late 37 cycles in 1 s, worst 812 us: ...`.
  public func summary(count: Int, worst: LateCycle, bus: Int?) -> BilingualText {
    let time = Self.microseconds(worst.nanoseconds)
    let why = reason(worst.finding, bus: bus)
    return BilingualText(
      "late \(count) cycles in 1 s, worst \(time): \(why.english)",
      "1 秒内 \(count) 个周期延迟，最长 \(time)：\(why.chinese)")
  }

  private func reason(_ finding: Finding, bus: Int?) -> BilingualText {
    let cause = cause(finding.cause)
    let time = Self.microseconds(finding.nanoseconds)
    var english = "\(cause.english) \(time)"
    var chinese = "\(cause.chinese) \(time)"
    // A transfer names its bus itself.
    if let bus, !finding.cause.namesBus {
      english = "\(name(of: bus)): \(english)"
      chinese = "\(name(of: bus))：\(chinese)"
    }
    if let origin = finding.origin {
      english = "after cycle \(origin): \(english)"
      chinese = "受周期 \(origin) 影响：\(chinese)"
    }
    if !finding.hasUsage {
      return BilingualText(
        "\(english) (the thread's counters are unknown)", "\(chinese)（线程计数器未知）")
    }
    if !finding.hasRunQueueDelay {
      return BilingualText(
        "\(english) (the kernel does not tell the run-queue delay)", "\(chinese)（内核未提供运行队列延迟）")
    }
    return BilingualText(english, chinese)
  }

  private func cause(_ cause: Cause) -> BilingualText {
    switch cause {
    case .slowTransfer(let bus, let address):
      let place = place(Int(bus), address)
      return BilingualText("\(place) slow transfer", "\(place) 传输缓慢")
    case .retry(let bus, let address, _):
      let place = place(Int(bus), address)
      return BilingualText("\(place) retry", "\(place) 重试")
    case .pageFaults(let count, let stage):
      return BilingualText(
        "\(count) page faults in \(stage.words.english)", "\(stage.words.chinese)中缺页 \(count) 次")
    case .preempted(_, .wakeUp):
      return BilingualText(
        "another thread had the processor at wake-up", "唤醒时处理器被其他线程占用")
    case .preempted(_, let stage):
      return BilingualText(
        "another thread took the processor in \(stage.words.english)",
        "\(stage.words.chinese)中处理器被其他线程抢占")
    case .blocked(let stage):
      return BilingualText(
        "waited for something in \(stage.words.english)", "\(stage.words.chinese)中阻塞等待")
    case .signals(let count, _):
      return BilingualText(
        "handlers of signals (\(count) sleeps interrupted)", "信号处理（中断睡眠 \(count) 次）")
    case .clockStall: return BilingualText("reading the clock", "读取时钟")
    case .stolen:
      return BilingualText("the hypervisor took the processor", "处理器被虚拟机管理程序占用")
    case .longStage(let stage):
      return BilingualText("\(stage.words.english) computed", "\(stage.words.chinese)计算")
    case .lateWakeUp:
      return BilingualText("woken late, for no reason that can be seen", "唤醒延迟，原因未知")
    }
  }

  /// `left 0x41 (left_pwm)`. Several devices may have one address, behind a mux: then none is named.
  private func place(_ bus: Int, _ address: I2CAddress?) -> String {
    guard let address else { return name(of: bus) }
    let there = devices.filter { $0.bus == bus && $0.address == address.rawValue }
    guard let device = there.first, there.count == 1 else { return "\(name(of: bus)) \(address)" }
    return "\(name(of: bus)) \(address) (\(device.name))"
  }

  private func name(of bus: Int) -> String { buses.indices.contains(bus) ? buses[bus] : "I2C" }

  private static func microseconds(_ nanoseconds: Int64) -> String { "\(nanoseconds / 1000) us" }
}

extension Cause {
  fileprivate var namesBus: Bool {
    switch self {
    case .slowTransfer, .retry: true
    default: false
    }
  }
}

extension Stage {
  /// Its name for people.
  public var words: BilingualText {
    switch self {
    case .wakeUp: BilingualText("wake-up", "唤醒")
    case .clock: BilingualText("clock", "时钟")
    case .transfer: BilingualText("transfer", "传输")
    case .decode: BilingualText("decode", "解码")
    case .lines: BilingualText("lines", "信号线")
    case .commands: BilingualText("commands", "指令")
    case .control: BilingualText("control", "控制")
    case .encode: BilingualText("encode", "编码")
    case .enable: BilingualText("enable", "使能")
    case .publish: BilingualText("publish", "发布")
    }
  }
}

extension CauseKind {
  /// Its name for people.
  public var words: BilingualText {
    switch self {
    case .slowTransfer: BilingualText("slow transfer", "传输缓慢")
    case .retry: BilingualText("retry", "重试")
    case .pageFaults: BilingualText("page faults", "缺页")
    case .preempted: BilingualText("preempted", "被抢占")
    case .blocked: BilingualText("blocked", "阻塞")
    case .signals: BilingualText("signals", "信号")
    case .clockStall: BilingualText("clock", "时钟")
    case .stolen: BilingualText("hypervisor", "虚拟机管理程序")
    case .longStage: BilingualText("long stage", "阶段过长")
    case .lateWakeUp: BilingualText("late wake-up", "唤醒延迟")
    case .predecessor: BilingualText("predecessor", "前一周期")
    }
  }

  /// Its name for programs.
  public var key: String {
    switch self {
    case .slowTransfer: "slow_transfer"
    case .retry: "retry"
    case .pageFaults: "page_faults"
    case .preempted: "preempted"
    case .blocked: "blocked"
    case .signals: "signals"
    case .clockStall: "clock_stall"
    case .stolen: "stolen"
    case .longStage: "long_stage"
    case .lateWakeUp: "late_wake_up"
    case .predecessor: "predecessor"
    }
  }
}
