import RobotAssembly
import RobotConfiguration
import VhostUser

extension BilingualText {
  /// What became of the connection at the socket `name`.
  init(_ name: String, _ failure: VhostFailure) {
    switch failure {
    case .hungUp: self.init("\(name): the guest is gone", "\(name)：客户机已断开")
    case .message:
      self.init(
        "\(name): connection ended, the front-end broke the protocol: \(failure)",
        "\(name)：连接已结束，前端违反了协议：\(failure)")
    case .ring, .request:
      self.init(
        "\(name): connection ended, the guest's driver broke the protocol: \(failure)",
        "\(name)：连接已结束，客户机的驱动违反了协议：\(failure)")
    case .system:
      self.init(
        "\(name): connection ended: \(failure)", "\(name)：连接已结束：\(failure)")
    }
  }
}

extension ToolFailure {
  /// Why a socket could not be made.
  init(_ failure: ListenFailure) {
    switch failure {
    case .path(let path):
      self.init(
        .usage, "\"\(path)\" is too long for a socket (107 bytes): choose a shorter directory",
        "套接字路径“\(path)”过长（最多 107 字节）：请选用更短的目录")
    case .occupied(let path):
      self.init(
        .usage, "\"\(path)\" exists and is no socket: remove it, or choose another directory",
        "“\(path)”已存在且不是套接字：请删除它或另选目录")
    case .system(let call, let errno, let path):
      self.init(
        .hardware,
        "cannot listen at \"\(path)\": \(call) failed with errno \(errno); does the directory exist?",
        "无法监听“\(path)”：\(call) 失败，errno \(errno)；目录是否存在？")
    }
  }
}
