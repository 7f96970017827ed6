extension RobotResolver {
  /// Complains about currents of `motor` that contradict each other.
  mutating func checkCurrents(_ motor: Record) {
    if motor.has("thermal_time"), !motor.has("continuous_current") {
      complaints.add(
        motor.position(of: "thermal_time"), motor.path("thermal_time"),
        "is the time of nothing: without a continuous_current the motor's heat is not modelled",
        hint: "add continuous_current, or remove it")
    }
    guard let peak = motor.number("peak_current"),
      let continuous = motor.number("continuous_current"), peak < continuous
    else { return }
    complaints.add(
      motor.position(of: "peak_current"), motor.path("peak_current"),
      "is less than what the motor bears for ever",
      allowed: "at least \(Dimension.current.text(continuous))",
      hint: "give the datasheet's peak (stall) current, or lower continuous_current")
  }
}
