import RobotWire

/// A latched fault in words.
struct FaultText {
  let state: StateSnapshot
  /// What the daemon said of it; only clients that were connected when it was latched have it.
  let event: FaultEvent?
  let joints: [JointInfo]

  /// The daemon's sentence, or else the fault's number and evidence.
  var message: Message {
    guard let fault = state.fault else {
      return Message("a fault is latched", "有故障锁存")
    }
    if let event, event.fault.code == fault.code, !event.english.isEmpty {
      return Message(event.english, event.chinese)
    }
    let joint = fault.joint.flatMap { Int($0) < joints.count ? joints[Int($0)].name : nil }
    let value = Figures.fixed(fault.value, 4)
    let limit = Figures.fixed(fault.limit, 4)
    return Message(
      "fault \(fault.code) is latched" + (joint.map { " on joint \($0)" } ?? "")
        + ": \(value), limit \(limit)",
      "故障 \(fault.code) 已锁存" + (joint.map { "（关节 \($0)）" } ?? "") + "：\(value)，限值 \(limit)")
  }
}
