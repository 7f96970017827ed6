import RobotControl
import RobotCore
import RobotUnits
import Testing

/// A motion that has to stop, or to go on more slowly, does so along its path.
@Suite struct PathStopTests {
  /// Three joints that swing there and back, each its own way; joint 2 begins with its turn.
  private let motion = MotionStorage(
    times: [0, 0.6, 1.4, 2.2],
    points: [
      [Self.point(0, 0), Self.point(0, 0), Self.point(0, 0)],
      [Self.point(0.5, 1), Self.point(-0.3, -0.4), Self.point(0.2, -0.2)],
      [Self.point(0.9, -0.3), Self.point(-0.6, 0.2), Self.point(-0.5, -0.6)],
      [Self.point(0.4, 0), Self.point(0.1, 0), Self.point(-0.8, 0)],
    ])

  private static func point(_ position: Double, _ velocity: Double) -> MotionPoint {
    MotionPoint(position: position, velocity: velocity, acceleration: 0)
  }

  /// Where the motion is at its own time `time`.
  private func place(_ joint: Int, at time: Double) -> Double {
    var player = MotionPlayer()
    _ = player.advance(motion.view, period: time)
    let pair = player.points(motion.view, pair: joint / 2, jointCount: 3)
    return joint % 2 == 0 ? pair.position.x : pair.position.y
  }

  private func running(jerk: Double = .infinity, rate: Double = 1) -> Bench {
    let bench = Bench(
      (0..<3).map { _ in .small { $0.bounds.jerk = jerk } })
    bench.follows = true
    bench.activate(at: 0, 0, 0)
    bench.cycle.motionRate = rate
    bench.cycle.motion = motion.view
    #expect(bench.ask(.startMotion)?.refusal == Refusal.none)
    return bench
  }

  /// The greatest distance of a reference from the path.
  private func astray(_ bench: Bench) -> Double {
    var most = 0.0
    for joint in 0..<3 {
      let place = place(joint, at: bench.cycle.player.time)
      most = max(most, abs(bench.joint(joint).referencePosition - place))
    }
    return most
  }

  /// What three joints did, by the differences of their positions.
  private struct Watch {
    let jerk: Double
    private var last: [[Double]]
    var failure: String?

    init(_ bench: Bench, jerk: Double) {
      self.jerk = jerk
      last = (0..<3).map { joint in
        [Double](repeating: bench.joint(joint).referencePosition, count: 3)
      }
    }

    mutating func note(_ bench: Bench) {
      let period = Bench.period
      for joint in 0..<3 {
        let position = bench.joint(joint).referencePosition
        let places = last[joint] + [position]
        let speeds = (0..<3).map { (places[$0 + 1] - places[$0]) / period }
        let accelerations = (0..<2).map { (speeds[$0 + 1] - speeds[$0]) / period }
        let change = (accelerations[1] - accelerations[0]) / period
        if !(abs(speeds[2]) <= 3 + 1e-9) { failure = "joint \(joint): \(speeds[2]) rad/s" }
        if !(abs(accelerations[1]) <= 20 + 1e-7) {
          failure = "joint \(joint): \(accelerations[1]) rad/s^2"
        }
        // The first differences begin at rest, which the joint is not.
        if !(abs(change) <= jerk + 1e-5) { failure = "joint \(joint): \(change) rad/s^3" }
        last[joint] = [places[1], places[2], places[3]]
      }
    }
  }

  /// Wherever it is stopped, all references stay on the path until they rest, inside their limits, and it
  /// takes no more than twice what the slowest joint needs by itself.
  @Test(arguments: [Double.infinity, 2_000, 600])
  func aStopStaysOnThePath(jerk: Double) {
    for start in stride(from: 60, to: 1_050, by: 30) {
      let bench = running(jerk: jerk)
      var watch = Watch(bench, jerk: jerk)
      for _ in 0..<start {
        bench.step()
        watch.note(bench)
      }
      #expect(astray(bench) < 1e-9, "began \(start)")
      let alone =
        (0..<3).map { joint in
          let speed = abs(bench.joint(joint).referenceVelocity)
          // v/a and a/j; below a^2/j the acceleration is not reached; and what an acceleration that goes
          // the wrong way takes.
          return max(speed / 20, 2 * (speed / jerk).squareRoot()) + 2 * 20 / jerk
        }.max() ?? 0
      bench.ask(.stop)
      watch.note(bench)
      var cycles = 1
      while bench.state == .stopping, cycles < 1_000 {
        #expect(astray(bench) < 1e-9, "jerk \(jerk), began \(start), after \(cycles)")
        bench.step()
        watch.note(bench)
        cycles += 1
      }
      #expect(bench.state == .holding)
      #expect(bench.cycle.source == .rest)
      #expect(astray(bench) < 1e-9)
      #expect(Double(cycles) * Bench.period <= 2 * alone + 5 * Bench.period, "began \(start)")
      #expect((0..<3).allSatisfy { bench.joint($0).referenceVelocity == 0 })
      if let failure = watch.failure {
        Issue.record("jerk \(jerk), began \(start): \(failure)")
        return
      }
    }
  }

