import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

extension StatusReport {
  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("robot", .text(info.name)),
      ("lifecycle", .text(state.lifecycle.words.english)),
      ("is_simulated", .boolean(info.isSimulated)),
      ("is_realtime", .boolean(info.isRealtime)),
      ("degraded_reason", info.degradedReason.isEmpty ? .null : .text(info.degradedReason)),
      ("estop_pressed", .boolean(state.flags.contains(.eStopPressed))),
      ("outputs_enabled", .boolean(state.flags.contains(.outputsEnabled))),
      ("rate_hz", .number(info.rate.hertz)),
      ("cycle", .count(state.cycle)),
      ("time_ns", .integer(Int(state.time.nanoseconds))),
      ("motion", motionJSON),
      ("fault", evidenceJSON(fault)),
      ("degradation", evidenceJSON(degradation)),
      ("joints", .array(joints.map { Self.json($0.info.name, $0.units, $0.snapshot) })),
      ("supplies", .array(zip(info.supplies, state.supplies).map(Self.json))),
      ("sensors", .array(sensors.map(\.json))),
      ("devices", .array(devices.map(\.json))),
      ("loop", statistics.loopJSON),
      ("buses", .array(zip(info.buses, statistics.buses).map(Self.json))),
      ("threads", statistics.threadsJSON(info)),
      ("late", late.json),
      ("access", access.json),
      ("refusals", access.refusalsJSON),
      (
        "death_before",
        deathBefore.isDeath
          ? .object([
            ("english", .text(deathBefore.english)), ("chinese", .text(deathBefore.chinese)),
          ]) : .null
      ),
    ])
  }

  private var motionJSON: JSONValue {
    .object([
      ("state", .text(state.motion.state.name)), ("progress_s", .number(state.motion.progress)),
    ])
  }

  private func evidenceJSON(_ text: Message?) -> JSONValue {
    guard let fault = state.fault, let text else { return .null }
    let joint = fault.joint.flatMap {
      Int($0) < info.joints.count ? info.joints[Int($0)].name : nil
    }
    return .object([
      ("code", .integer(Int(fault.code))), ("joint", joint.map { .text($0) } ?? .null),
      ("value", .number(fault.value)), ("limit", .number(fault.limit)),
      ("english", .text(text.english)), ("chinese", .text(text.chinese)),
    ])
  }

  /// One joint, for programs.
  static func json(_ name: String, _ units: JointUnitNames, _ joint: JointSnapshot) -> JSONValue {
    let (position, effort) = (units.positionKey, units.effortKey)
    return .object([
      ("name", .text(name)),
      ("reference_position_\(position)", .number(joint.referencePosition)),
      ("reference_velocity_\(position)_s", .number(joint.referenceVelocity)),
      ("measured_position_\(position)", .number(joint.measuredPosition)),
      ("measured_velocity_\(position)_s", .number(joint.measuredVelocity)),
      ("effort_applied_\(effort)", .number(joint.effortApplied)),
      ("effort_desired_\(effort)", .number(joint.effortDesired)),
      ("limiting", .array(joint.limiting.names.map { .text($0) })),
      ("age_cycles", .integer(Int(joint.age))),
    ])
  }

  private static func json(_ name: String, _ supply: SupplySnapshot) -> JSONValue {
    .object([
      ("name", .text(name)), ("voltage_v", .number(supply.volts)),
      ("current_a", .number(supply.amperes)),
    ])
  }

  private static func json(_ info: BusInfo, _ bus: ThreadStatistics) -> JSONValue {
    .object([
      ("name", .text(info.name)), ("planned_us", .number(info.planned.microseconds)),
      ("utilisation", .number(info.utilisation)), ("transfers", .count(bus.transfers)),
      ("failures", .count(bus.failures)), ("retries", .count(bus.retries)),
      ("duration", bus[.transfer].sinceStart.json),
      ("recent_duration", bus[.transfer].lastMinute.json),
    ])
  }
}
