public import RobotConfiguration

extension RobotModel {
  /// What keeps the robot from a simulator outside; empty: nothing does. Its joints are the simulator's, one by one: the
  /// link has no word for a motor that moves several, nor for the inertia that this ties together. Real-time: no.
  public var simulatorRefusals: [ConfigurationError] {
    robot.couplings.map { coupling in
      let joints = coupling.joints.map { robot.joints[$0].name }.joined(separator: ", ")
      return robot.error(
        at: coupling.position, keyPath: "couplings.\(coupling.name).\(coupling.key)",
        problem:
          "motors that move several joints together (\(joints)) are in the built-in plant only",
        allowed: "behind a simulator: a motor for each joint",
        hint: "leave --simulator out, or give it a robot file without this coupling")
    }
  }

  /// What of the robot file a simulator outside does not get, for people; `nil`: it gets everything. Real-time: no.
  public var lostBehindSimulator: BilingualText? {
    var parts: [BilingualText] = []
    func add(_ key: String, _ chinese: String, _ names: [String], _ english: String) {
      guard !names.isEmpty else { return }
      let list = names.joined(separator: ", ")
      parts.append(BilingualText("\(english) (\(key): \(list))", "\(chinese)（\(key)：\(list)）"))
    }
    let joints = robot.joints
    add("backlash", "间隙", joints.filter { $0.actuator.backlash > 0 }.map(\.name), "play")
    add(
      "stiffness", "弹性", joints.filter { $0.actuator.stiffness != nil }.map(\.name),
      "springs before joints")
    add("simulation.contacts", "接触", robot.simulation.contacts.map(\.name), "contacts")
    if robot.simulation.floatingBase != nil {
      add("simulation", "浮动基座", ["floating_base"], "where a floating base begins")
    }
    guard !parts.isEmpty else { return nil }
    return BilingualText(
      "the simulator's model counts for what the robot file says of "
        + parts.map(\.english).joined(separator: "; ")
        + ": gears are rigid, and what touches is its own",
      "以下内容以仿真器的模型为准，机器人文件中的设置不起作用："
        + parts.map(\.chinese).joined(separator: "；") + "；齿轮视为刚性")
  }
}
