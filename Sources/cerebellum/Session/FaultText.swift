import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotUnits
import RobotWire

/// A latched fault, or what makes the robot degraded, in words.
struct FaultText {
  let state: StateSnapshot
  /// What the daemon said of it; only clients that were connected when it was latched have it.
  let event: FaultEvent?
  let joints: [JointInfo]
  /// What the values of each joint are in.
  let units: [JointUnitNames]

  /// The daemon's sentence, or else what this release says of such a fault.
  var message: Message {
    guard let fault = state.fault else { return Message("a fault is latched", "有故障锁存") }
    if let event, event.fault.code == fault.code, event.fault.joint == fault.joint {
      return Message(event.english, event.chinese)
    }
    let joint = fault.joint.flatMap { Int($0) < joints.count ? Int($0) : nil }
    guard FaultCatalogue.shipped[fault.code] != nil else {
      return Message(
        "fault \(fault.code), which this release of the tool does not know: use the tool and the "
          + "daemon of one release",
        "故障 \(fault.code)，本版本工具不认识：请使用同一版本的工具和守护进程")
    }
    return FaultCatalogue.shipped.text(
      fault.code,
      FaultCatalogue.Values(
        joint: joint.map { joints[$0].name }, units: joint.map { units[$0] }, value: fault.value,
        limit: fault.limit))
  }
}
