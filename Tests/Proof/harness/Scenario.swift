import CProof
import RobotControl
import RobotCore
import RobotUnits

/// What the robot meets: joints that follow, stick, run away and lose their encoders; people who arm,
/// jog, stop and clear; a brain that streams sense and nonsense.
struct Scenario: BitwiseCopyable {
  private var random: SplitMix64
  private var index: UInt64 = 0
  private var sequence: UInt64 = 0
  /// The joint that misbehaves, until which cycle, and how.
  private var victim = 0
  private var victimUntil: UInt64 = 0
  private var mischief = Mischief.none
  private var streamUntil: UInt64 = 0
  private var streamIsStrange = false

  private enum Mischief { case none, lost, stuck, creep, runaway, jumping, garbage }

  init(_ random: SplitMix64) { self.random = random }

  /// The cycle's surroundings: fills the replies, the targets and the motion of `robot`.
  @_noAllocation @_noLocks
  mutating func next(
    _ robot: borrowing Robot, angles: borrowing FixedArray<Double>
  ) -> (now: Cycle, input: CycleInput) {
    var input = CycleInput()
    if random.happens(onceIn: 300) { input.skippedCycles = UInt64(1 + random.below(4)) }
    if random.happens(onceIn: 1500) { input.skippedCycles = UInt64(52 + random.below(30)) }
    index += input.skippedCycles
    let now = Cycle(index: index, time: instant(index), period: Robot.period)
    index += 1
    plan(angles)
    for joint in 0..<Robot.jointCount { reply(robot, joint, angles) }
    replyPower(robot)
    input.emergencyStop = random.happens(onceIn: 2500)
    input.safetyLineLost = random.happens(onceIn: 3000)
    if random.happens(onceIn: 3000) { input.actuatorLost.insert(random.below(24)) }
    // Without a number of `random`: now and then a device is degraded for a while.
    if index % 4000 > 3900 { input.degrading.joint = Int(index % 24) }
    watch(robot, &input)
    input.overrun = overrun()
    stream(robot, &input)
    ask(robot, &input)
    return (now, input)
  }

