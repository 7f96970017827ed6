import TestSupport
import RobotControl
import RobotCore
import RobotUnits

/// One run of random inputs around six joints that move as their efforts say.
struct Adversary {
  let bench: Bench
  var failure: String?
  var states: Set<UInt8> = []
  var sources: Set<UInt8> = []
  var faults: Set<UInt16> = []
  var stops: Set<UInt16> = []
  var granted: Set<UInt8> = []
  /// FNV-1a over every output.
  var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  private var random: SeededRandom
  private var positions = [Double](repeating: 0, count: 6)
  private var velocities = [Double](repeating: 0, count: 6)
  private var glitches = 0.0
  private var isStreaming = false
  private let configurations: [JointConfiguration]
  private var motion: MotionStorage?
  /// A joint that is stuck, or that somebody pushes at a speed in rad/s, or neither (6).
  private var stuck = 6
  private var pushed = 6
  private var push = 0.0
  /// A spell in which nothing is asked but to arm and to clear: a light joint's spring without damping swings
  /// because its bridge is late, or somebody holds one with a warm motor off.
  private enum Spell { case none, late, held }
  private var spell: Spell {
    guard bench.index % 12_000 < 2_000 else { return .none }
    return bench.index / 12_000 % 2 == 0 ? .late : .held
  }
  /// The efforts of the last 4 ms, the oldest first.
  private var late = [0.0, 0]
  /// A joint whose encoder says nothing for some cycles more.
  private var silent = 6
  private var silence = 5
  /// For how many cycles more the second encoder of joint 4 is wrong.
  private var slipped = 0
  private var before: [JointSnapshot]
  private var watches: [ReferenceWatch]
  private let crafts: Bool
  private var craft: CraftedStream
  /// Targets of single joints that a robot which followed commands was sent.
  private(set) var commands = 0
  private var wasPowered = false
  /// Whether the robot was armed to come back inside, in this cycle and since, and has not got there.
  private var recoversNow = false
  private var isRecovering = false
  private var degradedCycles = 0
  /// Whether the cycle before was one of a motion: the one in which it ends still is.
  private var wasOnPath = false
  private var hadFault = false

  init(
    seed: UInt64, crafts: Bool = false,
    change: (Int, inout JointConfiguration) -> Void = { _, _ in }
  ) {
    self.crafts = crafts
    random = SeededRandom(seed: seed)
    craft = CraftedStream(seed: seed)
    configurations = [LossReaction.hold, .damp, .coast, .hold, .damp, .coast].enumerated().map {
      index, reaction in
      .small(onLoss: reaction) {
        if index == 3 {
          $0.rating = MotorHeat.Rating(
            continuousCurrent: 0.4, peakCurrent: 1.1, timeConstant: 0.3)
        }
        // As far as the first's noise, and what it is kicked; streams are crafted for joints without.
        if index == 4, !crafts {
          $0.redundantEncoder = RedundantEncoder(tolerance: 0.05, device: 1)
        }
        change(index, &$0)
      }
    }
    // The brakes of an arm, and a switch at either end of a joint.
    bench = Bench(
      configurations,
      switches: [
        LimitSwitch(joint: 1, side: .upper, release: .milliseconds(20)),
        LimitSwitch(joint: 1, side: .lower, release: .milliseconds(20)),
      ], brakes: BrakeSequence(engageTime: .milliseconds(30), releaseTime: .milliseconds(20)))
    before = (0..<6).map { _ in JointSnapshot() }
    watches = configurations.enumerated().map { ReferenceWatch($1, hasSwitch: $0 == 1) }
  }

  mutating func step() {
    if bench.index % 2_000 < 100 && !wasPowered { beginEpisode() }
    moveJoints()
    sample()
    command()
    let kind = bench.input.hasRequest ? bench.input.request.kind : nil
    let verdict = bench.step()
    bench.input.endEvents()
    note(verdict, kind)
    check(verdict, kind)
    wasPowered = bench.state.isPowered()
    degradedCycles = bench.state == .degraded ? degradedCycles + 1 : 0
    wasOnPath = bench.cycle.source == .motion
    hadFault = bench.cycle.fault != nil
    for joint in 0..<6 { before[joint] = bench.joint(joint) }
  }

  /// How bad the wiring is for the next while, and where the arm lies.
  private mutating func beginEpisode() {
    glitches = [0, 0, 0.0002, 0.005].randomElement(using: &random) ?? 0
    stuck = Int.random(in: 0..<12, using: &random)
    pushed = Int.random(in: 0..<12, using: &random)
    push = random.number(-2.5...2.5)
    for joint in 0..<6 {
      positions[joint] = Bool.random(using: &random) ? 0 : random.number(-1.2...1.2)
      velocities[joint] = 0
    }
  }

