import RobotAssembly
import RobotWire

/// All that `status` tells, at one moment.
struct StatusReport {
  let info: RobotInfo
  /// What the values of each joint are in.
  let units: [JointUnitNames]
  let state: StateSnapshot
  let statistics: StatisticsSnapshot
  let late: LateReport
  let sensors: [SensorReport]
  let devices: [DeviceState]
  let access: AccessReport
  let deathBefore: DeathReport
  /// The text of the latched fault, where the daemon gave it.
  let event: FaultEvent?

  init(
    info: RobotInfo, units: [JointUnitNames], state: StateSnapshot,
    statistics: StatisticsSnapshot, late: LateReport, sensors: [SensorReport],
    devices: [DeviceState], access: AccessReport, deathBefore: DeathReport,
    event: FaultEvent?
  ) {
    self.info = info
    self.units = units
    self.state = state
    self.statistics = statistics
    self.late = late
    self.sensors = sensors
    self.devices = devices
    self.access = access
    self.deathBefore = deathBefore
    self.event = event
  }

  /// The present one. Needs a subscription.
  init(of session: DaemonSession) throws(ToolFailure) {
    let units = try session.units()
    let statistics = try session.statistics()
    let late = try session.lateCycles()
    let sensors = try session.sensors()
    let devices = try session.devices()
    let access = try session.access()
    let deathBefore = try session.deathBefore()
    let state = try session.newestState()
    self.init(
      info: session.info, units: units, state: state, statistics: statistics, late: late,
      sensors: sensors, devices: devices, access: access, deathBefore: deathBefore,
      event: session.fault)
  }

  /// The latched fault in words.
  var fault: Message? { state.lifecycle == .degraded ? nil : evidence }

  /// What makes the robot degraded, in words.
  var degradation: Message? { state.lifecycle == .degraded ? evidence : nil }

  private var evidence: Message? {
    guard state.fault != nil else { return nil }
    return FaultText(state: state, event: event, joints: info.joints, units: units).message
  }

  /// The joints with their snapshots.
  var joints: [(info: JointInfo, units: JointUnitNames, snapshot: JointSnapshot)] {
    zip(zip(info.joints, units), state.joints).map { ($0.0, $0.1, $1) }
  }
}
