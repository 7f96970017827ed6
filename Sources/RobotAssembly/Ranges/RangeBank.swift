internal import RobotConfiguration
internal import RobotCore
internal import RobotDrivers
internal import RobotRuntime
internal import RobotUnits

/// What is remembered of one.
struct RangeState: BitwiseCopyable {
  /// The number that came last, and the stamp of its reading.
  var last = 0.0
  var stamp: UInt64 = 0
  /// That of the last reading out of the range that counted.
  var counted: UInt64 = 0
  /// Cycles since then; before the first it is silent.
  var age = UInt32.max
  /// Readings out of the range on end, and for how long they have been, or have not been [s].
  var readings = 0
  var outside = 0.0
  var inside = 0.0
  /// Whether it counts as out of its range, and on which side.
  var isBroken = false
  var isBelow = false

  @_noAllocation @_noLocks
  init() {}
}

/// The supplies and temperatures that must stay in their ranges. Real-time: `update` and `derate` yes.
///
/// One reading is none: two on end, and for the time of its kind, so that a flipped bit stops nobody. Times are
/// those of rows 16 and 17 of the fault table (Documentation/safety.md).
struct RangeBank: ~Copyable {
  /// A supply out of its range for so long is one [s], and is none again after this.
  static var supplyTime: Double { @_noAllocation @_noLocks get { 0.01 } }
  static var supplyRest: Double { @_noAllocation @_noLocks get { 2 } }
  /// The same of a temperature, which must come down by so much besides [degC].
  static var temperatureTime: Double { @_noAllocation @_noLocks get { 1 } }
  static var hysteresis: Double { @_noAllocation @_noLocks get { 10 } }
  /// What a temperature at its greatest leaves of the effort limit: at half the effort a motor gives off a
  /// quarter of the heat.
  static var leastShare: Double { @_noAllocation @_noLocks get { 0.5 } }

  let count: Int
  private let watches: FixedArray<RangeBinding>
  private let states: FixedArray<RangeState>
  private let period: Double

  init(_ watches: [RangeBinding], period: Double) {
    count = watches.count
    self.watches = FixedArray(watches)
    states = FixedArray(repeating: RangeState(), count: watches.count)
    self.period = period
  }

  /// Takes what the sensors brought in this cycle, and says what is out of its range.
  @_noAllocation @_noLocks
  func update(_ sensors: borrowing SensorBank, _ report: inout WatchReport) {
    for index in 0..<count {
      take(sensors.samples[watches[index].sensor], sensors.values, index)
      tell(index, &report)
    }
  }

  @_noAllocation @_noLocks
  private func take(
    _ sample: SensorSample, _ values: borrowing FixedArray<Double>, _ index: Int
  ) {
    let watch = watches[index]
    var state = states[index]
    if state.age < .max { state.age += 1 }
    if sample.stamp != state.stamp, sample.health.contains(watch.channel) {
      state.stamp = sample.stamp
      state.age = 0
      state.last = values[watch.value]
      let isOutside = state.last > watch.upper || state.last < watch.lower
      if !isOutside {
        state.readings = 0
      } else if state.readings == 0 {
        state.readings = 1
        state.counted = sample.stamp
      } else if sample.stamp >= state.counted + UInt64(watch.turn) {
        // The exchanges of one turn may come in different cycles: they are one reading.
        state.readings = 2
        state.counted = sample.stamp
      }
      state.isBelow = state.last < watch.lower
    }
    let isTemperature: Bool
    switch watch.quantity {
    case .temperature: isTemperature = true
    case .voltage, .current: isTemperature = false
    }
    if state.readings > 0 {
      state.outside += period
      state.inside = 0
      let time = isTemperature ? Self.temperatureTime : Self.supplyTime
      // A little less, for sums of periods.
      if state.readings >= 2, state.outside > time - 0.01 * period { state.isBroken = true }
    } else {
      state.outside = 0
      state.inside += period
      let isBack =
        isTemperature
        ? state.last <= watch.upper - Self.hysteresis : state.inside >= Self.supplyRest
      if isBack { state.isBroken = false }
    }
    states[index] = state
  }

  @_noAllocation @_noLocks
  private func tell(_ index: Int, _ report: inout WatchReport) {
    let (watch, state) = (watches[index], states[index])
    let mostAge = watch.turn * SensorBank.mostTurns
    if state.age > mostAge {
      report.add(.silent, device: watch.device, value: Double(state.age), limit: Double(mostAge))
    }
    guard state.isBroken else { return }
    switch watch.quantity {
    case .temperature:
      report.add(.tooHot, device: watch.device, value: state.last, limit: watch.upper)
    case .current:
      report.add(.overCurrent, device: watch.device, value: state.last, limit: watch.upper)
    case .voltage where state.isBelow:
      report.add(.underVoltage, device: watch.device, value: state.last, limit: watch.lower)
    case .voltage:
      report.add(.overVoltage, device: watch.device, value: state.last, limit: watch.upper)
    }
  }

  /// Writes the share of its effort limit that temperatures leave each of the first `joints` joints; says whether
  /// one of them is below 1.
  @_noAllocation @_noLocks
  func derate(_ shares: borrowing FixedArray<Double>, joints: Int) -> Bool {
    var least = 1.0
    for joint in 0..<joints { shares[joint] = 1 }
    for index in 0..<count {
      let (watch, last) = (watches[index], states[index].last)
      guard last > watch.derateFrom, states[index].stamp != 0 else { continue }
      let way = min((last - watch.derateFrom) / (watch.upper - watch.derateFrom), 1)
      let share = 1 - (1 - Self.leastShare) * way
      least = min(least, share)
      for joint in 0..<joints where watch.joints.isEmpty || watch.joints.contains(joint) {
        shares[joint] = min(shares[joint], share)
      }
    }
    return least < 1
  }
}
