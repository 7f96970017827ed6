internal import RobotControl
internal import RobotUnits

// What supplies and temperatures do to the cycle. Robots that watch none pay one test for each part.
extension ControlCycle {
  /// Stops a robot whose supply or temperature is out of its range.
  @_noAllocation @_noLocks
  mutating func obeyWatches(_ cycle: Cycle, _ report: WatchReport, _ verdict: inout Verdict) {
    // Who brakes gives energy back: a supply that is too high already is left alone.
    latch(.overVoltage, report.overVoltage, cycle, &verdict)
    latch(.underVoltage, report.underVoltage, cycle, &verdict)
    latch(.overCurrent, report.overCurrent, cycle, &verdict)
    latch(.overTemperature, report.tooHot, cycle, &verdict)
  }

  @_noAllocation @_noLocks
  private mutating func latch(
    _ code: FaultCode, _ finding: WatchFinding, _ cycle: Cycle, _ verdict: inout Verdict
  ) {
    guard !finding.devices.isEmpty else { return }
    latch(
      code, joint: -1, device: finding.devices.first, value: finding.value, limit: finding.limit,
      cycle, &verdict)
  }

  /// Everything of supplies and temperatures that forbids to arm.
  @_noAllocation @_noLocks
  mutating func examine(_ report: WatchReport) {
    add(.supplyOutOfRange, devices: report.underVoltage.devices)
    add(.supplyOutOfRange, devices: report.overVoltage.devices)
    add(.supplyOutOfRange, devices: report.overCurrent.devices)
    add(.tooHot, devices: report.tooHot.devices)
    add(.sensorNotFresh, devices: report.silent.devices)
  }

  @_noAllocation @_noLocks
  private mutating func add(_ refusal: Refusal, devices: DeviceSet) {
    guard !devices.isEmpty else { return }
    for device in 0..<128 where devices.contains(device) {
      armingBlocks.add(refusal, device: device)
    }
    if devices.first >= 128 { armingBlocks.add(refusal, device: devices.first) }
  }

  /// Gives every joint the share of its effort limit that temperatures leave it.
  @_noAllocation @_noLocks
  mutating func derate() {
    for index in 0..<pairs.count {
      let share = Pair(deratings.base[2 * index], deratings.base[2 * index + 1])
      pairs[index].effortLimit = share * pairs[index].givenEffortLimit
    }
    for index in 0..<heats.count {
      let heat = heats.base[index]
      heat.limit(&pairs.base[heat.pair])
    }
  }

  /// Says of joints that temperatures derate that they do.
  @_noAllocation @_noLocks
  func noteDeratings() {
    for joint in 0..<jointCount where deratings.base[joint] < 1 {
      pairs.base[joint >> 1].limits.insert(.temperature, lane: joint & 1)
    }
  }
}
