import RobotControl
import RobotCore
import RobotDynamics
import RobotUnits
import TestSupport
import Testing

/// A joint of 0.04 kg.m^2 and a rotor of 0.05 that takes -1.962 N.m cos q to hold, with 6 N.m at most, and an
/// encoder of 4096 counts: whether it falls because its motor gives nothing.
@Suite struct FallTests {
  private struct Plant {
    var position = 0.0
    var velocity = 0.0
    var mass = 1.0
    var friction = 0.05

    /// A cycle of ten steps, in which the motor gives `share` of its effort, and a hand `push` [N.m].
    mutating func step(_ bench: Bench, share: Double = 1, push: Double = 0) -> Verdict {
      let given = share * bench.joint(0).appliedEffort
      for _ in 0..<10 {
        let weight = 1.962 * mass * RealtimeMath.sineCosine(position).cosine
        let rub = friction * max(-1, min(1, velocity / 0.01)) + 0.02 * velocity
        velocity += 0.1 * Bench.period * (given + weight + push - rub) / (0.05 + 0.04 * mass)
        position += 0.1 * Bench.period * velocity
      }
      let count = 2 * Double.pi / 4096
      bench.samples[0].position = (position / count).rounded() * count
      return bench.step()
    }
  }

  private func bench() -> Bench {
    let body = Body(
      parent: -1, coordinate: 0, motion: .revolute, p_PB: .zero, R_PB: .identity(),
      axis_B: Vector3(0, 1, 0), mass: 1, com_B: Vector3(0.2, 0, 0), inertia_B: (.zero, .zero))
    let joint = JointConfiguration.small {
      $0.effortLimit = 6
      $0.gains = JointLaw.Gains(kp: 40, kd: 1.5, ki: 50, integralLimit: 0.5)
      $0.usesDynamics = true
      $0.coordinate = 0
    }
    return Bench(
      [joint], tree: KinematicTree(bodies: [body], coordinateCount: 1),
      safety: SafetyConfiguration())
  }

  /// Armed at `position`, and held there for 0.4 s.
  private func held(at position: Double, mass: Double = 1) -> (Bench, Plant) {
    let bench = bench()
    bench.activate(at: position)
    var plant = Plant(position: position, mass: mass)
    for _ in 0..<200 { _ = plant.step(bench) }
    return (bench, plant)
  }

  /// Whatever it carries between a tenth and a third of its effort limit.
  @Test(arguments: [0.0, 0.3, -0.5, 0.8, 1.0]) func whatFallsIsTold(_ position: Double) throws {
    var (bench, plant) = held(at: position)
    var fault: FaultRecord?
    var cycles = 0
    while fault == nil, cycles < 200 {
      fault = plant.step(bench, share: 0).latched
      cycles += 1
    }
    let record = try #require(fault)
    #expect(record.code == .motorWithoutEffect && record.joint == 0, "\(record) at \(position)")
    #expect(Double(cycles) * Bench.period <= 0.15, "\(cycles)")
    #expect(record.value * record.limit > 0 && abs(record.value) <= 6)
    #expect(abs(record.limit + 1.962 * RealtimeMath.sineCosine(plant.position).cosine) < 0.1)
  }

  /// Nobody knows how a joint without a model falls.
  @Test func withoutAModelNothingIsTold() {
    let bench = Bench([.small()])
    bench.activate(at: 0)
    var plant = Plant()
    var fault: FaultRecord?
    for _ in 0..<1000 where fault == nil { fault = plant.step(bench, share: 0).latched }
    #expect(fault != nil && !(fault?.code.rawValue == 411))
  }

  /// What a hand does to a joint whose motor works: steps, ramps, shaking, blows, grabbing, noise, lifting and
  /// letting fall, each in `0.5...2` N.m and both directions, with up to 0.3 kg more than the model knows.
  private func push(_ kind: Int, _ random: inout SeededRandom) -> (Double) -> Double {
    let size = random.number(0.5...2) * (Bool.random(using: &random) ? 1 : -1)
    let (rise, end) = (random.number(0.02...0.4), random.number(0.05...0.8))
    let (rate, width) = (2 * Double.pi * random.number(0.5...5), random.number(0.02...0.15))
    let waves = (0..<4).map { _ in
      (2 * Double.pi * random.number(0.5...8), random.number(0...6.28), random.number(0.2...1))
    }
    return { time in
      switch kind {
      case 0: return time < end ? size : 0
      case 1: return size * min(time / rise, 1)
      case 2: return size * RealtimeMath.sineCosine(rate * time).sine
      case 3:
        let beat = time.truncatingRemainder(dividingBy: 3 * width)
        return beat < width ? 2 * size * RealtimeMath.sineCosine(.pi * beat / width).sine : 0
      case 4: return time < end ? 0.6 * size + 0.7 * size * time / rise : 0
      case 5:
        return waves.reduce(0) {
          $0 + size * $1.2 * RealtimeMath.sineCosine($1.0 * time + $1.1).sine
        }
      default: return time < end ? -(2.2 + abs(size)) * min(time / rise, 1) : 0
      }
    }
  }

  @Test func noHandIsTakenForADeadMotor() {
    let seed: UInt64 = 20_261
    var random = SeededRandom(seed: seed)
    for run in 0..<400 {
      var (bench, plant) = held(
        at: random.number(-1...1), mass: run % 3 == 0 ? random.number(0.7...1.3) : 1)
      plant.friction = random.number(0...0.2)
      let push = push(run % 7, &random)
      for cycle in 0..<500 {
        let verdict = plant.step(bench, push: push(Double(cycle) * Bench.period))
        if let fault = verdict.latched {
          #expect(!(fault.code.rawValue == 411), "seed \(seed), run \(run), cycle \(cycle)")
          break
        }
      }
    }
  }

  /// A joint that somebody holds, or that rests on something, does not fall.
  @Test(arguments: [0.0, 0.2, -0.2]) func whatIsBlockedDoesNotFall(_ displacement: Double) {
    let bench = bench()
    bench.activate(at: 0.1)
    bench.ask(.jog, joint: 0, displacement: displacement, speed: 3)
    for _ in 0..<1000 {
      if let fault = bench.step().latched { #expect(!(fault.code.rawValue == 411), "\(fault)") }
    }
  }
}
