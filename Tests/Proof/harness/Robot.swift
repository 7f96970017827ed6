import RobotControl
import RobotCore
import RobotDrivers
import RobotDynamics
import RobotUnits

/// 24 joints of six chains of four, an encoder and a bridge for each, and a power monitor: all that the
/// loop computes between the replies of the buses and their requests.
struct Robot: ~Copyable {
  static var jointCount: Int {
    @_noAllocation @_noLocks
    get { 24 }
  }
  static var period: Double {
    @_noAllocation @_noLocks
    get { 0.002 }
  }
  static var knotCount: Int {
    @_noAllocation @_noLocks
    get { 4 }
  }

  var cycle: ControlCycle
  /// What the cycle publishes.
  let snapshots: FixedArray<JointSnapshot>
  /// Three bytes of each encoder, then four of the power monitor.
  let replies: FixedArray<UInt8>
  /// Whether each encoder has answered in this cycle.
  let isAnswered: FixedArray<Bool>
  /// One burst of four bytes for each of two channels of each joint, behind a register byte.
  let requests: FixedArray<UInt8>
  let scales: FixedArray<EncoderScale>
  let times: FixedArray<Double>
  let points: FixedArray<MotionPoint>

  init(_ random: inout SplitMix64) {
    let joints = FixedArray(repeating: Robot.joint(&random, 0), count: Robot.jointCount)
    let scales = FixedArray(
      repeating: EncoderScale(ratio: 1, zero: 0, center: 0, turn: 6.283_185_307_179_586),
      count: Robot.jointCount)
    let bodies = FixedArray(repeating: Robot.body(&random, 0), count: Robot.jointCount)
    for joint in 0..<Robot.jointCount {
      joints[joint] = Robot.joint(&random, joint)
      bodies[joint] = Robot.body(&random, joint)
      scales[joint].zero = random.number(0, 6)
      if random.happens(onceIn: 2) { scales[joint].ratio = -1 }
    }
    self.scales = scales
    replies = FixedArray(repeating: 0, count: 3 * Robot.jointCount + 4)
    isAnswered = FixedArray(repeating: false, count: Robot.jointCount)
    requests = FixedArray(repeating: 0, count: 1 + 8 * Robot.jointCount)
    snapshots = FixedArray(repeating: JointSnapshot(), count: Robot.jointCount)
    times = FixedArray(repeating: 0, count: Robot.knotCount)
    points = FixedArray(
      repeating: MotionPoint(position: 0, velocity: 0, acceleration: 0),
      count: Robot.knotCount * Robot.jointCount)
    cycle = ControlCycle(
      joints: joints, tree: KinematicTree(bodies: bodies, coordinateCount: Robot.jointCount),
      safety: SafetyConfiguration(), period: Robot.period)
  }

  private static func joint(_ random: inout SplitMix64, _ index: Int) -> JointConfiguration {
    let reactions: InlineArray<3, LossReaction> = [.hold, .damp, .coast]
    return JointConfiguration(
      bounds: ReferenceLimiter.Bounds(
        lower: -random.number(1, 1.3), upper: random.number(1, 1.3), velocity: random.number(2, 4),
        acceleration: random.number(10, 30)),
      effortLimit: random.number(1, 3),
      gains: JointLaw.Gains(
        kp: random.number(5, 30), kd: random.number(0.2, 1), ki: index % 3 == 0 ? 10 : 0,
        integralLimit: 0.5), velocityFilter: random.number(30, 80),
      motor: DCMotor(
        supply: 12, gear: 345, torqueConstant: 0.0087, resistance: 2.3, efficiency: 0.8),
      actuatorDirection: index % 2 == 0 ? 1 : -1, armature: 0.05, frictionCompensation: 0.05,
      usesDynamics: index % 4 != 3, coordinate: index, onLoss: reactions[index % 3])
  }

  private static func body(_ random: inout SplitMix64, _ index: Int) -> Body {
    let axes: InlineArray<3, Vector3> = [Vector3(1, 0, 0), Vector3(0, 1, 0), Vector3(0, 0, 1)]
    let rotation = Rotation.rollPitchYaw(
      Vector3(random.number(-1, 1), random.number(-1, 1), random.number(-1, 1)))
    return Body(
      parent: index % 4 == 0 ? -1 : index - 1, coordinate: index,
      motion: index % 8 == 7 ? .prismatic : .revolute,
      p_PB: Vector3(0, 0, random.number(0.05, 0.2)), R_PB: rotation, axis_B: axes[index % 3],
      mass: random.number(0.02, 0.2), com_B: Vector3(random.number(-0.1, 0.1), 0, 0.05),
      inertia_B: (Vector3(1e-4, 2e-4, 1.5e-4), Vector3(1e-5, 0, -1e-5)))
  }

  /// One cycle: bytes in, bytes out.
  @_noAllocation @_noLocks
  mutating func turn(_ now: Cycle, _ input: CycleInput, _ output: inout Output) {
    decode(&output)
    let verdict = cycle.step(now, input)
    cycle.publish(into: snapshots)
    encode(isPowered: verdict.outputsEnabled)
    output.take(verdict)
    output.take(self)
  }

  @_noAllocation @_noLocks
  private func decode(_ output: inout Output) {
    for joint in 0..<Robot.jointCount { cycle.measurements[joint] = measurement(joint) }
    let power = 3 * Robot.jointCount
    let current = INA226.decodeShunt([replies[power], replies[power + 1]], shuntOhms: 0.002)
    let supply = INA226.decodeBus([replies[power + 2], replies[power + 3]])
    output.take(
      volts: supply.volts, amperes: current.amperes, isValid: current.isValid && supply.isValid)
  }

  @_noAllocation @_noLocks
  private func measurement(_ joint: Int) -> JointMeasurement {
    guard isAnswered[joint] else { return JointMeasurement(position: 0, quality: .missing) }
    let place = 3 * joint
    let sample = AS5600.decode([replies[place], replies[place + 1], replies[place + 2]])
    guard sample.isValid else { return JointMeasurement(position: 0, quality: .invalid) }
    let radians = AS5600.angle(counts: sample.counts).radians
    return JointMeasurement(
      position: scales[joint].position(encoderRadians: radians), quality: .fresh)
  }

  @_noAllocation @_noLocks
  private func encode(isPowered: Bool) {
    var request = MutableSpan(_unsafeStart: requests.base, count: requests.count)
    for joint in 0..<Robot.jointCount {
      let duties = isPowered ? HBridge.duties(cycle.duties[joint]) : HBridge.open()
      PCA9685.encode(duty: duties.forward, offset: 2 * joint, into: &request)
      PCA9685.encode(duty: duties.reverse, offset: 2 * joint + 1, into: &request)
    }
  }
}
