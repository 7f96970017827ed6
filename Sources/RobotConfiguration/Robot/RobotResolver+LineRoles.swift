import RobotUnits

extension RobotResolver {
  /// What lines are for beyond being inputs and outputs: joints and lines are known by now.
  mutating func resolveLineRoles(of robot: inout RobotDescription) {
    robot.emergencyStop = resolveEmergencyStop(robot)
    for line in robot.emergencyStop?.channels ?? [] { robot.lines[line].isEmergencyStop = true }
    let joints = Names(record, table: "joints", what: "joint")
    var ends: [String: String] = [:]
    var braked: [String: String] = [:]
    for (index, line) in robot.lines.enumerated() {
      guard let entry = lines.records.first(where: { $0.name == line.name })?.record else {
        continue
      }
      if let limit = entry.record("limit") {
        let described = limitSwitch(limit, line: index, of: robot, joints, &ends)
        if let described { robot.limitSwitches.append(described) }
      }
      if let brake = entry.record("brake") {
        let described = self.brake(brake, line: index, of: robot, joints, &braked)
        if let described { robot.brakes.append(described) }
      }
    }
    if robot.limitSwitches.count > 64 {
      complaints.add(
        record.position(of: "lines"), "lines", "\(robot.limitSwitches.count) limit switches",
        allowed: "at most 64", hint: "wire switches of one end in series")
    }
  }

  private mutating func resolveEmergencyStop(_ robot: RobotDescription) -> EmergencyStopDescription?
  {
    guard let estop = record.record("estop"), let list = estop.list("channels") else { return nil }
    var channels: [Int] = []
    for (index, element) in list.enumerated() {
      guard case .text(let name) = element.value else { continue }
      let path = estop.path("channels[\(index)]")
      guard lines.contains(name, at: element.position, path: path, &complaints),
        let line = robot.lines.firstIndex(where: { $0.name == name })
      else { continue }
      if channels.contains(line) {
        complaints.add(
          element.position, path, "\"\(name)\" is the other channel already",
          hint: "two contacts on one line cannot disagree: give each a line of its own")
      } else if isChannel(robot.lines[line], at: element.position, path: path) {
        channels.append(line)
      }
    }
    let discrepancy = estop.number("discrepancy") ?? 0.05
    if let rate, discrepancy * rate < 0.99 {
      complaints.add(
        estop.position(of: "discrepancy"), estop.path("discrepancy"),
        "\(Dimension.time.text(discrepancy)) is shorter than a cycle at "
          + Dimension.frequency.text(rate),
        allowed: "at least \(Dimension.time.text(1 / rate))",
        hint: "one contact always moves before the other: 50 ms are usual")
    }
    guard channels.count == 2 else { return nil }
    return EmergencyStopDescription(
      channels: channels, discrepancy: TimeSpan(seconds: discrepancy), position: estop.position)
  }

  private mutating func isChannel(
    _ line: LineDescription, at position: SourcePosition, path: String
  ) -> Bool {
    if line.role == .input(normallyClosed: true) {
      guard let entry = lines.records.first(where: { $0.name == line.name })?.record,
        entry.boolean("estop") == false
      else { return true }
      complaints.add(
        entry.position(of: "estop"), entry.path("estop"),
        "\"\(line.name)\" is a channel of the emergency stop", allowed: "true",
        hint: "remove it here, or the line from estop.channels")
      return false
    }
    complaints.add(
      position, path, "\"\(line.name)\" does nothing when its wire is cut",
      allowed: "an input that is normally_closed",
      hint: "wire a closed contact of the button between the line and ground")
    return false
  }

  private mutating func limitSwitch(
    _ limit: Record, line: Int, of robot: RobotDescription, _ joints: Names,
    _ ends: inout [String: String]
  ) -> LimitSwitchDescription? {
    let name = robot.lines[line].name
    var isRight = true
    if robot.lines[line].role != .input(normallyClosed: true) {
      isRight = false
      complaints.add(
        limit.position, limit.path(""),
        "a limit switch that is normally open does nothing when its wire is cut",
        allowed: "input: normally_closed",
        hint: "wire the switch's closed contact between the line and ground")
    }
    if robot.lines[line].isEmergencyStop {
      isRight = false
      complaints.add(
        limit.position, limit.path(""), "\"\(name)\" is an emergency stop already",
        hint: "one line serves one purpose: put the switch on a line of its own")
    }
    guard let joint = limit.text("joint"),
      let side = limit.text("side").flatMap(LimitSwitchDescription.Side.init(rawValue:)),
      joints.contains(
        joint, at: limit.position(of: "joint"), path: limit.path("joint"), &complaints)
    else { return nil }
    let end = "\(joint) \(side.rawValue)"
    if let other = ends[end] {
      isRight = false
      complaints.add(
        limit.position(of: "side"), limit.path("side"),
        "\"\(other)\" is at the \(side.rawValue) end of \"\(joint)\" already",
        hint: "wire two switches of one end in series, to one line")
    }
    ends[end] = name
    guard isRight, let index = robot.joints.firstIndex(where: { $0.name == joint }) else {
      return nil
    }
    return LimitSwitchDescription(
      line: line, joint: index, side: side,
      release: TimeSpan(seconds: limit.number("release") ?? 0.02))
  }

  private mutating func brake(
    _ brake: Record, line: Int, of robot: RobotDescription, _ joints: Names,
    _ braked: inout [String: String]
  ) -> BrakeDescription? {
    let (name, role) = (robot.lines[line].name, robot.lines[line].role)
    var isRight = true
    if case .output(let activeLow, let safeHigh) = role, activeLow != safeHigh {
      isRight = false
      complaints.add(
        brake.position, brake.path(""),
        "\"\(name)\" is active, and the brake released, at its safe level",
        allowed: "a safe level that is not the active one",
        hint:
          "a brake holds without current: safe is \(activeLow ? "high" : "low") where active is "
          + (activeLow ? "low" : "high"))
    }
    if let device = robot.devices.first(where: { $0.outputEnable == line }) {
      isRight = false
      complaints.add(
        brake.position, brake.path(""),
        "\"\(name)\" gates the outputs of \"\(device.name)\" already",
        hint: "the brake engages before the torque goes: put it on a line of its own")
    }
    guard let joint = brake.text("joint"), let engage = brake.number("engage"),
      let release = brake.number("release"),
      joints.contains(
        joint, at: brake.position(of: "joint"), path: brake.path("joint"), &complaints)
    else { return nil }
    if let other = braked[joint] {
      isRight = false
      complaints.add(
        brake.position(of: "joint"), brake.path("joint"),
        "\"\(joint)\" is held by \"\(other)\" already", hint: "drive both brakes by one line")
    }
    braked[joint] = name
    guard isRight, let index = robot.joints.firstIndex(where: { $0.name == joint }) else {
      return nil
    }
    if robot.joints[index].onLoss != .hold,
      let entry = joints.records.first(where: { $0.name == joint })
    {
      complaints.add(
        entry.record.position(of: "on_loss"), entry.record.path("on_loss"),
        "\"\(joint)\" is let go when its reference is lost, while its brake \"\(name)\" stays released",
        allowed: "hold", hint: "a joint with a brake falls when nothing holds it: on_loss: hold")
    }
    return BrakeDescription(
      line: line, joint: index, engage: TimeSpan(seconds: engage),
      release: TimeSpan(seconds: release))
  }
}
