extension FaultScenario {
  /// What the scenario asks of `robot` that it does not have; empty when it has everything.
  public func check(on robot: RobotDescription) -> [ConfigurationError] {
    var complaints = Complaints(file: file)
    if self.robot != Self.anyRobot, robot.name != self.robot {
      complaints.add(
        nil, "robot", "the scenario is for \(self.robot), and this robot is \(robot.name)")
    }
    for fault in faults { check(fault, on: robot, &complaints) }
    return complaints.errors
  }

  private func check(
    _ fault: Fault, on robot: RobotDescription, _ complaints: inout Complaints
  ) {
    let place = fault.place
    let names =
      switch place.target {
      case .bus: robot.buses.map(\.name)
      case .device: robot.names(for: fault.kind)
      case .line: robot.lines.filter(\.isInput).map(\.name)
      case .serial: robot.serialBuses.map(\.name)
      case .joint: robot.joints.map(\.name)
      case .robot: [place.name]
      }
    guard names.contains(place.name) else {
      let what = place.target == .line ? "input line" : place.target.rawValue
      complaints.add(
        place.position, place.keyPath, "\(robot.name) has no \(what) named \"\(place.name)\"",
        allowed: names.isEmpty ? nil : names.joined(separator: ", "),
        hint: Suggestion.text(for: place.name, among: names))
      return
    }
    guard case .swappedChannels = fault.kind,
      let device = robot.devices.firstIndex(where: { $0.name == place.name })
    else { return }
    let muxes = Set(robot.devices.compactMap(\.via?.mux))
    if !muxes.contains(device) {
      complaints.add(
        place.position, place.keyPath, "\(place.name) is no mux with devices behind it",
        allowed: muxes.sorted().map { robot.devices[$0].name }.joined(separator: ", "))
    }
  }
}

extension RobotDescription {
  /// The devices that `kind` can happen to: of a servo it is its supply or its load.
  fileprivate func names(for kind: FaultScenario.Kind) -> [String] {
    switch kind {
    case .overloaded: servos.map(\.name)
    case .unpowered: devices.map(\.name) + servos.map(\.name)
    case .overheated:
      devices.filter { ["lm75", "tmp102"].contains($0.driver) }.map(\.name) + servos.map(\.name)
    case .slippedMagnet:
      joints.flatMap { [$0.encoder.device, $0.redundantEncoder?.encoder.device] }
        .compactMap { $0.map { devices[$0].name } }
    default: devices.map(\.name)
    }
  }
}

extension LineDescription {
  fileprivate var isInput: Bool {
    if case .input = role { true } else { false }
  }
}
