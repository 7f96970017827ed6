// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults7xx: [Entry] = [
    Entry(
      name: "command_timeout", code: 701, reaction: .safeStop2, owner: .robot,
      evidence: nil, rows: [10, 27],
      title: BilingualText("Command timeout", "指令超时"),
      meaning: "The stream of commands ended: its last command is past its deadline, or its client is gone.",
      says: BilingualText("the stream of commands ended: the last one is past its deadline, and each joint does what its on_loss says", "指令流中断：最近一次指令已超过有效期，各关节按其 on_loss 动作"),
      cause: BilingualText("The client ended, was killed or was too slow, its machine or the network was busy, or its validity is too short for its rate.", "客户端退出、被终止或过慢，其机器或网络繁忙，或指令有效期相对其频率过短。"),
      remedy: BilingualText("Look at the client, and give its commands a validity of at least three of its periods.", "请检查客户端，并使指令有效期不少于其三个周期。"),
      shownBy: ["client-silent"]),
  ]
}
