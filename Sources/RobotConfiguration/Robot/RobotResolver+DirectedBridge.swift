// Bridges with PWM and direction inputs.
extension RobotResolver {
  mutating func directedBridge(
    _ bridge: Record, of name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> DriveDescription? {
    var channels: [String: ActuatorDescription.Channel] = [:]
    for key in ["pwm", "in1", "in2"] {
      guard let element = bridge[key] else { continue }
      channels[key] = channel(element, bridge.path(key), of: name, drafts, &taken) {
        "PWM, IN1 and IN2 need a channel each"
      }
    }
    let inputs = inputs(bridge, of: name, channels, &taken)
    let standby = standby(bridge, &taken)
    guard let pwm = channels["pwm"], let inputs, standby != nil || !bridge.has("standby")
    else { return nil }
    return .directedBridge(
      DirectedBridgeDescription(pwm: pwm, inputs: inputs, standby: standby))
  }

  /// IN1 and IN2: two channels, or two lines.
  private mutating func inputs(
    _ bridge: Record, of name: String, _ channels: [String: ActuatorDescription.Channel],
    _ taken: inout TakenParts
  ) -> DirectedBridgeDescription.Inputs? {
    let onLines = bridge.has("in1_line") || bridge.has("in2_line")
    for key in ["in1", "in2"] {
      let wanted = onLines ? key + "_line" : key
      if onLines {
        refuse(
          key, bridge, "IN1 and IN2 are both on channels, or both on lines",
          hint: "write \(wanted) with the name of an output line")
      }
      guard !bridge.has(wanted) else { continue }
      complaints.add(
        bridge.position, bridge.path(wanted),
        "missing: the \(onLines ? "line" : "channel") at \(key.uppercased())",
        hint: onLines
          ? "add `\(wanted): \(name)_\(key)`, and the line to `lines`"
          : "add `\(key): pwm.1`, or name lines of the board: in1_line and in2_line")
    }
    guard onLines else {
      guard let in1 = channels["in1"], let in2 = channels["in2"] else { return nil }
      return .channels(in1: in1, in2: in2)
    }
    guard let in1 = direction(bridge, "in1_line", of: name, &taken),
      let in2 = direction(bridge, "in2_line", of: name, &taken)
    else { return nil }
    return .lines(in1: in1, in2: in2)
  }

  /// A line that says where one bridge drives to, and nothing else.
  private mutating func direction(
    _ bridge: Record, _ key: String, of name: String, _ taken: inout TakenParts
  ) -> Int? {
    guard let index = openingLine(bridge, key), let line = bridge.text(key) else { return nil }
    let (position, path) = (bridge.position(of: key), bridge.path(key))
    let isEnable = devices.records.contains { $0.record.text("output_enable") == line }
    if isEnable || taken.standbys.contains(line) {
      complaints.add(
        position, path, "the line \"\(line)\" switches outputs on already",
        hint: "give \(key) a line of its own")
    }
    if let user = taken.lines[line] {
      complaints.add(
        position, path,
        user == name
          ? "IN1 and IN2 need a line each" : "\"\(line)\" is used by the joint \"\(user)\" already")
    } else {
      taken.lines[line] = name
    }
    return index
  }

  /// The line at STBY; `nil` with a complaint where it cannot be one.
  private mutating func standby(_ bridge: Record, _ taken: inout TakenParts) -> Int? {
    guard let index = openingLine(bridge, "standby"), let line = bridge.text("standby") else {
      return nil
    }
    taken.standbys.insert(line)
    if let user = taken.lines[line] {
      complaints.add(
        bridge.position(of: "standby"), bridge.path("standby"),
        "the line \"\(line)\" gives the joint \"\(user)\" its direction",
        hint: "give STBY a line of its own")
    }
    return index
  }

  /// The output line that `key` names, whose safe level is that of a low input; `nil` with a complaint where
  /// it is none.
  private mutating func openingLine(_ bridge: Record, _ key: String) -> Int? {
    guard let name = bridge.text(key) else { return nil }
    let (position, path) = (bridge.position(of: key), bridge.path(key))
    guard lines.contains(name, at: position, path: path, &complaints),
      let line = lines.records.first(where: { $0.name == name })?.record
    else { return nil }
    if !line.has("output") {
      complaints.add(
        position, path, "the line \"\(name)\" is an input",
        hint: "declare it as `{ line: GPIO22, output: active_high, safe: low }`")
      return nil
    }
    if line.has("brake") {
      complaints.add(
        position, path, "the line \"\(name)\" releases a brake already",
        hint: "the brake engages before the torque goes: give the bridge a line of its own")
    }
    if let output = line.text("output"), let safe = line.text("safe"),
      (output == "active_low") == (safe == "low")
    {
      complaints.add(
        position, path,
        "the safe level of \"\(name)\" switches the bridge on: \(safe) is its active level",
        hint: "write `safe: \(safe == "low" ? "high" : "low")` for \"\(name)\"")
    }
    return lines.all.firstIndex(of: name)
  }
}