  /// 0.05 kg.m^2 and some friction (one joint now and then less, and late), moved by the applied effort; now and then it is kicked.
  private mutating func moveJoints() {
    for joint in 0..<6 {
      var effort = bench.joint(joint).appliedEffort
      var (inertia, friction) = (0.05, 0.3)
      if joint == 3, spell == .late {
        late.append(effort)
        effort = late.removeFirst()
        (inertia, friction) = (0.01, 0)
      }
      velocities[joint] += (effort - friction * velocities[joint]) / inertia * Bench.period
      if random.number(0...1) < 0.000_05 { velocities[joint] += random.number(-8...8) }
      if joint == pushed, spell == .none { velocities[joint] = push }
      if joint == 3, spell == .held {
        let way = bench.joint(3).referencePosition - 0.2 - positions[3]
        velocities[joint] = min(max(5 * way, -1), 1)
      }
      if !wasPowered || joint == stuck && (joint != 3 || spell == .none) { velocities[joint] = 0 }
      positions[joint] += velocities[joint] * Bench.period
    }
  }

  private mutating func sample() {
    silence = max(silence - 1, 0)
    if silence == 0 && random.number(0...1) < glitches * 0.2 {
      silent = Int.random(in: 0..<6, using: &random)
      silence = Int.random(in: 1...6, using: &random)
    }
    for joint in 0..<6 {
      let position = positions[joint] + random.number(-0.001...0.001)
      var sample = JointMeasurement(position: position, quality: .fresh)
      // One that is stuck may as well be one whose encoder is.
      if joint == stuck, stuck % 2 == 0 { sample.stillCycles = 1_000 }
      if silence > 0 && (joint == silent || bench.index < 5) { sample.quality = .missing }
      if random.number(0...1) < glitches {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: sample.quality = .missing
        case 1: sample.quality = .invalid
        case 2: sample.position = .nan
        case 3: sample.position = .infinity
        case 4: sample.position = random.number(-8e307...8e307)
        default: positions[joint] += random.number(-1...1)
        }
      }
      bench.samples[joint] = sample
    }
    guard !crafts else { return }
    slipped = max(slipped - 1, 0)
    bench.cycle.redundantMeasurements[4] = JointMeasurement(
      position: positions[4] + (slipped > 0 ? 0.3 : 0), quality: .fresh)
  }

  private mutating func command() {
    let dice = spell == .none ? random.number(0...1) : 0.35
    if dice < 0.000_1 { bench.input.emergencyStop = true }
    if dice > 0.999_9 { bench.input.safetyLineLost = true }
    if dice > 0.51 && dice < 0.510_1 { bench.input.simulatorTrouble = 2 }
    if dice > 0.5 && dice < 0.500_1 { bench.input.actuatorLost = JointSet(3) }
    if dice > 0.4 && dice < 0.400_1 { bench.input.settingsLost = JointSet(2) }
    if dice > 0.41 && dice < 0.410_1 { bench.input.actuatorFault = JointSet(4) }
    if dice > 0.42 && dice < 0.420_1 { bench.input.servoFault = JointSet(5) }
    if dice > 0.425 && dice < 0.425_1 { bench.input.servoSilent = JointSet(1) }
    if dice > 0.43 && dice < 0.430_1 { bench.input.edgesLost = JointSet(1) }
    if dice > 0.44 && dice < 0.441 { bench.input.positionUnknown = JointSet(0) }
    if dice > 0.45 && dice < 0.450_2 {
      var device = UnreliableDevice()
      device.joint = 3
      device.isEncoder = dice < 0.450_1
      bench.input.add(unreliable: device)
    }
    if dice > 0.46 && dice < 0.460_4 {
      bench.input.degrading.joint = 2
      bench.input.degrading.isEncoder = dice < 0.460_2
    }
    if dice > 0.55 && dice < 0.550_1 { bench.input.channelDisagreement = 0.06 }
    if dice > 0.56 && dice < 0.560_2 {
      bench.input.openSwitches ^= UInt64.random(in: 0...3, using: &random)
    }
    if dice > 0.57 && dice < 0.570_4 {
      let kinds: [WatchReport.Kind] = [.tooHot, .underVoltage, .overVoltage, .overCurrent, .silent]
      let kind = kinds.randomElement(using: &random) ?? .silent
      bench.input.watches.add(kind, device: 1, value: 1, limit: 2)
    }
    if dice > 0.58 && dice < 0.580_2 {
      bench.cycle.isDerated.toggle()
      for joint in 0..<6 { bench.cycle.deratings[joint] = random.number(0.5...1) }
    }
    if dice > 0.6 && dice < 0.601 {
      bench.input.skippedCycles = UInt64.random(in: 1...60, using: &random)
    }
    if dice > 0.61 && dice < 0.610_1 { slipped = 8 }
    if dice > 0.7 && dice < 0.700_5 {
      bench.input.overrun = Overrun(
        cost: 4, stock: 3, escalation: dice < 0.700_2 ? .excessive : .exhausted)
    }
    let isWaiting = crafts && !bench.state.followsCommands()
    if random.number(0...1) < (isWaiting ? 0.3 : 0.02) { request() }
    if random.number(0...1) < 0.002 { isStreaming.toggle() }
    if spell == .late { streamSpring() }
    if isStreaming && spell == .none && (crafts || random.number(0...1) < 0.3) { stream() }
  }

  private mutating func request() {
    let kinds: [Request.Kind] = [.arm, .arm, .recover, .clear, .clear, .jog, .startMotion]
    var kind = kinds.randomElement(using: &random) ?? .arm
    if spell != .none { kind = Bool.random(using: &random) ? .arm : .clear }
    if spell == .none, random.number(0...1) < 0.05 {
      kind = Bool.random(using: &random) ? .stop : .disarm
    }
    if bench.cycle.source != .motion { uploadMotion() }
    bench.input.hasRequest = true
    bench.input.request = Request(
      kind, sequence: bench.index, joint: Int.random(in: -1...6, using: &random),
      displacement: wild(1), speed: wild(2))
  }

  /// From about where the robot is to anywhere, at any speed.
  private mutating func uploadMotion() {
    let start = (0..<6).map { joint in
      MotionPoint(
        position: bench.joint(joint).referencePosition, velocity: 0, acceleration: 0)
    }
    let rest = (0..<2).map { _ in
      (0..<6).map { _ in MotionPoint(position: wild(2), velocity: wild(3), acceleration: wild(20)) }
    }
    let storage = MotionStorage(times: [0, 0.3, 0.7], points: [start] + rest)
    motion = storage
    bench.cycle.motion = storage.view
  }

  /// Stay where you are, one of you without damping.
  private func streamSpring() {
    for joint in 0..<6 { bench.cycle.targets[joint] = .unspecified() }
    bench.cycle.targets[3].kp = 20
    bench.cycle.targets[3].kd = 0
    bench.input.hasStream = true
    bench.input.streamValidUntil = bench.now + .milliseconds(20)
  }

  private mutating func stream() {
    if bench.state.followsCommands() { commands += 6 }
    craft.advance()
    for joint in 0..<6 {
      if crafts, let target = craft.target(joint, configurations[joint], bench.joint(joint)) {
        bench.cycle.targets[joint] = target
        continue
      }
      bench.cycle.targets[joint] = JointTarget(
        position: wild(2), velocity: wild(4), kp: wild(40), kd: wild(1), feedForward: wild(3))
    }
    bench.input.hasStream = true
    bench.input.streamValidUntil =
      bench.now + TimeSpan(nanoseconds: Int64.random(in: 0...30_000_000, using: &random))
  }

  /// Mostly a number within `size`, seldom one that is none, or absurd.
  private mutating func wild(_ size: Double) -> Double {
    let dice = random.number(0...1)
    if dice < 0.05 { return .nan }
    if dice < 0.050_2 { return Bool.random(using: &random) ? .infinity : -.infinity }
    if dice < 0.051 { return random.number(-8e307...8e307) }
    return random.number(-size...size)
  }

  private mutating func note(_ verdict: Verdict, _ kind: Request.Kind?) {
    states.insert(bench.state.rawValue)
    sources.insert(bench.cycle.source.rawValue)
    if let latched = verdict.latched { faults.insert(latched.code.rawValue) }
    if let stopped = verdict.stopped { stops.insert(stopped.code.rawValue) }
    if let degraded = verdict.degraded { stops.insert(degraded.code.rawValue) }
    if let kind, verdict.result?.refusal == Refusal.none { granted.insert(kind.rawValue) }
    mix(UInt64(bench.state.rawValue))
    for joint in 0..<6 {
      let snapshot = bench.joint(joint)
      mix(bench.cycle.duties[joint].bitPattern)
      mix(snapshot.referencePosition.bitPattern)
      mix(snapshot.measuredVelocity.bitPattern)
      mix(snapshot.appliedEffort.bitPattern)
      mix(UInt64(snapshot.limits.rawValue))
    }
  }

  private mutating func mix(_ word: UInt64) { hash = (hash ^ word) &* 0x100_0000_01B3 }

  private mutating func check(_ verdict: Verdict, _ kind: Request.Kind?) {
    let isPowered = bench.state.isPowered()
    let isGranted = verdict.result?.refusal == Refusal.none
    if verdict.brakesReleased && !isPowered { failure = "brakes released without torque" }
    if bench.state.followsCommands() && !verdict.brakesReleased { failure = "active on its brakes" }
    if verdict.outputsEnabled != isPowered { failure = "outputs in \(bench.state)" }
    if isPowered && !wasPowered && !((kind == .arm || kind == .recover) && isGranted) {
      failure = "powered by itself"
    }
    if hadFault && bench.cycle.fault == nil && !(kind == .clear && isGranted) {
      failure = "the fault went away by itself"
    }
    if kind == .clear && isGranted && isPowered { failure = "clear moved" }
    recoversNow = kind == .recover && isGranted
    let isOver = bench.state.followsCommands() || kind == .arm && isGranted
    isRecovering = isPowered && (recoversNow || isRecovering && !isOver)
    for joint in 0..<6 {
      checkOutput(joint, isPowered)
      if isPowered { checkReference(joint) }
      // Who yields and is let go has rules of its own.
      let configuration = configurations[joint]
      if configuration.admittance != nil, configuration.onLoss != .hold { continue }
      let now = bench.joint(joint)
      if let problem = watches[joint].problem(now, bench.way(joint, now, configuration)) {
        failure = "joint \(joint): \(problem)"
      }
    }
  }

  private mutating func checkOutput(_ joint: Int, _ isPowered: Bool) {
    let duty = bench.cycle.duties[joint]
    let snapshot = bench.joint(joint)
    let effort = snapshot.appliedEffort
    if !(abs(duty) <= 1) || snapshot.duty != duty { failure = "joint \(joint): duty \(duty)" }
    if !snapshot.desiredEffort.isFinite { failure = "joint \(joint): \(snapshot.desiredEffort)" }
    let beyond = abs(snapshot.measuredPosition) - 1.55
    if beyond > 1e-9, effort * snapshot.measuredPosition > 0,
      abs(snapshot.measuredVelocity) <= 3.998
    {
      failure = "joint \(joint): \(effort) N.m beyond its end"
    }
    if !isPowered && (duty != 0 || effort != 0) { failure = "joint \(joint): not off" }
    // 12 V / (345 * 0.0087 V.s/rad) = 3.998 rad/s.
    let isBraking = effort * snapshot.measuredVelocity <= 0
    let isFree = abs(snapshot.measuredVelocity) > 3.998
    if !(abs(effort) <= 2.5 * (1 + 1e-9)) && !(isFree && isBraking) {
      failure = "joint \(joint): effort \(effort) at \(snapshot.measuredVelocity) rad/s"
    }
  }

  private mutating func checkReference(_ joint: Int) {
    let now = bench.joint(joint)
    // Only a joint that was armed on its mechanical stop is outside, and it never goes further out.
    // Asked to recover, it begins wherever it is.
    let isSeeded = !isRecovering && (!wasPowered || bench.state == .arming)
    // One that holds and is armed again stays where it is.
    let least = isSeeded ? 1.53 : 1.5
    let held = wasPowered ? abs(before[joint].referencePosition) : 0
    let most = recoversNow ? .infinity : max(least, held)
    if !(abs(now.referencePosition) <= most) {
      failure = "joint \(joint): \(now.referencePosition)"
    }
    if !(abs(now.referenceVelocity) <= 3) {
      failure = "joint \(joint): \(now.referenceVelocity) rad/s"
    }
    // A quarter of it, or on the way there at 20 rad/s^2; a motion slows down along its path first, for no
    // longer than twice a stop of the slowest joint: 0.15 s, and three times the rise of the acceleration where
    // jerk is limited.
    let slowing = abs(before[joint].referenceVelocity) - 20 * Bench.period * (1 - 1e-9)
    let softest = configurations.map(\.bounds.jerk).min() ?? .infinity
    let patience: Double = 2 * (3.0 / 20 + 60 / softest)
    let isOnPath = wasOnPath && Double(degradedCycles) * Bench.period <= patience
    let isSoft = configurations[joint].bounds.jerk < .infinity && degradedCycles < 1000
    if degradedCycles > 0 && bench.state == .degraded && !isOnPath && !isSoft
      && abs(now.referenceVelocity) > max(0.75, slowing)
    {
      failure = "joint \(joint): degraded at \(now.referenceVelocity) rad/s"
    }
    // The others are let go when the stream is lost, and their reference with them.
    guard wasPowered, configurations[joint].onLoss == .hold else { return }
    if bench.cycle.source == .stream && bench.cycle.targets[joint].kp <= 0 { return }
    let moved = (now.referencePosition - before[joint].referencePosition) / Bench.period
    if !(abs(moved - now.referenceVelocity) <= 1e-8) {
      failure = "joint \(joint): moved at \(moved), says \(now.referenceVelocity)"
    }
  }
}
