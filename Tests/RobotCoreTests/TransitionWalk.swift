import RobotControl
import RobotCore
import RobotUnits
import TestSupport

/// A walk of random transitions of four joints that move as their efforts say, one of them without a limit
/// of jerk. Hands move the arm while it is off, and a load pulls at it.
struct TransitionWalk {
  /// What can happen; counted when it had an effect.
  enum Kind: CaseIterable {
    case arm, disarm, stop, emergencyStop, fault, clear, degrade
    case jog, motion, reconnect, modeChange, gainChange, clientDeath, streamLoss
  }
  /// How the stream commands a joint.
  private enum Mode: CaseIterable { case position, velocity, torque }
  struct Passage: Hashable {
    let from: LifecyclePlace
    let to: LifecyclePlace
  }

  static let armingTime = 0.02
  let bench: Bench
  private(set) var failure: String?
  private(set) var counts: [Kind: Int] = [:]
  private(set) var passages: Set<Passage> = []
  /// From where to where the source of the reference went.
  private(set) var sources: Set<[UInt8]> = []
  /// What is done in this walk, by name.
  var tally: String {
    counts.map { "\($0.key) \($0.value)" }.sorted().joined(separator: ", ")
  }
  var transitions: Int { counts.values.reduce(0, +) }

  private var random: SeededRandom
  private var watches: [ReferenceWatch]
  private let configurations: [JointConfiguration]
  private var positions = [0.2, -0.1, 0.4, 1.52]
  private var velocities = [Double](repeating: 0, count: 4)
  private var loads = [Double](repeating: 0, count: 4)
  private var targets = [JointTarget](repeating: .at(0), count: 4)
  private var pause = 20
  private var isPressed = false
  private var isDegraded = false
  private var sends = false
  private var isLetGo = false
  private var motion: MotionStorage?
  /// What was begun in this cycle, to be counted if it has an effect.
  private var tried: Kind?

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let reactions = [LossReaction.hold, .damp, .coast, .hold]
    configurations = reactions.indices.map { index in
      .small(onLoss: reactions[index]) { $0.bounds.jerk = [400, 2_000, 100, .infinity][index] }
    }
    watches = configurations.map { ReferenceWatch($0, armingTime: Self.armingTime) }
    bench = Bench(configurations) { $0.armingTime = Self.armingTime }
  }

  mutating func step() {
    moveJoints()
    tried = nil
    pause -= 1
    if pause <= 0 {
      act()
      pause =
        Int.random(in: 0..<20, using: &random) == 0 ? 40 : Int.random(in: 1...8, using: &random)
    }
    bench.input.emergencyStop = isPressed
    bench.input.degrading.joint = isDegraded ? 1 : -1
    if sends { send() }
    let place = bench.cycle.lifecycle.place
    let source = bench.cycle.source
    let isExpired = bench.now >= bench.input.streamValidUntil
    bench.step()
    bench.input.endEvents()
    let next = bench.cycle.lifecycle.place
    if place != next { passages.insert(Passage(from: place, to: next)) }
    if source.rawValue != bench.cycle.source.rawValue {
      sources.insert([source.rawValue, bench.cycle.source.rawValue])
      if bench.cycle.source == .stream { count(.reconnect) }
    }
    if let tried { note(tried, place, source) }
    let isStreamOver = source == .stream && isExpired
    if isStreamOver && bench.cycle.source.rawValue != source.rawValue { count(.streamLoss) }
    check(mayLose: isStreamOver)
  }

  /// 0.05 kg.m^2 and some friction between hard stops, moved by the applied effort and a load.
  private mutating func moveJoints() {
    for joint in 0..<4 {
      let isOn = bench.state.isPowered()
      let effort = bench.joint(joint).appliedEffort + 0.1 * loads[joint]
      velocities[joint] += (effort - 0.3 * velocities[joint]) / 0.05 * Bench.period
      if !isOn { velocities[joint] = loads[joint] }
      positions[joint] += velocities[joint] * Bench.period
      if abs(positions[joint]) > 1.52 {
        positions[joint] = positions[joint] > 0 ? 1.52 : -1.52
        velocities[joint] = 0
      }
      let noise = random.number(-0.000_2...0.000_2)
      bench.samples[joint].position = positions[joint] + noise
    }
  }
}

extension TransitionWalk {
  /// Something happens.
  private mutating func act() {
    if Int.random(in: 0..<8, using: &random) == 0 {
      loads = loads.map { _ in random.number(-1...1) }
    }
    if isPressed {
      isPressed = Int.random(in: 0..<3, using: &random) > 0
      return
    }
    let kinds: [Kind]
    switch bench.state {
    case .unconfigured: return
    case .disarmed: kinds = [.arm, .arm, .arm, .arm, .arm, .arm, .arm, .fault]
    case .faulted: kinds = [.clear]
    case .arming:
      kinds = [.disarm, .stop, .emergencyStop, .fault] + Array(repeating: .degrade, count: 12)
    case .stopping: kinds = [.disarm, .emergencyStop, .fault, .arm]
    case .holding: kinds = [.arm, .arm, .arm, .arm, .disarm, .emergencyStop, .fault]
    case .active, .degraded:
      kinds =
        bench.cycle.source == .stream
        ? Array(repeating: .modeChange, count: 12) + Array(repeating: .gainChange, count: 12)
          + [.clientDeath, .streamLoss, .clientDeath, .streamLoss, .stop, .degrade]
          + [.disarm, .emergencyStop, .fault, .arm]
        : [.reconnect, .reconnect, .reconnect, .jog, .jog, .jog, .motion, .motion, .motion, .stop]
          + [.disarm, .degrade, .arm, .fault, .emergencyStop]
    }
    begin(kinds.randomElement(using: &random) ?? .arm)
  }

