import RobotControl
import RobotCore
import TestSupport

/// Streams that were made to get past a bound: each joint is sent one kind of them for a while.
struct CraftedStream {
  /// What a joint is sent.
  enum Craft: CaseIterable {
    /// Nothing special: whatever the sender has.
    case random
    /// From end to end in every cycle, or in the time of a stop: in resonance with the limiter.
    case alternating, resonant
    /// A little faster than the velocity, acceleration or jerk limit.
    case tooFast, tooSteep, tooJerky
    /// On the limits and one unit in the last place beyond.
    case edges
    /// There is the position, and elsewhere goes the velocity.
    case contradictory
    /// The greatest gains and efforts, negative ones, the least of all numbers.
    case huge, negative, tiny
    /// No number, or no finite one.
    case notFinite
  }

  private var random: SeededRandom
  private var crafts = [Craft](repeating: .random, count: 6)
  private var half = 1
  private var cycle = 0

  init(seed: UInt64) { random = SeededRandom(seed: seed ^ 0xC4AF7) }

  /// A cycle goes by.
  mutating func advance() {
    if cycle % 400 == 0 {
      crafts = crafts.map { _ in Craft.allCases.randomElement(using: &random) ?? .random }
      half = Int.random(in: 1...200, using: &random)
    }
    cycle += 1
  }

  /// The target of `joint`, which is where `now` says.
  mutating func target(_ joint: Int, _ configuration: JointConfiguration, _ now: JointSnapshot)
    -> JointTarget?
  {
    let bounds = configuration.bounds
    let time = Double(cycle % 400) * Bench.period
    let isEven = cycle % 2 == 0
    let greatest = Double.greatestFiniteMagnitude
    switch crafts[joint] {
    case .random: return nil
    case .alternating: return .at(isEven ? 2 : -2, velocity: isEven ? -4 : 4)
    case .resonant: return .at(cycle / half % 2 == 0 ? bounds.lower : bounds.upper)
    case .tooFast:
      return .at(-1.4 + 1.01 * bounds.velocity * time, velocity: 1.01 * bounds.velocity)
    case .tooSteep:
      let acceleration = 1.01 * bounds.acceleration
      return .at(-1.4 + 0.5 * acceleration * time * time, velocity: acceleration * time)
    case .tooJerky:
      let jerk = 1.01 * min(bounds.jerk, 1e4)
      return .at(-1.4 + jerk * time * time * time / 6, velocity: 0.5 * jerk * time * time)
    case .edges:
      let edges = [
        bounds.upper, bounds.upper.nextUp, bounds.upper.nextDown, bounds.lower,
        bounds.lower.nextUp, bounds.lower.nextDown,
      ]
      let position = edges[cycle / half % 6]
      return .at(position, velocity: isEven ? bounds.velocity : -bounds.velocity.nextUp)
    case .contradictory:
      return .at(now.referencePosition + 0.1, velocity: random.number(-3...0))
    case .huge:
      return JointTarget(
        position: random.number(-1.5...1.5), velocity: 0, kp: isEven ? greatest : 1e9,
        kd: random.number(0...1e6), feedForward: isEven ? 1e300 : -1e300)
    case .negative:
      return JointTarget(
        position: random.number(-1.5...1.5), velocity: 3, kp: -100, kd: -100, feedForward: -100)
    case .tiny:
      let least = Double.leastNonzeroMagnitude
      return JointTarget(
        position: now.referencePosition + least, velocity: -least, kp: least, kd: least,
        feedForward: least)
    case .notFinite:
      let values = [Double.nan, .infinity, -.infinity, .signalingNaN, greatest, -greatest]
      return JointTarget(
        position: values.randomElement(using: &random) ?? 0,
        velocity: values.randomElement(using: &random) ?? 0, kp: .nan,
        kd: .nan, feedForward: isEven ? .nan : greatest)
    }
  }
}
