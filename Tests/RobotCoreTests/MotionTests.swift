import Glibc
import RobotControl
import RobotCore
import RobotUnits
import Testing

/// A motion with its memory.
final class MotionStorage {
  let view: MotionView
  private let times: UnsafeMutablePointer<Double>
  private let points: UnsafeMutablePointer<MotionPoint>

  /// Knots of one joint after the other: `points[knot][joint]`.
  init(times: [Double], points: [[MotionPoint]]) {
    let flat = points.flatMap { $0 }
    self.times = .allocate(capacity: times.count)
    self.points = .allocate(capacity: flat.count)
    self.times.initialize(from: times, count: times.count)
    self.points.initialize(from: flat, count: flat.count)
    view = MotionView(times: self.times, points: self.points, knotCount: times.count)
  }

  /// One joint through positions at rest.
  convenience init(times: [Double], positions: [Double]) {
    self.init(
      times: times,
      points: positions.map { [MotionPoint(position: $0, velocity: 0, acceleration: 0)] })
  }

  deinit {
    times.deallocate()
    points.deallocate()
  }
}

@Suite struct MotionTests {
  private func running() -> Bench {
    let bench = Bench([.small()])
    bench.follows = true
    bench.activate(at: 0)
    return bench
  }

  /// Minimum jerk from 0 to 0.5 rad in 1 s: half way at half time, there at the end, without a limit.
  @Test func playsFromKnotToKnot() {
    let bench = running()
    let motion = MotionStorage(times: [0, 1, 2], positions: [0, 0.5, 0.1])
    bench.cycle.motion = motion.view
    #expect(bench.ask(.startMotion)?.refusal == Refusal.none)
    #expect(bench.cycle.source == .motion)
    bench.run(249)
    #expect(abs(bench.joint(0).referencePosition - 0.25) < 1e-9)
    bench.run(250)
    #expect(abs(bench.joint(0).referencePosition - 0.5) < 1e-9)
    #expect(bench.cycle.source == .motion)
    bench.run(501)
    #expect(abs(bench.joint(0).referencePosition - 0.1) < 1e-9)
    #expect(bench.cycle.source == .rest)
    #expect(bench.state == .active)
  }

  /// The player alone: after the last knot its position, at rest, even if the knot has speed.
  @Test func thePlayerEndsAtRest() {
    let motion = MotionStorage(
      times: [0, 1],
      points: [
        [MotionPoint(position: 0, velocity: 0, acceleration: 0)],
        [MotionPoint(position: 1, velocity: 2, acceleration: 3)],
      ])
    var player = MotionPlayer()
    let runs = player.advance(motion.view, period: 0.75)
    #expect(runs)
    #expect(player.points(motion.view, pair: 0, jointCount: 1).velocity.x != 0)
    let runsOn = player.advance(motion.view, period: 0.75)
    #expect(!runsOn)
    #expect(player.time == 1.5)
    let end = player.points(motion.view, pair: 0, jointCount: 1)
    #expect(end.position.x == 1 && end.velocity.x == 0 && end.acceleration.x == 0)
  }

  /// 0.01 rad behind in each of the cycles that are counted.
  @Test func measuresItsTrackingError() {
    let bench = running()
    bench.follows = false
    let motion = MotionStorage(times: [0, 1], positions: [0, 0])
    bench.cycle.motion = motion.view
    bench.samples[0].position = -0.01
    bench.run(20)
    bench.ask(.startMotion)
    bench.run(600)
    #expect(abs(bench.joint(0).maximumError - 0.01) < 1e-12)
    let count = Double(bench.cycle.trackedCycles)
    #expect(count >= 499 && count <= 500)
    #expect(abs(bench.joint(0).squaredErrorSum - count * 1e-4) < 1e-12)
  }

