extension RobotResolver {
  /// What gives the motor of the joint `name` its voltage; `nil` where there is an error about it.
  mutating func drive(
    _ actuator: Record, of name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> DriveDescription? {
    if actuator.has("device") { return ownBridge(actuator, of: name, drafts, &taken) }
    if let bridge = actuator.record("bridge") {
      return directedBridge(bridge, of: name, drafts, &taken)
    }
    var channels: [ActuatorDescription.Channel] = []
    for (index, element) in (actuator.list("bridge") ?? []).enumerated() {
      let path = actuator.path("bridge[\(index)]")
      let found = channel(element, path, of: name, drafts, &taken) {
        "forward and reverse are the same channel"
      }
      if let found { channels.append(found) }
    }
    guard channels.count == 2 else { return nil }
    return .bridge(forward: channels[0], reverse: channels[1])
  }

  private mutating func directedBridge(
    _ bridge: Record, of name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> DriveDescription? {
    var channels: [String: ActuatorDescription.Channel] = [:]
    for key in ["pwm", "in1", "in2"] {
      guard let element = bridge[key] else { continue }
      channels[key] = channel(element, bridge.path(key), of: name, drafts, &taken) {
        "PWM, IN1 and IN2 need a channel each"
      }
    }
    let standby = standby(bridge)
    guard let pwm = channels["pwm"], let in1 = channels["in1"], let in2 = channels["in2"],
      standby != nil || !bridge.has("standby")
    else { return nil }
    return .directedBridge(
      DirectedBridgeDescription(pwm: pwm, in1: in1, in2: in2, standby: standby))
  }

  /// A channel that no joint has yet; `again` says what is wrong where this joint has it itself.
  private mutating func channel(
    _ element: Checked, _ path: String, of name: String, _ drafts: [DeviceDraft],
    _ taken: inout TakenParts, again: () -> String
  ) -> ActuatorDescription.Channel? {
    guard case .channel(let device, let number) = element.value,
      let pwm = self.device(device, .pwm, at: element.position, path: path, drafts),
      let driver = drafts[pwm].driver
    else { return nil }
    guard number < driver.channelCount else {
      complaints.add(
        element.position, path, "\"\(device)\" (\(driver.name)) has no channel \(number)",
        allowed: "\(device).0 to \(device).\(driver.channelCount - 1)")
      return nil
    }
    let channel = ActuatorDescription.Channel(device: pwm, channel: number)
    if let user = taken.channels[channel] {
      complaints.add(
        element.position, path,
        user == name ? again() : "\(device).\(number) drives the joint \"\(user)\" already")
    } else {
      taken.channels[channel] = name
    }
    return channel
  }

  /// A chip with a bridge in it, which drives one joint.
  private mutating func ownBridge(
    _ actuator: Record, of name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> DriveDescription? {
    guard let deviceName = actuator.text("device") else { return nil }
    let (position, path) = (actuator.position(of: "device"), actuator.path("device"))
    guard let index = device(deviceName, .motor, at: position, path: path, drafts),
      let driver = drafts[index].driver
    else { return nil }
    let place = ActuatorDescription.Channel(device: index, channel: 0)
    if let user = taken.channels[place] {
      complaints.add(position, path, "\"\(deviceName)\" drives the joint \"\(user)\" already")
    }
    taken.channels[place] = name
    if let range = driver.outputVolts, let motor = actuator.record("motor"),
      let supply = motor.number("supply"), !range.contains(supply)
    {
      complaints.add(
        motor.position(of: "supply"), motor.path("supply"),
        "\"\(deviceName)\" (\(driver.name)) cannot give the motor \(Dimension.voltage.text(supply))",
        allowed: "\(Dimension.voltage.text(range.lowerBound)) to "
          + Dimension.voltage.text(range.upperBound),
        hint: "write the voltage that the motor gets at most, whatever it could bear")
    }
    return .device(index)
  }

  /// The line at STBY; `nil` with a complaint where it cannot be one.
  private mutating func standby(_ bridge: Record) -> Int? {
    guard let name = bridge.text("standby") else { return nil }
    let (position, path) = (bridge.position(of: "standby"), bridge.path("standby"))
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
        hint: "the brake engages before the torque goes: give STBY a line of its own")
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
