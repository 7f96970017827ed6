import RobotConfiguration
import RobotCore
import RobotScenarios

extension FaultReport {
  /// What came of a run on the virtual clock, a line each, for people; what did not happen is left out. Times are from
  /// the first injected fault's start.
  func lines(of joints: [JointDescription]) -> [String] {
    func named(_ what: String, _ code: UInt16, _ joint: Int, _ cycle: Cycle) -> String {
      let place = joints.indices.contains(joint) ? " of \(joints[joint].name)" : ""
      return "\(what) \(code) \(FaultReport.name(code))\(place) in cycle \(cycle.index)"
    }
    var lines = faults.map { named("fault", $0.code.rawValue, $0.joint, $0.cycle) }
    lines += stops.map { named("stop", $0.code.rawValue, $0.joint, $0.cycle) }
    lines += degradations.map { named("degraded by", $0.code.rawValue, $0.joint, $0.cycle) }
    if let refusal { lines.append("refused: \(refusal)") }
    let times = [
      ("latched", latched), ("stopped", stopped), ("degraded", degraded), ("at rest", rested),
      ("outputs off", outputsOff),
    ].compactMap { what, time in time.map { "\(what) after \(Decimals.text($0, places: 3)) s" } }
    if !times.isEmpty { lines.append(times.joined(separator: ", ")) }
    if let moved { lines.append("moved afterwards by \(Decimals.text(moved, places: 4)) rad") }
    if let tracking {
      lines.append("tracking error \(Decimals.text(tracking, places: 4)) rad RMS")
    }
    lines.append("ended \(state) after \(cycles) cycles, \(lateReplies) late replies")
    return lines
  }
}
