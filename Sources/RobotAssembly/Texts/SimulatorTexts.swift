public import RobotConfiguration
public import SimulatedHAL

extension SimulatorCause {
  /// Why a simulator was given up, for a person.
  public var text: BilingualText {
    switch self {
    case .silent: BilingualText("it did not answer in time", "没有按时应答")
    case .gone:
      BilingualText("it is not there: it ended, or was started again", "仿真器不存在：已退出或被重新启动")
    case .nonFinite:
      BilingualText(
        "it sent a number that is not finite, or beyond all reason: its physics diverged",
        "发来非有限或不合理的数值：物理仿真已发散")
    case .timeStep: BilingualText("the length of its step changed", "步长发生变化")
    case .time:
      BilingualText(
        "its time is not one step further: it was reset, or steps on its own",
        "时间没有恰好前进一步：仿真被重置，或自行步进")
    case .badFrame: BilingualText("it sent a frame that is not whole", "发来的数据帧不完整")
    case .version:
      BilingualText("it speaks another version of the protocol", "使用了另一版本的协议")
    case .refused:
      BilingualText("it does not have what the robot has", "仿真器中缺少机器人的某些部件")
    case .slow: BilingualText("it falls behind the wall clock", "跟不上实际时间")
    }
  }

  /// The same of a number; 0 and those of later releases are no cause.
  static func text(_ value: Double) -> BilingualText {
    UInt8(exactly: value).flatMap(SimulatorCause.init(rawValue:))?.text
      ?? BilingualText("for a reason that has no name", "原因未知")
  }
}
