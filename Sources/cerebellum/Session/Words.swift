import RobotAssembly
import RobotConfiguration
import RobotWire

extension Lifecycle {
  /// Its name for people.
  var words: Message {
    switch self {
    case .unconfigured: Message("unconfigured", "未配置")
    case .disarmed: Message("disarmed", "未使能")
    case .arming: Message("arming", "使能中")
    case .active: Message("active", "运行")
    case .holding: Message("holding", "保持")
    case .stopping: Message("stopping", "停止中")
    case .faulted: Message("faulted", "故障")
    case .degraded: Message("degraded", "降级")
    }
  }

  /// The colour of its meaning.
  var colour: Console.Colour {
    switch self {
    case .active: .good
    case .faulted: .alarm
    case .unconfigured, .disarmed, .arming, .degraded, .holding, .stopping: .caution
    }
  }
}

extension MotionStatus.State {
  /// Its name for programs.
  var name: String {
    switch self {
    case .none: "none"
    case .running: "running"
    case .finished: "finished"
    }
  }
}
