import RobotWire

/// All that `status` tells, at one moment.
struct StatusReport {
  let info: RobotInfo
  let state: StateSnapshot
  let statistics: StatisticsSnapshot
  let late: LateReport
  /// The text of the latched fault, where the daemon gave it.
  let event: FaultEvent?

  init(
    info: RobotInfo, state: StateSnapshot, statistics: StatisticsSnapshot, late: LateReport,
    event: FaultEvent?
  ) {
    self.info = info
    self.state = state
    self.statistics = statistics
    self.late = late
    self.event = event
  }

  /// The present one. Needs a subscription.
  init(of session: DaemonSession) throws(ToolFailure) {
    let statistics = try session.statistics()
    let late = try session.lateCycles()
    let state = try session.newestState()
    self.init(
      info: session.info, state: state, statistics: statistics, late: late, event: session.fault)
  }

  /// The latched fault in words.
  var fault: Message? {
    guard state.fault != nil else { return nil }
    return FaultText(state: state, event: event, joints: info.joints).message
  }

  /// The joints with their snapshots.
  var joints: [(info: JointInfo, snapshot: JointSnapshot)] {
    zip(info.joints, state.joints).map { ($0, $1) }
  }
}
