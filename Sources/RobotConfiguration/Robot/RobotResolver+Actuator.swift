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

  /// A channel that no joint has yet; `again` says what is wrong where this joint has it itself.
  mutating func channel(
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
}