  /// The motion stops with the greatest acceleration of the joint that needs it most: 1 rad in 1 s is at
  /// 1.875 rad/s half way, and at 20 rad/s^2 it rests 94 ms later, 47 of 500 cycles.
  @Test func stopsAsFastAsTheJointThatNeedsLongest() {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 0)
    let rest = MotionPoint(position: 0, velocity: 0, acceleration: 0)
    let motion = MotionStorage(
      times: [0, 1],
      points: [
        [rest, rest],
        [
          MotionPoint(position: 1, velocity: 0, acceleration: 0),
          MotionPoint(position: 0.5, velocity: 0, acceleration: 0),
        ],
      ])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.run(250)
    #expect(abs(bench.joint(0).referenceVelocity - 1.875) < 0.001)
    bench.ask(.stop)
    var cycles = 1
    while bench.state == .stopping {
      #expect(
        abs(bench.joint(0).referencePosition - 2 * bench.joint(1).referencePosition) < 1e-9)
      bench.step()
      cycles += 1
    }
    #expect(cycles >= 47 && cycles <= 49, "\(cycles)")
  }

  /// A fault that brakes first, and switching off, stay on the path too.
  @Test func everyControlledStopStaysOnThePath() {
    let bench = running()
    bench.run(300)
    bench.input.overrun = Overrun(cost: 4, stock: 3, escalation: .excessive)
    bench.step()
    bench.input.overrun = Overrun()
    #expect(bench.cycle.fault?.code == .loopOverrun)
    var cycles = 0
    while bench.state == .stopping, cycles < 500 {
      #expect(astray(bench) < 1e-9)
      bench.step()
      cycles += 1
    }
    #expect(bench.state == .faulted && cycles > 10)

    let other = running()
    other.run(300)
    other.ask(.disarm)
    while other.state == .stopping {
      #expect(astray(other) < 1e-9)
      other.step()
    }
    #expect(other.state == .disarmed)
  }

  /// Beside its path, because the motion asks for more than the joint may, each joint brakes by itself.
  @Test func brakesEachJointWhereThePathCannotBeKept() {
    let bench = Bench([.small(), .small()])
    bench.follows = true
    bench.activate(at: 0, 0)
    let rest = MotionPoint(position: 0, velocity: 0, acceleration: 0)
    let end = MotionPoint(position: 1.4, velocity: 0, acceleration: 0)
    let motion = MotionStorage(times: [0, 0.5], points: [[rest, rest], [end, rest]])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.run(120)
    let speed = bench.joint(0).referenceVelocity
    bench.ask(.stop)
    #expect(bench.cycle.source == .rest)
    #expect(abs(speed - bench.joint(0).referenceVelocity - 0.04) < 1e-9)
  }

  /// Two joints swing with all but a millionth of their acceleration, a quarter of a swing apart: always one of
  /// them brakes as hard as it can already, so that the path's time cannot be slowed down. They brake by
  /// themselves, within twice the time, wherever in the swing.
  @Test(arguments: [260, 270, 285, 300])
  func doesNotGoOnAlongAPathThatCannotBeSlowedDown(_ start: Int) {
    let joint = JointConfiguration.small { $0.bounds.acceleration = 20.000_02 }
    let bench = Bench([joint, joint])
    bench.follows = true
    bench.activate(at: 0, 0)
    // Velocities between 0 and 2 rad/s and back to -2 rad/s in steps of 20 rad/s^2 times 2 ms.
    let quarter = 50
    func swing(_ cycles: Int) -> [Double] {
      var (places, place, speed) = ([0.0], 0.0, 0.0)
      for cycle in 0..<cycles {
        speed += (cycle / quarter + 1) / 2 % 2 == 0 ? 0.04 : -0.04
        place += 0.002 * speed
        places.append(place)
      }
      return places
    }
    let count = 1_200
    let joints = [swing(count), [Double](repeating: 0, count: quarter) + swing(count - quarter)]
    let motion = MotionStorage(
      times: (0...count).map { Double($0) * 0.002 },
      points: (0...count).map { cycle in
        joints.map { places in
          let (before, after) = (places[max(cycle - 1, 0)], places[min(cycle + 1, count)])
          return MotionPoint(
            position: places[cycle], velocity: (after - before) / 0.004,
            acceleration: (after - 2 * places[cycle] + before) / 4e-6)
        }
      })
    bench.cycle.motion = motion.view
    #expect(bench.ask(.startMotion)?.refusal == Refusal.none)
    bench.run(start)
    let speeds = (0..<2).map { abs(bench.joint($0).referenceVelocity) }
    #expect(bench.cycle.player.rate == 1 && bench.joint(0).limits == LimitFlags())
    bench.ask(.stop)
    #expect(bench.cycle.source == .motion)
    var cycles = 1
    while bench.state == .stopping, cycles < 2_000 {
      bench.step()
      cycles += 1
    }
    let alone = (speeds.max() ?? 0) / 0.04
    #expect(Double(cycles) <= 2 * alone + 5, "\(cycles) cycles, alone \(alone)")
    #expect(Double(cycles) >= 1.2 * alone)
  }

  /// A limit switch stops its joint as it can, wherever the path leads.
  @Test func aLimitSwitchStopsTheJointNotThePath() {
    let bench = Bench(
      [.small()], switches: [LimitSwitch(joint: 0, side: .upper, release: .milliseconds(20))])
    bench.follows = true
    bench.activate(at: 0)
    let motion = MotionStorage(times: [0, 1], positions: [0, 1])
    bench.cycle.motion = motion.view
    bench.ask(.startMotion)
    bench.run(250)
    bench.input.openSwitches = 1
    bench.step()
    #expect(bench.state == .stopping && bench.cycle.source == .rest)
  }

  // MARK: Rates

  /// At half the rate everything takes twice as long: velocities are a half, accelerations a quarter.
  @Test func playsAtALowerRate() {
    let whole = running()
    let half = running(rate: 0.5)
    #expect(half.cycle.player.rate == 0.5)
    for _ in 0..<500 {
      whole.step()
      half.run(2)
      #expect(abs(whole.cycle.player.time - half.cycle.player.time) < 0.001_1)
      #expect(astray(half) < 1e-9)
    }
    // At the same place of the path, 1 s after the start.
    let time = half.cycle.player.time
    let step = 1e-4
    for joint in 0..<3 {
      let slope =
        (place(joint, at: time + step) - place(joint, at: time - step)) / (2 * step)
      #expect(abs(half.joint(joint).referenceVelocity - 0.5 * slope) < 0.02, "joint \(joint)")
    }
    half.run(1_300)
    #expect(half.cycle.source == .rest)
    #expect(abs(half.joint(2).referencePosition + 0.8) < 1e-9)
  }

  /// From one rate to the next on the path, inside the limits.
  @Test(arguments: [Double.infinity, 600])
  func changesItsRateOnThePath(jerk: Double) {
    let bench = running(jerk: jerk)
    var watch = Watch(bench, jerk: jerk)
    for cycle in 0..<1_500 {
      if cycle == 200 { bench.cycle.motionRate = 0.3 }
      if cycle == 500 { bench.cycle.motionRate = 0.8 }
      if cycle == 700 { bench.cycle.motionRate = 1 }
      bench.step()
      watch.note(bench)
      #expect(astray(bench) < 1e-9, "cycle \(cycle)")
      if cycle == 499 { #expect(bench.cycle.player.rate == 0.3) }
      if cycle == 699 { #expect(bench.cycle.player.rate == 0.8) }
      if cycle == 900 { #expect(bench.cycle.player.rate == 1) }
    }
    #expect(watch.failure == nil, "\(watch.failure ?? "")")
    let isFinished = bench.cycle.hasFinishedMotion
    #expect(isFinished)
  }

  /// A quarter of the speed, on the path all the time; the motion ends where it was to end.
  @Test(arguments: [Double.infinity, 600])
  func aDegradedRobotStaysOnThePath(jerk: Double) {
    let bench = running(jerk: jerk)
    var watch = Watch(bench, jerk: jerk)
    for cycle in -150..<4_000 {
      if cycle == 0 { bench.input.degrading.joint = 1 }
      bench.step()
      watch.note(bench)
      #expect(astray(bench) < 1e-9, "cycle \(cycle)")
      if cycle > 100 {
        for joint in 0..<3 {
          #expect(abs(bench.joint(joint).referenceVelocity) <= 0.75 + 1e-9, "cycle \(cycle)")
        }
      }
    }
    #expect(bench.state == .degraded)
    #expect(bench.cycle.player.rate == 0.25)
    #expect(watch.failure == nil, "\(watch.failure ?? "")")
    let isFinished = bench.cycle.hasFinishedMotion
    #expect(isFinished)
    #expect(abs(bench.joint(2).referencePosition + 0.8) < 1e-9)
  }

  /// A stop while the motion slows down leaves nothing of it behind.
  @Test func aStopEndsTheSlowingDown() {
    let bench = running()
    bench.run(150)
    bench.input.degrading.joint = 1
    bench.run(3)
    #expect(bench.cycle.player.rate < 1)
    bench.input.degrading = UnreliableDevice()
    bench.ask(.stop)
    bench.run(200)
    #expect(bench.state == .holding)
    #expect(bench.ask(.arm)?.refusal == Refusal.none)
    bench.run(5)
    #expect(bench.state == .active)
    #expect(bench.cycle.motionRate == 1)
  }

  @Test(arguments: [(2, 1), (0, 0.01), (-1, 0.01), (Double.nan, 0.01), (0.4, 0.4)])
  func aRateIsMoreThanNothingAndAtMostOne(asked: Double, rate: Double) {
    let bench = Bench([.small()])
    bench.cycle.motionRate = asked
    let held = bench.cycle.motionRate
    #expect(held == rate)
  }
}
