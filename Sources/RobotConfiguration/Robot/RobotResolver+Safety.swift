import RobotUnits

extension RobotResolver {
  /// When the runtime gives up; what the file leaves out, or what was refused, has its default.
  mutating func resolveSafety() -> SafetyDescription {
    var safety = SafetyDescription()
    guard let record = record.record("safety") else { return safety }
    if let cycles = staleCycles(record) { safety.staleCycles = cycles }
    if let stall = stall(record) { safety.stall = stall }
    safety.overSpeed = record.number("over_speed") ?? safety.overSpeed
    safety.positionMargin = record.number("position_margin") ?? safety.positionMargin
    safety.armingMargin = record.number("arming_margin") ?? safety.armingMargin
    safety.armingTime = record.number("arming_time").map(TimeSpan.init) ?? safety.armingTime
    safety.followingError = record.number("following_error") ?? safety.followingError
    safety.followingErrorTime =
      record.number("following_error_time").map(TimeSpan.init) ?? safety.followingErrorTime
    safety.oscillation = record.number("oscillation") ?? safety.oscillation
    safety.jumpMargin = record.number("jump_margin") ?? safety.jumpMargin
    safety.degradedSpeed = record.number("degraded_speed") ?? safety.degradedSpeed
    safety.polarityProbe = record.number("polarity_probe")
    safety.startTolerance = record.number("start_tolerance") ?? safety.startTolerance
    safety.approval =
      record.text("approval").flatMap(SafetyDescription.Approval.init(rawValue:)) ?? safety.approval
    safety.accepted = accepted(record)
    checkArmingMargin(record, safety)
    return safety
  }

  private func accepted(_ safety: Record) -> Set<SafetyDescription.AcceptedRisk> {
    Set(
      (safety.list("accept") ?? []).compactMap { element in
        if case .text(let text) = element.value { .init(rawValue: text) } else { nil }
      })
  }

  /// Whole cycles within the time; a hundredth of one more, for periods that decimals do not hit.
  private mutating func staleCycles(_ safety: Record) -> Int? {
    guard let stale = safety.number("stale"), let rate else { return nil }
    if stale * rate < 0.99 { refuse(safety, "stale", stale, rate) }
    return max(1, Int(stale * rate + 0.01))
  }

  private mutating func stall(_ safety: Record) -> TimeSpan? {
    guard let stall = safety.number("stall") else { return nil }
    if let rate, stall * rate < 0.99 { refuse(safety, "stall", stall, rate) }
    return TimeSpan(seconds: stall)
  }

  private mutating func refuse(_ safety: Record, _ key: String, _ time: Double, _ rate: Double) {
    complaints.add(
      safety.position(of: key), safety.path(key),
      "\(Dimension.time.text(time)) is shorter than a cycle at \(Dimension.frequency.text(rate))",
      allowed: "at least \(Dimension.time.text(1 / rate))",
      hint: "three cycles are usual for stale, and 100 ms for stall")
  }

  /// Who may be armed there must not be a fault there.
  private mutating func checkArmingMargin(_ record: Record, _ safety: SafetyDescription) {
    guard safety.armingMargin > safety.positionMargin else { return }
    let key = record.has("arming_margin") ? "arming_margin" : "position_margin"
    complaints.add(
      record.position(of: key), record.path(key),
      "a joint may be armed \(Dimension.angle.text(safety.armingMargin)) beyond its limit, and "
        + "\(Dimension.angle.text(safety.positionMargin)) beyond it is a fault",
      allowed: "an arming_margin of at most the position_margin",
      hint: "lower the one, or raise the other")
  }
}
