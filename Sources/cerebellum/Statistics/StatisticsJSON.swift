import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

extension StatisticsSnapshot {
  /// Counts and times of the control loop.
  var loopJSON: JSONValue {
    .object([
      ("cycles", .count(cycles)), ("late", .count(control.late)),
      ("overruns", .count(control.overruns)), ("skipped", .count(control.skipped)),
      ("late_replies", .count(lateReplies)), ("bus_errors", .count(busErrors)),
      ("faults", .count(faults)), ("lost_records", .count(lostRecords)),
      ("wake_up", control[.wakeUp].sinceStart.json),
      ("cycle_time", control[.execution].sinceStart.json),
      ("window_s", .number(Double(window.nanoseconds) / 1e9)),
      ("recent_wake_up", control[.wakeUp].lastMinute.json),
      ("recent_cycle_time", control[.execution].lastMinute.json),
    ])
  }

  /// All stages of all threads.
  func threadsJSON(_ info: RobotInfo) -> JSONValue {
    .array(
      threads(info).map { thread in
        let counts = thread.statistics
        return .object([
          ("thread", .text(thread.bus == nil ? "control" : "bus")),
          ("bus", thread.bus.map { .text($0) } ?? .null), ("cycles", .count(counts.cycles)),
          ("late", .count(counts.late)), ("overruns", .count(counts.overruns)),
          ("skipped", .count(counts.skipped)),
          (
            "stages",
            .array(
              counts.stages.map { stage in
                .object([
                  ("stage", .text(stage.stage.name)), ("since_start", stage.sinceStart.json),
                  ("last_minute", stage.lastMinute.json),
                ])
              })
          ),
        ])
      })
  }

  /// The tracking error of each joint of `info`, whose values are in `units`.
  func trackingJSON(_ info: RobotInfo, _ units: [JointUnitNames]) -> JSONValue {
    .array(
      zip(zip(info.joints, units), tracking).map { joint, error in
        let (info, units) = joint
        return .object([
          ("name", .text(info.name)), ("rms_\(units.positionKey)", .number(error.rms)),
          ("max_\(units.positionKey)", .number(error.maximum)),
        ])
      })
  }
}

extension Distribution {
  /// In microseconds; without values, all are `null`.
  var json: JSONValue {
    func time(_ span: TimeSpan) -> JSONValue { count > 0 ? .number(span.microseconds) : .null }
    return .object([
      ("count", .count(count)), ("p50_us", time(p50)), ("p99_us", time(p99)),
      ("p99_9_us", time(p999)), ("p99_99_us", time(p9999)), ("max_us", time(max)),
    ])
  }
}