  @_noAllocation @_noLocks
  private func instant(_ index: UInt64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: Int64(index) * 2_000_000)
  }

  /// Now and then a supply or a temperature is out of its range, or a servo silent; in turn, for a few cycles.
  @_noAllocation @_noLocks
  private func watch(_ robot: borrowing Robot, _ input: inout CycleInput) {
    guard index % 3000 < 4 else { return }
    switch index / 3000 % 6 {
    case 0: input.watches.add(.tooHot, device: 1, value: 90, limit: 85)
    case 1: input.watches.add(.underVoltage, device: 2, value: 9, limit: 10)
    case 2: input.watches.add(.overVoltage, device: 2, value: 15, limit: 14)
    case 3: input.watches.add(.overCurrent, device: 2, value: 30, limit: 20)
    case 4: input.watches.add(.silent, device: 1, value: 200, limit: 150)
    default: input.servoSilent.insert(3)
    }
  }

  /// Now and then the loop is late, and its credits run out.
  @_noAllocation @_noLocks
  private mutating func overrun() -> Overrun {
    guard random.happens(onceIn: 700) else { return Overrun() }
    switch random.below(4) {
    case 0: return Overrun(cost: 12, stock: 10, escalation: .excessive)
    case 1: return Overrun(cost: 1, stock: 10, escalation: .exhausted)
    default: return Overrun(cost: 2, stock: 10, escalation: .none)
    }
  }

  /// Now and then a joint misbehaves for a while.
  @_noAllocation @_noLocks
  private mutating func plan(_ angles: borrowing FixedArray<Double>) {
    if index > victimUntil { mischief = .none }
    guard mischief == .none, random.happens(onceIn: 500) else { return }
    victim = random.below(24)
    victimUntil = index + UInt64(2 + random.below(600))
    switch random.below(8) {
    case 0: mischief = .lost
    case 1, 2, 3: mischief = .stuck
    case 4:
      mischief = .creep
      // The one that is next to its limit.
      for joint in 0..<Robot.jointCount where abs(angles[joint]) > abs(angles[victim]) {
        victim = joint
      }
    case 5: mischief = .runaway
    case 6: mischief = .jumping
    default: mischief = .garbage
    }
  }

  /// Moves the joint and writes what its encoder says.
  @_noAllocation @_noLocks
  private mutating func reply(
    _ robot: borrowing Robot, _ joint: Int, _ angles: borrowing FixedArray<Double>
  ) {
    let mischief = joint == victim && index <= victimUntil ? mischief : .none
    if robot.cycle.lifecycle.state.isPowered() {
      switch mischief {
      case .stuck: break
      case .creep: angles[joint] += angles[joint] < 0 ? -0.003 : 0.003
      case .runaway: angles[joint] += 0.011
      default: angles[joint] = robot.snapshots[joint].referencePosition
      }
    } else if angles[joint] > 0.9 || angles[joint] < -0.9 {
      // A person brings it back to where it may be armed.
      angles[joint] *= 0.99
    }
    robot.isAnswered[joint] = mischief != .lost && !random.happens(onceIn: 400)
    var status: UInt8 = 0x20
    var counts = self.counts(robot.scales[joint], angles[joint])
    if mischief == .jumping { counts = (counts &+ 700) & 0x0FFF }
    if mischief == .garbage { status = UInt8(truncatingIfNeeded: random.next()) }
    if random.happens(onceIn: 3000) { (status, counts) = (0xFF, 0xFFFF) }
    robot.replies[3 * joint] = status
    robot.replies[3 * joint + 1] = UInt8(truncatingIfNeeded: counts >> 8)
    robot.replies[3 * joint + 2] = UInt8(truncatingIfNeeded: counts)
  }

  /// The counts of the encoder at the joint position `angle`, with a count of noise.
  @_noAllocation @_noLocks
  private mutating func counts(_ scale: EncoderScale, _ angle: Double) -> UInt16 {
    let turns = (angle / scale.ratio + scale.zero) / scale.turn * 4096 + random.number(-1, 1)
    guard abs(turns) < 1e9 else { return 0 }
    return UInt16(truncatingIfNeeded: Int(turns)) & 0x0FFF
  }

  @_noAllocation @_noLocks
  private mutating func replyPower(_ robot: borrowing Robot) {
    let bytes = random.next()
    for offset in 0..<4 {
      robot.replies[3 * Robot.jointCount + offset] = UInt8(
        truncatingIfNeeded: bytes >> UInt64(8 * offset))
    }
  }

  /// A brain that streams for a while, now and then a number that is none.
  @_noAllocation @_noLocks
  private mutating func stream(_ robot: borrowing Robot, _ input: inout CycleInput) {
    if random.happens(onceIn: 500) {
      streamUntil = index + UInt64(50 + random.below(200))
      streamIsStrange = random.happens(onceIn: 2)
    }
    input.hasStream = streamUntil > 0
    input.streamValidUntil = instant(streamUntil)
    guard index < streamUntil else { return }
    let begins = robot.cycle.source.rawValue != ReferenceSource.stream.rawValue
    for joint in 0..<Robot.jointCount where begins || random.happens(onceIn: 50) {
      robot.cycle.targets[joint] = JointTarget(
        position: random.number(-2, 2), velocity: random.number(-1, 1), kp: random.number(-1, 40),
        kd: random.number(-0.1, 1), feedForward: random.number(-1, 1))
    }
    if streamIsStrange, random.happens(onceIn: 3) { spoil(robot, random.below(24)) }
  }

  @_noAllocation @_noLocks
  private mutating func spoil(_ robot: borrowing Robot, _ joint: Int) {
    let number = random.strange()
    switch random.below(5) {
    case 0: robot.cycle.targets[joint].position = number
    case 1: robot.cycle.targets[joint].velocity = number
    case 2: robot.cycle.targets[joint].kp = number
    case 3: robot.cycle.targets[joint].kd = number
    default: robot.cycle.targets[joint].feedForward = number
    }
  }

  /// What people ask: mostly what leads on, now and then anything.
  @_noAllocation @_noLocks
  private mutating func ask(_ robot: borrowing Robot, _ input: inout CycleInput) {
    var kind = Request.Kind.stop
    switch robot.cycle.lifecycle.state {
    case .disarmed, .holding:
      guard random.happens(onceIn: 20) else { return }
      kind = .arm
    case .faulted:
      guard random.happens(onceIn: 20) else { return }
      kind = .clear
    case .unconfigured, .arming, .stopping:
      guard random.happens(onceIn: 200) else { return }
      kind = any()
    case .active, .degraded:
      guard random.happens(onceIn: 60) else { return }
      kind = any()
    }
    sequence += 1
    input.hasRequest = true
    input.request = Request(
      kind, sequence: sequence, joint: random.below(26) - 1, displacement: random.number(-0.5, 0.5),
      speed: random.number(-0.2, 2), knotCount: random.below(5))
    if random.happens(onceIn: 10) { input.request.displacement = random.strange() }
  }

  @_noAllocation @_noLocks
  private mutating func any() -> Request.Kind {
    switch random.below(16) {
    case 0: .arm
    case 1: .disarm
    case 2: .stop
    case 3: .clear
    case 4...9: .startMotion
    default: .jog
    }
  }

  /// Uploads a motion from where the reference is, if none runs and the request asks for one.
  @_noAllocation @_noLocks
  mutating func upload(_ robot: inout Robot, _ request: Request) {
    for knot in 0..<Robot.knotCount {
      robot.times[knot] = 0.4 * Double(knot)
      for joint in 0..<Robot.jointCount {
        let start = robot.snapshots[joint].referencePosition
        let target = knot == 0 ? start : random.number(-0.9, 0.9)
        robot.points[knot * Robot.jointCount + joint] = MotionPoint(
          position: target, velocity: knot == 0 ? 0 : random.number(-1, 1), acceleration: 0)
      }
    }
    robot.cycle.motion = MotionView(
      times: UnsafePointer(robot.times.base), points: UnsafePointer(robot.points.base),
      knotCount: Robot.knotCount
    ).first(request.knotCount)
  }
}
