public import LinuxHAL
public import RobotConfiguration

extension LinuxDeviceError {
  /// Who has the device and what to do, where that is what is wrong.
  public var holderText: BilingualText? {
    holder.map { holder in
      BilingualText(
        description, "\(device)：\(holder.chinese)。请停止该程序：两个主机会互相覆盖对方的命令")
    }
  }
}

extension DeviceHolder {
  fileprivate var chinese: String {
    switch self {
    case .process(let id, let command?): "正被 \(command)（进程 \(id)）使用"
    case .process(let id, nil): "正被进程 \(id) 使用"
    case .consumer(let name): "被 \"\(name)\" 占用"
    case .unknown: "正被其他进程使用，当前用户无法查看是哪个进程；root 可以查看"
    }
  }
}
