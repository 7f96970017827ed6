import RobotAssembly
import RobotConfiguration
import RobotCore

/// The name of an enum's case as a person writes it: `safeStop1` is `safe-stop-1`.
enum CaseName {
  static func text(_ value: some Any) -> String {
    "\(value)".reduce(into: "") { name, character in
      if character.isUppercase || character.isNumber { name += "-" }
      name += character.lowercased()
    }
  }

  /// `word` in that form, however it separates its parts.
  static func normalized(_ word: Substring) -> String {
    String(word.lowercased().map { $0 == "_" ? "-" : $0 })
  }
}

extension LifecyclePlace {
  /// Its name in both languages.
  var words: Message {
    let name = CaseName.text(self)
    let chinese =
      switch self {
      case .unconfigured: "未配置"
      case .disarmed: "未使能"
      case .arming: "使能中"
      case .active: "运行"
      case .degraded: "降级"
      case .holding: "保持"
      case .stoppingToHolding: "停止中，之后保持"
      case .stoppingToDisarmed: "停止中，之后断电"
      case .stoppingToFaulted: "因故障停止中"
      case .faulted: "故障"
      }
    return Message(name, "\(name)（\(chinese)）")
  }
}

extension LifecycleEvent {
  /// The event of that name, or what a fault of that name does; `nil` where there is neither.
  init?(word: String) {
    if let event = LifecycleEvent.allCases.first(where: { CaseName.text($0) == word }) {
      self = event
      return
    }
    guard let code = FaultCode.allCases.first(where: { CaseName.text($0) == word }) else {
      return nil
    }
    self = code.event()
  }

  /// What happens.
  var meaning: Message {
    switch self {
    case .configured: Message("every device has answered", "所有器件均已应答")
    case .arm: Message("a person arms; the checks have passed", "操作者使能，检查已通过")
    case .rampEnded: Message("the gains are up", "增益已升至设定值")
    case .rampEndedDegraded:
      Message("the gains are up, and a device is degraded", "增益已升至设定值，但有器件性能下降")
    case .degrade: Message("a device that a joint needs is degraded", "某关节所需的器件性能下降")
    case .stop: Message("a person or the daemon stops", "操作者或守护进程停止")
    case .referenceLost: Message("the stream of commands ended", "命令流中断")
    case .disarm: Message("a person or the daemon switches off", "操作者或守护进程断电")
    case .standstill: Message("the reference is at rest", "参考已静止")
    case .safeStop1: Message("a fault that brakes first", "先制动的故障")
    case .safeTorqueOff: Message("a fault that switches off at once", "立即断电的故障")
    case .inputFault:
      Message("a safety input is broken, powered or not", "安全输入损坏，无论是否通电")
    case .clear: Message("a person clears the fault", "操作者清除故障")
    }
  }

  /// Why it is refused in `place`.
  func refusal(in place: LifecyclePlace) -> Message {
    switch (self, place.state()) {
    case (.configured, _): Message("the devices have answered already", "器件已应答")
    case (.arm, .unconfigured), (.inputFault, _):
      Message("not every device has answered yet", "尚有器件未应答")
    case (.arm, .faulted): Message("a fault is latched: clear comes first", "有故障锁存：须先 clear")
    case (.arm, .stopping): Message("it brakes: standstill comes first", "正在制动：须先静止")
    case (.arm, _): Message("it is armed already", "已使能")
    case (.rampEnded, _), (.rampEndedDegraded, _):
      Message("no gains are ramping up", "没有正在上升的增益")
    case (.standstill, _): Message("it is not braking", "没有在制动")
    case (.disarm, _): Message("a fault is latched, and the outputs are off", "有故障锁存，输出已关闭")
    case (.clear, _): Message("no fault is latched", "没有锁存的故障")
    case (.degrade, _), (.safeStop1, _), (.safeTorqueOff, _), (.stop, _), (.referenceLost, _):
      Message("the outputs are off", "输出已关闭")
    }
  }
}
