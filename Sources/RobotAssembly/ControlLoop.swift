internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotRuntime
internal import RobotUnits

/// The control thread's work: decode, `ControlCycle.step`, encode, publish.
///
/// Takes the newest replies of every bus without waiting for them; a reply that is not there is a
/// stale sample. What it computes leaves with the bus transfer of the next grid point. Real-time: yes;
/// system calls: one per emergency-stop and limit-switch line, and one per output-enable and brake line when
/// that changes.
struct ControlLoop: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the control thread and used there only; what it shares are the ports' rings and buffers.
  private var cycle: ControlCycle
  private let links: BusLinks
  private let encoders: FixedArray<EncoderBinding>
  private let bridges: FixedArray<BridgeBinding>
  private let sensors: SensorBank
  private let skins: TactileBank
  private var tares: RingReader<Int32>
  /// The power monitors among them.
  private let powers: FixedArray<Int>
  private let powerChannels: FixedArray<Int>
  private let watch: DeviceWatch
  private var lines: SafetyLines
  /// Keeps the memory behind `knots`.
  private let motion: MotionStore
  private let knots: MotionView
  private var requests: RingReader<Request>
  private var events: RingWriter<LoopEvent>
  private var snapshots: TripleBufferWriter<RobotSnapshot>
  private var stream: TripleBufferReader<StreamFrame>
  private let grid: CycleGrid
  private let period: Double
  private let staleCycles: UInt32
  private let actuators: FixedArray<ActuatorWatch>
  private var lateReplies: UInt64 = 0
  private var hasStream = false
  private var linesLost = false
  private let ahead: CommandAhead

  init(
    model: RobotModel, bindings: Bindings, watch: consuming DeviceWatch,
    links: consuming BusLinks,
    lines: consuming SafetyLines, ports: RobotPorts, grid: CycleGrid, aging: CommandAging
  ) {
    let safety = model.safety
    period = grid.period.seconds
    cycle = ControlCycle(
      joints: model.joints, tree: model.makeTree(), safety: safety, period: grid.period.seconds,
      couplings: ActuatorCouplings(model.couplings), followers: model.makeFollowers(),
      impedances: model.makeImpedances(), switches: model.switches, brakes: model.brakes)
    self.links = links
    encoders = FixedArray(bindings.encoders)
    bridges = FixedArray(bindings.bridges)
    sensors = SensorBank(bindings.sensors)
    skins = TactileBank(bindings.skins, bindings.sensors.sensors)
    tares = ports.tares.reader
    powers = FixedArray(bindings.powers)
    powerChannels = FixedArray(
      bindings.powers.map { bindings.sensors.sensors[$0].channels.first })
    self.watch = watch
    actuators = FixedArray(repeating: ActuatorWatch(), count: bindings.bridges.count)
    self.lines = lines
    motion = ports.motion
    knots = ports.motion.view
    requests = ports.requests.reader
    events = ports.events.writer
    snapshots = ports.snapshots.writer
    stream = ports.stream.reader
    self.grid = grid
    staleCycles = safety.staleCycles
    ahead = CommandAhead(model, aging: aging)
  }

  @_noAllocation @_noLocks
  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let index = turn.index
    let now = Cycle(index: index, time: grid.instant(index), period: period)
    var input = CycleInput()
    input.skippedCycles = turn.skipped
    input.overrun = turn.overrun
    decode(turn, &input)
    trace.end(.decode)
    input.safetyLineLost = linesLost
    lines.read(into: &input, at: now.time)
    trace.end(.lines)
    takeCommands(&input)
    trace.end(.commands)
    let verdict = cycle.step(now, input)
    trace.end(.control)
    encode(turn, isPowered: verdict.outputsEnabled)
    trace.end(.encode)
    linesLost = !lines.drive(
      enabled: verdict.outputsEnabled, brakesReleased: verdict.brakesReleased)
    trace.end(.enable)
    // The state first: whoever has read an answer finds what it did.
    publish(now, input, verdict)
    if let result = verdict.result { _ = events.push(.answered(result)) }
    if let record = verdict.latched { _ = events.push(.latched(record)) }
    if let record = verdict.stopped { _ = events.push(.stopped(record)) }
    trace.end(.publish)
  }

  @_noAllocation @_noLocks
  mutating func end() { _ = lines.drive(enabled: false, brakesReleased: false) }

  @_noAllocation @_noLocks
  private mutating func decode(_ turn: Turn, _ input: inout CycleInput) {
    let stamp = turn.index + 1
    for bus in 0..<links.count where !links.update(bus, stamp: stamp) {
      // The readings of a cycle that is caught up are gone: nothing is late about those that are there.
      if turn.behind == 0 { lateReplies += 1 }
    }
    watch.update(links)
    for joint in 0..<encoders.count {
      let encoder = encoders[joint]
      let replies = links.replies(encoder.bus)
      let measurement = encoder.measurement(
        bytes: replies.pointee.bytes, statuses: replies.pointee.statuses, stamp: stamp)
      if encoder.isOfShaft {
        cycle.shafts[joint] = measurement
      } else {
        cycle.measurements[joint] = measurement
      }
      let bridge = bridges[joint]
      actuators[joint].see(links.replies(bridge.bus).pointee.statuses[bridge.entry].stamp)
      if actuators[joint].age > staleCycles, input.actuatorLost < 0 { input.actuatorLost = joint }
      // An encoder's angle stays right without them: it is set up again while the robot goes on.
      if watch.isLost[bridge.device], input.settingsLost < 0 { input.settingsLost = joint }
    }
    sensors.update(links)
    guard skins.count > 0 else { return }
    while let skin = tares.pop() { skins.tare(Int(skin)) }
    skins.update(
      sensors, index: turn.index, at: grid.instant(turn.index), period: grid.period.nanoseconds)
  }

  @_noAllocation @_noLocks
  private mutating func takeCommands(_ input: inout CycleInput) {
    if let request = requests.pop() {
      input.hasRequest = true
      input.request = request
      if request.kind == .startMotion, cycle.source != .motion {
        cycle.motion = knots.first(request.knotCount)
      }
    }
    if stream.update() {
      hasStream = true
      for joint in 0..<cycle.jointCount {
        cycle.targets[joint] = stream.slot.pointee.targets[joint]
      }
    }
    input.hasStream = hasStream
    input.streamValidUntil = stream.slot.pointee.validUntil
  }

  @_noAllocation @_noLocks
  private mutating func encode(_ turn: Turn, isPowered: Bool) {
    for joint in 0..<bridges.count {
      let bridge = bridges[joint]
      bridge.encode(
        duty: cycle.duties[joint], isPowered: isPowered,
        into: links.requests(bridge.bus).pointee.bytes)
      guard ahead.count > 0 else { continue }
      ahead.encode(
        joint, cycle.snapshot(of: joint), skipped: turn.skipped, isPowered: isPowered,
        bridge: bridge, into: links.requests(bridge.bus).pointee)
    }
    if ahead.count > 0 { ahead.encodeCoupled(isPowered: isPowered, bridges: bridges, links: links) }
    for bus in 0..<links.count { links.publish(bus, stamp: turn.index + 1) }
  }

  @_noAllocation @_noLocks
  private mutating func publish(_ now: Cycle, _ input: CycleInput, _ verdict: Verdict) {
    let slot = snapshots.slot
    slot.pointee.cycle = now
    slot.pointee.lifecycle = cycle.lifecycle.state
    slot.pointee.source = cycle.source
    slot.pointee.hasFinishedMotion = cycle.hasFinishedMotion
    slot.pointee.motionTime = cycle.player.time
    slot.pointee.trackedCycles = cycle.trackedCycles
    slot.pointee.fault = cycle.fault
    slot.pointee.emergencyStop = input.emergencyStop
    slot.pointee.outputsEnabled = verdict.outputsEnabled
    slot.pointee.lateReplies = lateReplies
    cycle.publish(into: slot.pointee.joints)
    publishSensors(into: slot.pointee)
    snapshots.publish()
  }

  @_noAllocation @_noLocks
  private func publishSensors(into snapshot: borrowing RobotSnapshot) {
    for index in 0..<sensors.count { snapshot.sensors[index] = sensors.samples[index] }
    for index in 0..<sensors.values.count { snapshot.sensorValues[index] = sensors.values[index] }
    for index in 0..<powers.count {
      let sample = sensors.samples[powers[index]]
      let channel = powerChannels[index]
      snapshot.powers[index] = PowerSample(
        volts: sensors.values[channel], amperes: sensors.values[channel + 1],
        isValid: sample.health.contains(0) && sample.health.contains(1))
    }
    skins.publish(into: snapshot)
    for device in 0..<watch.isLost.count { snapshot.lostSettings[device] = watch.isLost[device] }
  }
}

/// The control thread, as a concrete type: the compiler's real-time checks look through generic code
/// only from a concrete function, and in a debug build only in the file of the task.
struct ControlThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<ControlLoop>

  init(_ executor: consuming CyclicExecutor<ControlLoop>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
