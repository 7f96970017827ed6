internal import RobotControl
internal import RobotCore
internal import RobotDrivers
internal import RobotRuntime
internal import RobotUnits
internal import SimulatedHAL

/// The control thread's work: decode, `ControlCycle.step`, encode, publish.
///
/// Takes the newest replies of every bus without waiting for them; a reply that is not there is a
/// stale sample. What it computes leaves with the bus transfer of the next grid point. Real-time: yes;
/// system calls: one per emergency-stop and limit-switch line, those of `PulseEncoders`, and one per
/// output-enable, standby, brake and direction line when that changes.
struct ControlLoop: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the control thread and used there only; what it shares are the ports' rings and buffers.
  private var cycle: ControlCycle
  private let links: BusLinks
  private let encoders: FixedArray<EncoderBinding>
  /// The second encoders of joints.
  private let redundant: FixedArray<EncoderBinding>
  /// One for each joint; of those that `driven` names they mean something.
  private let bridges: FixedArray<BridgeBinding>
  private let pulses: PulseEncoders
  private let reports: FixedArray<ActuatorReport>
  /// The joints that bridges drive.
  private let driven: FixedArray<Int>
  private var servos: ServoBank
  private let sensors: SensorBank
  private let ranges: RangeBank
  private let skins: TactileBank
  private var tares: RingReader<Int32>
  /// The power monitors among them.
  private let powers: FixedArray<Int>
  private let powerChannels: FixedArray<Int>
  private let watch: DeviceWatch
  private var errors: DeviceErrors
  /// By joint.
  private let sources: FixedArray<EncoderSource>
  private let stills: FixedArray<StillWatch>
  private let samples: FixedArray<EncoderSample>
  private var lines: SafetyLines
  private let directions: DirectionLines
  private let simulator: SimulatorHealthReader
  /// Keeps the memory behind `knots`.
  private let motion: MotionStore
  private let knots: MotionView
  private var requests: RingReader<Request>
  private var events: RingWriter<LoopEvent>
  private var snapshots: TripleBufferWriter<RobotSnapshot>
  private var stream: TripleBufferReader<StreamFrame>
  private var evidence: EvidenceRecorder
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
    errors: consuming DeviceErrors, links: consuming BusLinks, pulses: consuming PulseEncoders,
    lines: consuming SafetyLines, directions: consuming DirectionLines,
    simulator: consuming SimulatorHealthReader, ports: RobotPorts,
    grid: CycleGrid, aging: CommandAging, startBlocks: [StartBlock]
  ) {
    let safety = model.safety
    period = grid.period.seconds
    cycle = ControlCycle(
      joints: model.joints, tree: model.makeTree(), safety: safety, period: grid.period.seconds,
      couplings: ActuatorCouplings(model.couplings), followers: model.makeFollowers(),
      impedances: model.makeImpedances(), switches: model.switches, brakes: model.brakes,
      startBlocks: startBlocks.map { ArmingBlock($0.refusal, joint: $0.joint) })
    self.links = links
    encoders = FixedArray(bindings.encoders)
    redundant = FixedArray(bindings.redundant)
    bridges = FixedArray(bindings.bridges)
    self.pulses = pulses
    reports = FixedArray(bindings.reports)
    driven = FixedArray(bindings.bridges.indices.filter { bindings.bridges[$0].device >= 0 })
    servos = ServoBank(bindings.servos, model, staleCycles: safety.staleCycles)
    sensors = SensorBank(bindings.sensors)
    ranges = RangeBank(model.ranges(bindings.sensors), period: grid.period.seconds)
    skins = TactileBank(bindings.skins, bindings.sensors.sensors)
    tares = ports.tares.reader
    powers = FixedArray(bindings.powers)
    powerChannels = FixedArray(
      bindings.powers.map { bindings.sensors.sensors[$0].channels.first })
    self.watch = watch
    self.errors = errors
    sources = FixedArray(bindings.sources)
    stills = FixedArray(repeating: StillWatch(), count: bindings.sources.count)
    samples = FixedArray(repeating: EncoderSample(), count: bindings.sources.count)
    actuators = FixedArray(repeating: ActuatorWatch(), count: bindings.bridges.count)
    self.lines = lines
    self.directions = directions
    self.simulator = simulator
    motion = ports.motion
    knots = ports.motion.view
    requests = ports.requests.reader
    events = ports.events.writer
    snapshots = ports.snapshots.writer
    stream = ports.stream.reader
    evidence = EvidenceRecorder(ports.evidence.writer, period: grid.period.seconds)
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
    input.simulatorTrouble = simulator.cause
    lines.read(into: &input, at: now.time)
    trace.end(.lines)
    takeCommands(&input)
    trace.end(.commands)
    let verdict = cycle.step(now, input)
    trace.end(.control)
    linesLost = false
    if directions.count > 0 {
      linesLost = !directions.turn(
        cycle, bridges, links, stamp: index + 1, isPowered: verdict.outputsEnabled)
    }
    encode(turn, isPowered: verdict.outputsEnabled)
    trace.end(.encode)
    if !lines.drive(enabled: verdict.outputsEnabled, brakesReleased: verdict.brakesReleased) {
      linesLost = true
    }
    trace.end(.enable)
    // The state first: whoever has read an answer finds what it did.
    publish(now, input, verdict)
    if let result = verdict.result { answer(result) }
    if let record = verdict.latched { _ = events.push(.latched(record)) }
    if let record = verdict.stopped { _ = events.push(.stopped(record)) }
    if let record = verdict.degraded { _ = events.push(.degraded(record)) }
    trace.end(.publish)
  }

  @_noAllocation @_noLocks
  mutating func end() {
    _ = lines.drive(enabled: false, brakesReleased: false)
    _ = directions.open()
  }

  @_noAllocation @_noLocks
  private mutating func decode(_ turn: Turn, _ input: inout CycleInput) {
    let stamp = turn.index + 1
    for bus in 0..<links.count where !links.update(bus, stamp: stamp) {
      // The readings of a cycle that is caught up are gone: nothing is late about those that are there.
      if turn.behind == 0 { lateReplies += 1 }
    }
    watch.update(links)
    errors.update(links)
    for index in 0..<encoders.count {
      let encoder = encoders[index]
      let measurement = encoder.measurement(links, stamp: stamp)
      if encoder.place.isOfShaft {
        cycle.shafts[encoder.joint] = measurement
      } else {
        cycle.measurements[encoder.joint] = measurement
      }
    }
    if pulses.count > 0 { pulses.update(cycle.measurements, cycle.shafts, &input) }
    for place in 0..<driven.count {
      let joint = driven[place]
      let bridge = bridges[joint]
      actuators[joint].see(links.replies(bridge.bus).pointee.statuses[bridge.entry].stamp)
      if actuators[joint].age > staleCycles { input.actuatorLost.insert(joint) }
      // An encoder's angle stays right without them: it is set up again while the robot goes on.
      if watch.isLost[bridge.device] { input.settingsLost.insert(joint) }
      if errors.isAnyBad {
        errors.blame(bridge.device, joint: joint, isEncoder: false, &input)
      }
    }
    if servos.isLost.count > 0 { servos.update(links, stamp: stamp, cycle, &input) }
    for joint in 0..<sources.count { judgeEncoder(joint, &input) }
    for index in 0..<redundant.count { decodeRedundant(redundant[index], stamp: stamp, &input) }
    sensors.update(links, errors)
    if ranges.count > 0 {
      ranges.update(sensors, &input.watches)
      cycle.isDerated = ranges.derate(cycle.deratings, joints: cycle.jointCount)
    }
    for index in 0..<reports.count {
      reports[index].tell(sensors, staleCycles: staleCycles, &input)
    }
    if skins.count > 0 { updateSkins(turn) }
  }

  /// Takes what a second encoder says, and counts what it called invalid.
  @_noAllocation @_noLocks
  private mutating func decodeRedundant(
    _ encoder: EncoderBinding, stamp: UInt64, _ input: inout CycleInput
  ) {
    let measurement = encoder.measurement(links, stamp: stamp)
    cycle.redundantMeasurements[encoder.joint] = measurement
    if measurement.quality == .invalid { errors.add(encoder.device) }
    if errors.isAnyBad {
      errors.blame(encoder.device, joint: encoder.joint, isEncoder: true, &input)
    }
  }

  /// Counts for how long the encoder of `joint` gave the same, and what it called invalid.
  @_noAllocation @_noLocks
  private mutating func judgeEncoder(_ joint: Int, _ input: inout CycleInput) {
    let source = sources[joint]
    var measurement = source.isOfShaft ? cycle.shafts[joint] : cycle.measurements[joint]
    stills[joint].see(&measurement)
    if source.isOfShaft {
      cycle.shafts[joint] = measurement
    } else {
      cycle.measurements[joint] = measurement
    }
    guard source.device >= 0 else { return }
    if measurement.quality == .invalid { errors.add(source.device) }
    if errors.isAnyBad {
      errors.blame(source.device, joint: joint, isEncoder: true, &input)
    }
  }

  /// Takes what the skins measured, behind the sensors that they are made of.
  @_noAllocation @_noLocks
  private mutating func updateSkins(_ turn: Turn) {
    while let skin = tares.pop() { skins.tare(Int(skin)) }
    skins.update(
      sensors, links, index: turn.index, at: grid.instant(turn.index),
      period: grid.period.nanoseconds)
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
    if servos.count > 0 { servos.takeTargets(cycle) }
    input.hasStream = hasStream
    input.streamValidUntil = stream.slot.pointee.validUntil
  }

  @_noAllocation @_noLocks
  private mutating func encode(_ turn: Turn, isPowered: Bool) {
    for place in 0..<driven.count {
      let joint = driven[place]
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
    if servos.count > 0 { servos.encode(cycle, isPowered: isPowered, links) }
    for bus in 0..<links.count { links.publish(bus, stamp: turn.index + 1) }
  }

  /// Behind everything that forbids to arm, where that was asked.
  @_noAllocation @_noLocks
  private mutating func answer(_ result: RequestResult) {
    for index in 0..<cycle.armingBlocks.count {
      _ = events.push(.blocked(cycle.armingBlocks.block(index)))
    }
    _ = events.push(.answered(result))
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
    slot.pointee.degradation = cycle.degradation
    slot.pointee.emergencyStop = input.emergencyStop
    slot.pointee.outputsEnabled = verdict.outputsEnabled
    slot.pointee.lateReplies = lateReplies
    cycle.publish(into: slot.pointee.joints)
    publishEncoders(now, into: slot.pointee)
    publishSensors(into: slot.pointee)
    evidence.take(slot.pointee, verdict)
    snapshots.publish()
  }

  @_noAllocation @_noLocks
  private func publishEncoders(_ now: Cycle, into snapshot: borrowing RobotSnapshot) {
    for joint in 0..<samples.count {
      let source = sources[joint]
      let reading = source.isOfShaft ? cycle.shafts[joint] : cycle.measurements[joint]
      samples[joint].take(reading, believedAge: snapshot.joints[joint].age, at: now.time)
      if samples[joint].quality == .implausible, source.device >= 0 { errors.add(source.device) }
      snapshot.encoders[joint] = samples[joint]
    }
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
    for device in 0..<watch.isLost.count {
      snapshot.lostSettings[device] = watch.isLost[device]
      snapshot.devices[device] = errors.health[device]
    }
    for line in 0..<servos.isLost.count { snapshot.lostLines[line] = servos.isLost[line] }
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
