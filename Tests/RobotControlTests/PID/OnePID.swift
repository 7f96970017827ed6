import RobotControl
import RobotUnits
import TestSupport

/// One PID in the second place of a pair; the first is busy with another law.
struct OnePID {
  static let period = 0.002
  static let other = PID.Configuration(
    schedule: GainSchedule(PID.Gains(kp: 3, ki: 2, kd: 0.1)), lower: -1, upper: 1)

  /// One cycle's inputs.
  struct Input {
    var reference = 0.0
    var velocity = 0.0
    var acceleration = 0.0
    var jerk = 0.0
    var measured = 0.0
    var feedForward = 0.0

    var pair: PID.Input {
      PID.Input(
        reference: .second(reference), firstDerivative: .second(velocity),
        secondDerivative: .second(acceleration), thirdDerivative: .second(jerk),
        measured: .second(measured, first: 0.2), feedForward: .second(feedForward))
    }
  }

  var pair: PID
  var gains: PID.Gains

  /// A law that has seen `measured`, with the first gains of `configuration`.
  init(_ configuration: PID.Configuration, measured: Double = 0, output: Double = 0) {
    gains = configuration.schedule.first
    pair = PID(Self.parameters(configuration), gains: Self.pair(gains))
    pair.reset(
      output: .second(output), measured: .second(measured), gains: Self.pair(gains), where: .both)
  }

  static func parameters(_ configuration: PID.Configuration) -> PID.Parameters {
    PID.Parameters(other, configuration, period: period)
  }

  static func pair(_ gains: PID.Gains) -> PID.GainsPair {
    PID.GainsPair(other.schedule.first, gains, period: period)
  }

  var output: Double { pair.output.y }
  var integral: Double { pair.integral.y }
  var transfer: Double { pair.transfer.y }
  var excess: Double { pair.excess.y }
  var heldCycles: Double { pair.heldCycles.y }

  mutating func update(_ input: Input) -> Double {
    pair.update(input.pair, gains: Self.pair(gains)).y
  }

  mutating func update(_ input: Input, following effort: Double) -> Double {
    pair.update(
      input.pair, gains: Self.pair(gains), following: .second(effort), where: .second
    ).y
  }

  mutating func change(to configuration: PID.Configuration, at input: Input) {
    pair.change(to: Self.parameters(configuration), at: input.pair)
  }

  mutating func noteApplied(_ applied: Double) { pair.noteApplied(.second(applied)) }
  mutating func noteExcess(_ excess: Double) { pair.noteExcess(.second(excess)) }
}

extension PID.Configuration {
  /// Constant gains within -`limit`...`limit`.
  static func constant(kp: Double, ki: Double, kd: Double, limit: Double = 100) -> Self {
    PID.Configuration(
      schedule: GainSchedule(PID.Gains(kp: kp, ki: ki, kd: kd)), lower: -limit, upper: limit)
  }
}
