import RobotAssembly
import RobotConfiguration
import RobotWire

extension LoopStage {
  /// Its name for programs.
  var name: String {
    switch self {
    case .execution: "execution"
    case .wakeUp: "wake_up"
    case .clock: "clock"
    case .transfer: "transfer"
    case .decode: "decode"
    case .lines: "lines"
    case .commands: "commands"
    case .control: "control"
    case .encode: "encode"
    case .enable: "enable"
    case .publish: "publish"
    }
  }

  /// Its name for people.
  var words: Message {
    switch self {
    case .execution: Message("cycle", "周期")
    case .wakeUp: Message("wake-up", "唤醒")
    case .clock: Message("clock", "读时钟")
    case .transfer: Message("transfer", "传输")
    case .decode: Message("decode", "解码")
    case .lines: Message("lines", "安全线")
    case .commands: Message("commands", "命令")
    case .control: Message("control", "控制")
    case .encode: Message("encode", "编码")
    case .enable: Message("enable", "输出使能")
    case .publish: Message("publish", "发布")
    }
  }
}
