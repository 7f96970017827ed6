import BenchmarkKit
import RobotControl
import RobotUnits

/// PID laws with every feature in use: scheduled gains on the move, setpoint weights, filtered derivative,
/// FF0 to FF3, back-calculation, bounds of integral, output and output rate, dead band, transfer term.
private final class PIDBank {
  private struct Joints: BitwiseCopyable {
    var law: PID
    var scheduler: GainScheduler

    @_noAllocation @_noLocks @inline(__always)
    mutating func work(_ sample: Sample) {
      let gains = scheduler.gains(at: sample.variable)
      _ = law.update(sample.input, gains: gains)
    }
  }

  private struct Sample: BitwiseCopyable {
    var input: PID.Input
    var variable: Pair
  }

  private let joints: FixedArray<Joints>
  private let samples: FixedArray<Sample>
  private let length = 64
  private var moment = 0

  /// `count` joints, an even number.
  init(count: Int) throws(BenchmarkFailure) {
    let joint = try PIDBank.joint()
    joints = FixedArray(repeating: joint, count: count / 2)
    samples = FixedArray((0..<length).map { PIDBank.sample(Double($0)) })
  }

  /// One cycle of every joint, `repetitions` times.
  @_noAllocation @_noLocks
  func work(_ repetitions: Int) {
    for _ in 0..<repetitions {
      moment = (moment + 1) % length
      let sample = samples.base[moment]
      for index in 0..<joints.count { joints.base[index].work(sample) }
    }
  }

  private static func joint() throws(BenchmarkFailure) -> Joints {
    let period = 0.001
    let points = [0.0, 1, 3].map {
      GainSchedule.Point(at: $0, PID.Gains(kp: 20 + 5 * $0, ki: 8 + $0, kd: 0.4 + 0.1 * $0))
    }
    let configuration: PID.Configuration
    do throws(PIDError) {
      var one = PID.Configuration(schedule: try GainSchedule(points), lower: -6, upper: 6)
      one.proportionalWeight = 0.8
      one.derivativeWeight = 0.6
      one.filterTime = 0.004
      one.feedForward = PID.FeedForward(ff0: 0.2, ff1: 0.3, ff2: 0.05, ff3: 0.001)
      one.antiWindup = .backCalculation(trackingTime: 0.1)
      one.outputRate = 500
      one.deadband = 0.001
      try one.validate(period: period)
      configuration = one
    } catch {
      throw BenchmarkFailure("\(error)")
    }
    let first = configuration.schedule.first
    return Joints(
      law: PID(
        PID.Parameters(configuration, configuration, period: period),
        gains: PID.GainsPair(first, first, period: period)),
      scheduler: GainScheduler(configuration.schedule, configuration.schedule, period: period))
  }

  /// Within one line of the schedule, as between two cycles of a joint that moves.
  private static func sample(_ index: Double) -> Sample {
    let swing = Pair(0.01 * index, 0.012 * index - 0.3)
    return Sample(
      input: PID.Input(
        reference: 0.3 + swing, firstDerivative: 0.5 - swing, secondDerivative: swing * swing,
        thirdDerivative: 2 * swing, measured: 0.2 + swing * 0.9, feedForward: 0.1 * swing),
      variable: 1.5 + swing)
  }
}

/// The whole law beside the bar of issue 4.
func pidFeatures() -> Benchmark {
  let name = "PID, 24 joints"
  return Benchmark(
    "pid-features",
    question:
      "PID step with all features, scheduled gains included, caches warm: ns per joint and step",
    contestants: [
      Contestant(name) { () throws(BenchmarkFailure) in
        let bank = try PIDBank(count: 24)
        let samples = Timing.repetitions(iterations: 100, of: bank.work)
        return Reading.distribution(of: samples, perPart: 24)
      }
    ], bars: [Bar(.best(figure: "p50", of: name), atMost: 10)])
}

/// The same, for callgrind.
func countedPIDFeatures() -> CountedWork {
  CountedWork("pid-features", parts: 24) { () throws(BenchmarkFailure) in
    try PIDBank(count: 24).work
  }
}