  private mutating func begin(_ kind: Kind) {
    tried = kind
    switch kind {
    case .arm: ask(.arm)
    case .disarm: ask(.disarm)
    case .stop: ask(.stop)
    case .clear: ask(.clear)
    case .emergencyStop: isPressed = true
    case .fault: breakSomething()
    case .degrade: isDegraded.toggle()
    case .jog: ask(.jog)
    case .motion:
      uploadMotion()
      ask(.startMotion)
    case .reconnect:
      tried = nil
      sends = true
      for joint in 0..<4 { change(joint, Mode.allCases.randomElement(using: &random) ?? .position) }
    case .modeChange:
      let mode = Mode.allCases.randomElement(using: &random) ?? .position
      for joint in 0..<4 where Bool.random(using: &random) { change(joint, mode) }
    case .gainChange:
      for joint in 0..<4 where targets[joint].kp != 0 {
        targets[joint].kp = Bool.random(using: &random) ? .nan : random.number(0.1...40)
        targets[joint].kd = Bool.random(using: &random) ? .nan : random.number(0...1)
      }
    case .clientDeath:
      sends = false
      ask(.stop)
    case .streamLoss: sends = false
    }
  }

  private mutating func ask(_ kind: Request.Kind) {
    bench.input.hasRequest = true
    bench.input.request = Request(
      kind, sequence: bench.index, joint: Int.random(in: 0..<4, using: &random),
      displacement: random.number(-1...1), speed: random.number(0.1...4))
  }

  /// Devices, lines and the loop itself, each with its reaction.
  private mutating func breakSomething() {
    let joint = Int.random(in: 0..<4, using: &random)
    if bench.state == .disarmed || Int.random(in: 0..<12, using: &random) == 0 {
      bench.input.channelDisagreement = 0.06
      return
    }
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bench.input.safetyLineLost = true
    case 1: bench.input.actuatorLost.insert(joint)
    case 2: bench.input.settingsLost.insert(joint)
    case 3: bench.input.actuatorFault.insert(joint)
    case 4: bench.input.servoFault.insert(joint)
    case 5: bench.input.edgesLost.insert(joint)
    case 6: bench.input.skippedCycles = 60
    default: bench.input.overrun = Overrun(cost: 4, stock: 3, escalation: .excessive)
    }
  }

  /// A target anywhere, also beyond the limits, and as fast.
  private mutating func change(_ joint: Int, _ mode: Mode) {
    let position = mode == .position ? random.number(-2...2) : .nan
    let velocity = mode == .velocity ? random.number(-4...4) : random.number(-1...1)
    targets[joint] = JointTarget(
      position: position,
      velocity: mode == .position && Bool.random(using: &random) ? .nan : velocity,
      kp: mode == .torque ? 0 : .nan, kd: mode == .torque ? random.number(0...0.5) : .nan,
      feedForward: mode == .torque ? random.number(-0.5...0.5) : .nan)
  }

  private mutating func send() {
    for joint in 0..<4 { bench.cycle.targets[joint] = targets[joint] }
    bench.input.hasStream = true
    bench.input.streamValidUntil = MonotonicInstant(
      nanoseconds: bench.now.nanoseconds + 5_000_000)
  }

  private mutating func uploadMotion() {
    guard bench.cycle.source != .motion else { return }
    let start = (0..<4).map { joint in
      MotionPoint(position: bench.joint(joint).referencePosition, velocity: 0, acceleration: 0)
    }
    let end = (0..<4).map { _ in
      MotionPoint(position: random.number(-1.4...1.4), velocity: 0, acceleration: 0)
    }
    let storage = MotionStorage(times: [0, random.number(0.2...3)], points: [start, end])
    motion = storage
    bench.cycle.motion = storage.view
  }
}

extension TransitionWalk {
  private mutating func count(_ kind: Kind) { counts[kind, default: 0] += 1 }

  /// Counts what was tried if it changed the place or the source, or what the stream asks.
  private mutating func note(_ kind: Kind, _ place: LifecyclePlace, _ source: ReferenceSource) {
    let isElsewhere = place != bench.cycle.lifecycle.place
    switch kind {
    case .modeChange, .gainChange: if bench.cycle.source == .stream { count(kind) }
    case .jog, .motion: if bench.cycle.source.rawValue != source.rawValue { count(kind) }
    case .reconnect, .streamLoss: break
    default: if isElsewhere { count(kind) }
    }
  }

  private mutating func check(mayLose: Bool) {
    let isLost = bench.joint(0).limits.contains(.commandLost)
    if isLost && !isLetGo && !mayLose { failure = "let go without a lost stream" }
    isLetGo = isLost
    for joint in 0..<4 {
      let now = bench.joint(joint)
      let problem = watches[joint].problem(now, bench.way(joint, now, configurations[joint]))
      if let problem { failure = "joint \(joint): \(problem) (\(bench.cycle.lifecycle.place))" }
    }
  }
}
