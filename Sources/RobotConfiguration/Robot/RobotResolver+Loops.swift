extension RobotResolver {
  /// The loops of a law that has some, or else its gains; no gains where there is an error about either.
  mutating func loops(
    _ control: Record, _ law: ControlDescription.Law, velocityFilter: Double
  ) -> (LoopsDescription?, (kp: Double, ki: Double, kd: Double)?) {
    switch law {
    case .position: return (nil, (0, 0, 0))
    case .pid, .impedance:
      guard let kp = control.number("kp"), let kd = control.number("kd") else { return (nil, nil) }
      return (nil, (kp, control.number("ki") ?? 0, kd))
    case .fullPID:
      guard let loop = loop(control, "effort_rate", velocityFilter) else { return (nil, nil) }
      return (.pid(loop), (0, 0, 0))
    case .cascade:
      let outer = control.record("position").flatMap { loop($0, "acceleration", velocityFilter) }
      let inner = control.record("velocity").flatMap { loop($0, "effort_rate", velocityFilter) }
      guard var outer, let inner else { return (nil, nil) }
      // The reference's velocity passes, so that a joint in motion needs no error to follow.
      if !(control.record("position")?.has("ff1") ?? false) { outer.feedForward[1] = 1 }
      return (.cascade(position: outer, velocity: inner), (0, 0, 0))
    }
  }

  /// Complains about a filter that lets nothing be filtered at the robot's rate.
  mutating func checkFilter(_ key: String, _ record: Record) {
    guard let filter = record.number(key), let rate, filter >= rate / 2 else { return }
    complaints.add(
      record.position(of: key), record.path(key),
      "\(Dimension.frequency.text(filter)) cannot be filtered at a rate of "
        + Dimension.frequency.text(rate),
      allowed: "below half the rate: \(Dimension.frequency.text(rate / 2))")
  }

  private mutating func loop(
    _ record: Record, _ rateKey: String, _ velocityFilter: Double
  ) -> PIDDescription? {
    checkFilter("derivative_filter", record)
    checkPeriods("transfer_time", record)
    let antiWindup = antiWindup(record)
    guard let (points, variable) = gains(record), let antiWindup else { return nil }
    return PIDDescription(
      points: points, variable: variable, b: record.number("b") ?? 1, c: record.number("c") ?? 1,
      derivativeFilter: record.number("derivative_filter") ?? velocityFilter,
      feedForward: (0..<4).map { record.number("ff\($0)") ?? 0 }, antiWindup: antiWindup,
      integralLimit: record.number("integral_limit"), outputRate: record.number(rateKey),
      deadband: record.number("deadband") ?? 0,
      transferTime: record.number("transfer_time") ?? max(0.2, rate.map { 1 / $0 } ?? 0),
      position: record.position)
  }

  /// Constant gains, or those of a schedule.
  private mutating func gains(
    _ record: Record
  ) -> ([PIDDescription.Point], PIDDescription.Variable)? {
    guard record.has("schedule") else {
      if !record.has("kp") {
        complaints.add(
          record.position, record.path("kp"), "missing: the loop has neither gains nor a schedule",
          hint: "add kp, or a schedule of gains")
      }
      return point(record, at: 0).map { ([$0], .position) }
    }
    for key in ["kp", "ki", "kd"] where record.has(key) {
      complaints.add(
        record.position(of: key), record.path(key),
        "cannot stand beside schedule, whose points have gains of their own",
        hint: "remove it, or the schedule")
    }
    guard let schedule = record.record("schedule") else { return nil }
    for variable in PIDDescription.Variable.allCases {
      guard let list = schedule.list(variable.rawValue) else { continue }
      return points(list, schedule.path(variable.rawValue)).map { ($0, variable) }
    }
    return nil
  }

  /// The points of a schedule; those that are not in order are complained about.
  private mutating func points(_ list: [Checked], _ path: String) -> [PIDDescription.Point]? {
    var points: [PIDDescription.Point] = []
    for (index, element) in list.enumerated() {
      guard case .record(let record) = element.value, let at = record.number("at"),
        let point = point(record, at: at)
      else { continue }
      if let last = points.last, at <= last.at {
        complaints.add(
          record.position(of: "at"), "\(path)[\(index)].at",
          "is not above that of the point before",
          hint: "sort the points")
      }
      points.append(point)
    }
    return points.count == list.count ? points : nil
  }

  private func point(_ record: Record, at: Double) -> PIDDescription.Point? {
    record.number("kp").map {
      PIDDescription.Point(
        at: at, kp: $0, ki: record.number("ki") ?? 0, kd: record.number("kd") ?? 0)
    }
  }

  private mutating func antiWindup(_ record: Record) -> PIDDescription.AntiWindup? {
    let kind = record.text("anti_windup") ?? "conditional"
    guard kind == "back_calculation" else {
      if record.has("tracking_time") {
        complaints.add(
          record.position(of: "tracking_time"), record.path("tracking_time"),
          "belongs to anti_windup: back_calculation, not to anti_windup: \(kind)",
          hint: "remove it, or write anti_windup: back_calculation")
      }
      return kind == "clamp" ? .clamp : .conditional
    }
    checkPeriods("tracking_time", record)
    if !record.has("tracking_time") {
      complaints.add(
        record.position, record.path("tracking_time"),
        "missing: how fast the integral follows the limited output",
        hint: "add `tracking_time: 100 ms`")
    }
    return record.number("tracking_time").map { .backCalculation(trackingTime: $0) }
  }

  /// Complains about a time that is shorter than a period.
  mutating func checkPeriods(_ key: String, _ record: Record) {
    guard let time = record.number(key), let rate, time < 1 / rate else { return }
    complaints.add(
      record.position(of: key), record.path(key),
      "\(Dimension.time.text(time)) is less than a period",
      allowed: "at least \(Dimension.time.text(1 / rate))")
  }
}
