/// The RESET pin of a mux (`reset: mux_reset`).
public struct MuxResetDescription: Sendable {
  /// The mux: an index into `RobotDescription.devices`.
  public var device: Int
  /// The output line at its pin: an index into `RobotDescription.lines`. Several muxes may share one.
  public var line: Int
}

extension RobotShape {
  /// The key `reset` of a mux.
  static let muxReset = Field(
    "reset", .word(.name), example: "mux_reset",
    summary: "the output line at its RESET pin, pulsed when a chip hangs and holds the bus")
}

extension RobotResolver {
  /// The lines at the RESET pins of muxes; devices and what lines are for is known by now.
  mutating func resolveMuxResets(of robot: inout RobotDescription) {
    for (index, device) in robot.devices.enumerated() {
      guard let entry = devices.records.first(where: { $0.name == device.name })?.record,
        let name = entry.text("reset")
      else { continue }
      let (position, path) = (entry.position(of: "reset"), entry.path("reset"))
      guard lines.contains(name, at: position, path: path, &complaints),
        let line = robot.lines.firstIndex(where: { $0.name == name })
      else { continue }
      guard case .output(let activeLow, let safeHigh) = robot.lines[line].role else {
        complaints.add(
          position, path, "the line \"\(name)\" is an input",
          hint:
            "add an output under lines: `mux_reset: { line: GPIO22, output: active_low, safe: high }`"
        )
        continue
      }
      if activeLow != safeHigh {
        complaints.add(
          position, path, "the safe level of \"\(name)\" holds the mux in reset",
          hint: "write `safe: \(activeLow ? "high" : "low")` for \"\(name)\"")
      }
      if let user = robot.user(ofOutput: line) {
        complaints.add(
          position, path, "\"\(name)\" is in use: \(user)",
          hint: "a reset pulse would switch that too: give the muxes a line of their own")
      }
      robot.muxResets.append(MuxResetDescription(device: index, line: line))
    }
  }
}

extension RobotDescription {
  /// What the output `line` does beside resetting muxes; `nil` for nothing.
  fileprivate func user(ofOutput line: Int) -> String? {
    if let device = devices.first(where: { $0.outputEnable == line }) {
      return "it gates the outputs of \"\(device.name)\""
    }
    if let brake = brakes.first(where: { $0.line == line }) {
      return "it releases the brake of \"\(joints[brake.joint].name)\""
    }
    return nil
  }
}
