import RobotControl
import RobotCore
import RobotUnits
import Testing

@Suite struct ArmingTests {
  private func ready() -> Bench {
    let bench = Bench([.small(), .small()])
    bench.run(10)
    return bench
  }

  @Test func beginsUnconfiguredAndOff() {
    let bench = Bench([.small(), .small()])
    #expect(bench.state == .unconfigured)
    bench.samples[1].quality = .missing
    bench.run(100)
    #expect(bench.state == .unconfigured)
    bench.samples[1].quality = .fresh
    #expect(bench.step().outputsEnabled == false)
    #expect(bench.state == .disarmed)
  }

  @Test func armsInTwoTenthsOfASecond() {
    let bench = ready()
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == Refusal.none)
    #expect(answer?.sequence == 101)
    #expect(answer?.joint == -1)
    #expect(bench.state == .arming)
    bench.run(98)
    #expect(bench.state == .arming)
    #expect(bench.joint(0).limits.contains(.arming))
    bench.run(3)
    #expect(bench.state == .active)
    #expect(!bench.joint(0).limits.contains(.arming))
  }

  @Test func isRefusedWhileTheEmergencyStopIsPressed() {
    let bench = ready()
    bench.input.emergencyStop = true
    #expect(bench.ask(.arm)?.refusal == .emergencyStopPressed)
    #expect(bench.state == .disarmed)
  }

  @Test func isRefusedWithoutTheSafetyLine() {
    let bench = ready()
    bench.input.safetyLineLost = true
    #expect(bench.ask(.arm)?.refusal == .safetyLineLost)
  }

  @Test func isRefusedWhileAnActuatorDoesNotAnswer() {
    let bench = ready()
    bench.input.actuatorLost = JointSet(1)
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == .actuatorNotAnswering)
    #expect(answer?.joint == 1)
  }

  /// Everything at once, the gravest first; nothing is armed, and once it is mended nothing is left.
  @Test(arguments: [Request.Kind.arm, .examine])
  func listsAllThatForbids(kind: Request.Kind) {
    let bench = ready()
    bench.samples[1].quality = .invalid
    bench.run(1)
    bench.input.emergencyStop = true
    bench.input.actuatorLost = JointSet(1)
    bench.input.actuatorLost.insert(0)
    bench.input.servoFault = JointSet(0)
    let answer = bench.ask(kind)
    #expect(answer?.refusal == .emergencyStopPressed && answer?.joint == -1)
    let count = bench.cycle.armingBlocks.count
    let blocks = (0..<count).map { bench.cycle.armingBlocks.block($0) }
    #expect(
      blocks.map(\.refusal) == [
        .emergencyStopPressed, .actuatorNotAnswering, .actuatorNotAnswering, .servoFault,
        .encoderNotFresh,
      ])
    #expect(blocks.map(\.joint) == [-1, 0, 1, 0, 1])
    #expect(bench.state == .disarmed)
    bench.input.emergencyStop = false
    bench.input.actuatorLost = JointSet()
    bench.input.servoFault = JointSet()
    bench.samples[1].quality = .fresh
    bench.run(20)
    #expect(bench.ask(.examine)?.refusal == Refusal.none)
    let left = bench.cycle.armingBlocks.count
    #expect(left == 0 && bench.state == .disarmed)
  }

  /// What was found before the first cycle is listed behind the rest, and stays.
  @Test(arguments: [Request.Kind.arm, .examine])
  func isRefusedForWhatWasFoundAtTheStart(kind: Request.Kind) {
    let bench = Bench(
      [.small(), .small()],
      startBlocks: [
        ArmingBlock(.configurationNotApproved), ArmingBlock(.limitsUnspecified, joint: 1),
      ])
    bench.run(10)
    bench.input.emergencyStop = true
    #expect(bench.ask(kind)?.refusal == .emergencyStopPressed)
    let all = (0..<bench.cycle.armingBlocks.count).map { bench.cycle.armingBlocks.block($0) }
    #expect(
      all.map(\.refusal) == [.emergencyStopPressed, .configurationNotApproved, .limitsUnspecified])
    #expect(all.map(\.joint) == [-1, -1, 1])
    bench.input.emergencyStop = false
    bench.run(1000)
    let answer = bench.ask(kind)
    #expect(answer?.refusal == .configurationNotApproved && answer?.joint == -1)
    #expect(bench.state == .disarmed)
  }

  /// Robots with more joints than bits: at least the first is known.
  @Test func aSetKnowsItsJoints() {
    var set = JointSet()
    #expect(set.isEmpty && !set.contains(0) && !set.contains(200))
    for joint in [63, 64, 127, 0, 200] { set.insert(joint) }
    #expect([0, 63, 64, 127].allSatisfy { set.contains($0) } && set.first == 63)
    #expect(!set.contains(1) && !set.contains(65) && !set.contains(200))
    #expect(JointSet(200).contains(200))
  }

  /// One invalid reading, or four missing ones: one more than an armed robot rides through.
  @Test(arguments: [(JointMeasurement.Quality.missing, 4), (.invalid, 1)])
  func isRefusedUntilEveryEncoderIsFresh(quality: JointMeasurement.Quality, cycles: Int) {
    let bench = ready()
    bench.samples[1].quality = quality
    bench.run(cycles)
    bench.samples[1].quality = .fresh
    bench.run(8)
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == .encoderNotFresh)
    #expect(answer?.joint == 1)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  /// Replies that come late now and then are no reason to refuse.
  @Test func isGrantedBetweenLateReplies() {
    let bench = ready()
    for _ in 0..<5 {
      bench.samples[1].quality = .missing
      bench.run(3)
      bench.samples[1].quality = .fresh
      bench.run(3)
    }
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  @Test(arguments: [1.54, -1.54]) func isRefusedOutsideTheLimits(position: Double) {
    let bench = ready()
    bench.samples[1].position = position
    bench.run(20)
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == .outsideLimits)
    #expect(answer?.joint == 1)
  }

  /// A joint that lies on its mechanical stop, a little beyond the limit, is armed there and comes in.
  @Test(arguments: [1.51, -1.51]) func comesInFromItsStop(position: Double) {
    let bench = ready()
    bench.samples[1].position = position
    bench.run(20)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.joint(1).referencePosition == position)
    bench.run(500)
    #expect(abs(abs(bench.joint(1).referencePosition) - 1.5) < 1e-9)
  }

  /// Moved by hand at 50 rad/s: no reading is rejected, but none counts either.
  @Test func isRefusedWhileTheArmIsMovedFast() {
    let bench = ready()
    for cycle in 0..<20 {
      bench.samples[0].position = cycle % 2 == 0 ? 0.1 : 0
      bench.step()
      #expect(bench.joint(0).measuredPosition == bench.samples[0].position)
    }
    #expect(bench.ask(.arm)?.refusal == .encoderNotFresh)
    bench.run(10)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  /// A joint that falls so fast would be an over-speed (402) at once. One that moves slower is armed, and comes to
  /// rest.
  @Test(arguments: [(3.7, Refusal.jointMoves), (-3.7, .jointMoves), (3.5, .none), (-3.5, .none)])
  func isRefusedWhileAJointMovesTooFast(velocity: Double, refusal: Refusal) {
    let bench = ready()
    for _ in 0..<60 {
      bench.samples[1].position += velocity * Bench.period
      bench.step()
    }
    bench.samples[1].position += velocity * Bench.period
    let answer = bench.ask(.arm)
    #expect(answer?.refusal == refusal)
    guard refusal == .jointMoves else { return }
    let block = bench.cycle.armingBlocks.block(0)
    #expect(answer?.joint == 1 && block.joint == 1 && bench.cycle.armingBlocks.count == 1)
    #expect(abs(block.readings.x - 3.7) < 0.01 && abs(block.readings.y - 3.6) < 1e-9)
    #expect(bench.state == .disarmed)
    bench.run(30)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
  }

  @Test func isRefusedWhereItMakesNoSense() {
    let bench = ready()
    bench.ask(.arm)
    #expect(bench.ask(.arm)?.refusal == .wrongState)
    bench.run(110)
    #expect(bench.ask(.arm)?.refusal == .wrongState)
    #expect(bench.state == .active)
  }

  @Test func aLatchedFaultIsClearedInOneActAndArmedInAnother() {
    let bench = ready()
    bench.ask(.arm)
    bench.input.emergencyStop = true
    bench.step()
    #expect(bench.state == .faulted)
    #expect(bench.ask(.arm)?.refusal == .faultLatched)
    #expect(bench.ask(.disarm)?.refusal == .faultLatched)
    #expect(bench.ask(.clear)?.refusal == .causePersists)
    bench.input.emergencyStop = false
    bench.run(50)
    #expect(bench.state == .faulted)
    #expect(bench.ask(.arm)?.refusal == .faultLatched)
    #expect(bench.ask(.clear)?.refusal == Refusal.none)
    #expect(bench.cycle.fault == nil)
    bench.run(50)
    #expect(bench.state == .disarmed)
    #expect(bench.cycle.duties[0] == 0)
    #expect(bench.ask(.clear)?.refusal == .wrongState)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    #expect(bench.state == .arming)
  }

  /// Gravity at 0.7 rad is -1.962 cos 0.7 = -1.500620 N.m: the ramp takes 100 cycles to it, no cycle more
  /// than a hundredth.
  @Test func theReferenceBeginsAtTheMeasurementAndTheEffortWithoutAStep() {
    let bench = loadedJoint()
    bench.samples[0].position = 0.7
    bench.run(10)
    var last = 0.0
    bench.ask(.arm)
    for _ in 0..<110 {
      #expect(bench.joint(0).referencePosition == 0.7)
      #expect(bench.joint(0).referenceVelocity == 0)
      #expect(abs(bench.joint(0).appliedEffort - last) <= 0.015_007)
      last = bench.joint(0).appliedEffort
      bench.step()
    }
    #expect(abs(last + 1.500_620) < 1e-5)
    #expect(bench.state == .active)
  }

  /// Who stops while arming holds; its strength still grows to all of it, and arming again is no step.
  @Test func aStopWhileArmingStillReachesFullStrength() {
    let bench = loadedJoint()
    bench.run(10)
    bench.ask(.arm)
    bench.run(20)
    #expect(bench.ask(.stop)?.refusal == Refusal.none)
    #expect(bench.state == .holding)
    var last = bench.joint(0).appliedEffort
    #expect(abs(last + 22 * 0.019_62) < 1e-9)
    for _ in 0..<100 {
      bench.step()
      #expect(abs(bench.joint(0).appliedEffort - last) <= 0.019_63)
      last = bench.joint(0).appliedEffort
    }
    #expect(abs(last + 1.962) < 1e-9)
    bench.ask(.arm)
    #expect(bench.state == .active)
    #expect(abs(bench.joint(0).appliedEffort + 1.962) < 1e-9)
  }

  @Test func armsAgainFromHoldingWithoutAMove() {
    let bench = ready()
    bench.follows = true
    bench.activate(at: 0.2, -0.3)
    #expect(bench.ask(.jog, joint: 0, displacement: 0.5, speed: 1)?.refusal == Refusal.none)
    bench.run(100)
    bench.ask(.stop)
    bench.run(50)
    #expect(bench.state == .holding)
    let held = bench.joint(0).referencePosition
    #expect(held > 0.25 && held < 0.65)
    bench.ask(.arm)
    bench.run(200)
    #expect(bench.state == .active)
    #expect(bench.joint(0).referencePosition == held)
  }

  @Test func disarmSwitchesOffFromEveryPoweredState() {
    for cycles in [0, 150] {
      let bench = ready()
      bench.ask(.arm)
      bench.run(cycles)
      #expect(bench.ask(.disarm)?.refusal == Refusal.none)
      #expect(bench.state == .disarmed)
      #expect(bench.step().outputsEnabled == false)
    }
  }
}
