import BenchmarkKit
import RobotControl
import RobotUnits

/// PID laws with every feature in use: scheduled gains on the move, setpoint weights, filtered derivative,
/// FF0 to FF3, back-calculation, bounds of integral, output and output rate, dead band, transfer term.
private final class PIDBank {
  private struct Joints: BitwiseCopyable {
    var law: PID
    var scheduler: GainScheduler
  }

  private let joints: FixedArray<Joints>
  private let variables: FixedArray<Pair>
  private let inputs: FixedArray<PID.Input>
  private var moment = 0

  /// `count` joints, an even number.
  init(count: Int) throws(BenchmarkFailure) {
    let joint = try PIDBank.joint()
    joints = FixedArray(repeating: joint, count: count / 2)
    let swings = (0..<32 * joints.count).map { Pair(0.001 * Double($0), 0.0012 * Double($0) - 0.3) }
    inputs = FixedArray(swings.map(PIDBank.input))
    // On one line of the schedule, as between two cycles of a joint that moves.
    variables = FixedArray(swings.map { 1.5 + $0 })
  }

  /// One cycle of every joint, `repetitions` times.
  @_noAllocation @_noLocks
  func work(_ repetitions: Int) {
    for _ in 0..<repetitions {
      moment = (moment + joints.count) % inputs.count
      let (inputs, variables) = (inputs.base + moment, variables.base + moment)
      for index in 0..<joints.count {
        let joint = joints.base + index
        let gains = joint.pointee.scheduler.gains(at: variables[index])
        _ = joint.pointee.law.update(inputs[index], gains: gains)
      }
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

  private static func input(_ swing: Pair) -> PID.Input {
    PID.Input(
      reference: 0.3 + swing, firstDerivative: 0.5 - swing, secondDerivative: swing * swing,
      thirdDerivative: 2 * swing, measured: 0.2 + swing * 0.9, feedForward: 0.1 * swing)
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