  /// Faster than the joint may be: the limits hold, and the end is reached all the same.
  @Test func anImpossibleMotionStaysInsideTheLimits() {
    let bench = running()
    let motion = MotionStorage(times: [0, 0.1], positions: [0, 1.4])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    var fastest = 0.0
    for _ in 0..<500 {
      bench.step()
      fastest = max(fastest, abs(bench.joint(0).referenceVelocity))
    }
    #expect(fastest <= 3)
    #expect(abs(bench.joint(0).referencePosition - 1.4) < 1e-9)
  }

  /// A motion that ends with speed overshoots no bound and comes to rest at its last point.
  @Test func aMotionThatEndsWithSpeedStillEndsAtRest() {
    let bench = running()
    let motion = MotionStorage(
      times: [0, 1],
      points: [
        [MotionPoint(position: 0, velocity: 0, acceleration: 0)],
        [MotionPoint(position: 1.5, velocity: 2, acceleration: 0)],
      ])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    for _ in 0..<800 {
      bench.step()
      #expect(bench.joint(0).referencePosition <= 1.5)
    }
    #expect(abs(bench.joint(0).referencePosition - 1.5) < 1e-9)
    #expect(bench.cycle.source == .rest)
  }

  @Test func isRefusedForAReason() {
    let bench = running()
    #expect(bench.ask(.startMotion)?.refusal == .noMotion)
    let single = MotionStorage(times: [0], positions: [0])
    bench.cycle.motion = single.view
    #expect(bench.ask(.startMotion)?.refusal == .noMotion)
    for start in [0.021, -0.021, Double.nan] {
      let elsewhere = MotionStorage(times: [0, 1], positions: [start, 0.5])
      bench.cycle.motion = elsewhere.view
      let answer = bench.ask(.startMotion)
      #expect(answer?.refusal == .motionStartsElsewhere)
      #expect(answer?.joint == 0)
    }
    let motion = MotionStorage(times: [0, 1], positions: [0.019, 0.5])
    bench.cycle.motion = motion.view
    bench.ask(.stop)
    #expect(bench.ask(.startMotion)?.refusal == .wrongState)
    bench.ask(.disarm)
    #expect(bench.ask(.startMotion)?.refusal == .wrongState)
  }

  @Test func aStopBrakesAMotionAndItDoesNotGoOn() {
    let bench = running()
    let motion = MotionStorage(times: [0, 1], positions: [0, 1])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.run(250)
    let speed = bench.joint(0).referenceVelocity
    bench.ask(.stop)
    #expect(abs(speed - bench.joint(0).referenceVelocity - 0.04) < 1e-9)
    bench.run(200)
    #expect(bench.state == .holding)
    let held = bench.joint(0).referencePosition
    bench.ask(.arm)
    bench.run(200)
    #expect(bench.joint(0).referencePosition == held)
    #expect(bench.cycle.source == .rest)
  }

  @Test func knotsThatAreNoNumbersDoNotMoveAnything() {
    let bench = running()
    let motion = MotionStorage(
      times: [0, 0.5, 1], positions: [0, .nan, .infinity])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.run(700)
    #expect(bench.joint(0).referencePosition == 0)
    #expect(bench.cycle.fault == nil)
  }

  /// Where a moved joint stops, nothing of the braking stays in the effort.
  @Test func holdingKeepsNoAcceleration() {
    let joint = JointConfiguration.small {
      $0.gains = JointLaw.Gains(kp: 20, kd: 0, ki: 0, integralLimit: 0)
    }
    let bench = Bench([joint])
    bench.follows = true
    bench.activate(at: 0)
    bench.ask(.jog, joint: 0, displacement: 1, speed: 1)
    bench.run(200)
    bench.ask(.stop)
    // 0.05 kg.m^2 * -20 rad/s^2, and the friction on the other side.
    #expect(bench.joint(0).desiredEffort < -0.9)
    bench.run(100)
    #expect(bench.state == .holding)
    #expect(bench.joint(0).desiredEffort == 0)
  }
}
