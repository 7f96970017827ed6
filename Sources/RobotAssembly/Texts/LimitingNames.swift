public import RobotWire

extension LimitingReasons {
  /// The names of the reasons that are set, for programs.
  public var names: [String] {
    let all: [(LimitingReasons, String)] = [
      (.position, "position"), (.velocity, "velocity"), (.acceleration, "acceleration"),
      (.effort, "effort"), (.voltage, "voltage"), (.arming, "arming"), (.endStop, "end_stop"),
      (.commandLost, "command_lost"), (.passivity, "passivity"),
      (.limitSwitch, "limit_switch"), (.jerk, "jerk"),
      (.temperature, "temperature"),
      (.oscillation, "oscillation"), (.current, "current"),
    ]
    return all.filter { contains($0.0) }.map(\.1)
  }
}
