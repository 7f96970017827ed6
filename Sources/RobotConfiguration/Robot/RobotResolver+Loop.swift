import RobotUnits

extension RobotResolver {
  /// How the loop is scheduled; what the file leaves out, or what was refused, has its default.
  mutating func resolveLoop(staleCycles: Int) -> LoopDescription {
    var loop = LoopDescription()
    guard let record = record.record("loop") else { return loop }
    if let overrun = record.record("overrun") {
      loop.overrun = Self.overrun(overrun)
      checkCatchUp(overrun, staleCycles)
    }
    loop.credits = credits(record)
    loop.hasInlineBuses = record.text("buses") == "inline"
    if let spin = spin(record, isInline: loop.hasInlineBuses) { loop.spin = spin }
    if let scheduler = record.record("scheduler") { loop.scheduler = Self.scheduler(scheduler) }
    return loop
  }

  private static func overrun(_ record: Record) -> LoopDescription.Overrun {
    if let cycles = record.integer("catch_up") { return .catchUp(cycles) }
    if let cycles = record.integer("hold") { return .hold(cycles) }
    return record.integer("extrapolate").map { .extrapolate($0) } ?? .skip
  }

  /// Cycles that are caught up have no readings of their own.
  private mutating func checkCatchUp(_ overrun: Record, _ staleCycles: Int) {
    guard let cycles = overrun.integer("catch_up"), cycles > staleCycles else { return }
    complaints.add(
      overrun.position(of: "catch_up"), overrun.path("catch_up"),
      "readings would be \(cycles) cycles old, and safety.stale allows \(staleCycles)",
      allowed: "1...\(staleCycles)", hint: "catch up fewer cycles, or allow older readings")
  }

  private mutating func credits(_ loop: Record) -> LoopDescription.Credits? {
    guard let record = loop.record("credits"), let most = record.integer("most"),
      let regain = record.number("regain")
    else { return nil }
    if let rate, regain < 1 / rate {
      complaints.add(
        record.position(of: "regain"), record.path("regain"),
        "\(Dimension.time.text(regain)) is shorter than a cycle",
        allowed: "at least \(Dimension.time.text(1 / rate))",
        hint: "credits that come back so fast bear any overrun")
    }
    return LoopDescription.Credits(most: most, regain: TimeSpan(seconds: regain))
  }

  /// Beside the buses' threads, the control thread spins in the same cycle on the same processor.
  private mutating func spin(_ loop: Record, isInline: Bool) -> TimeSpan? {
    guard let record = loop.record("wake_up"), let spin = record.number("spin") else { return nil }
    let share = isInline ? 0.5 : 0.25
    if let rate, spin > share / rate {
      complaints.add(
        record.position(of: "spin"), record.path("spin"),
        "\(Dimension.time.text(spin)) is more than \(isInline ? "half" : "a quarter of") a cycle at "
          + Dimension.frequency.text(rate),
        allowed: "at most \(Dimension.time.text(share / rate))",
        hint: "what the wake-up needs is the p99 that `cerebellum status` shows without it; the "
          + "kernel stops real-time threads that use 95 % of the time")
    }
    return TimeSpan(seconds: spin)
  }

  private static func scheduler(_ record: Record) -> LoopDescription.Scheduler {
    switch record.text("policy") {
    case "deadline": return .deadline
    case "other": return .other
    default:
      var processor = LoopDescription.Processor.last
      if let number = record.integer("cpu") { processor = .number(number) }
      if record.text("cpu") == "isolated" { processor = .isolated }
      return .fifo(priority: record.integer("priority"), processor: processor)
    }
  }
}

extension TimeSpan {
  /// To the nearest nanosecond; `seconds` is at least 0.
  init(seconds: Double) { self.init(nanoseconds: Int64(seconds * 1e9 + 0.5)) }
}
