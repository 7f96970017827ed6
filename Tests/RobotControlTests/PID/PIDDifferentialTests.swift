import FoundationEssentials
import Glibc
import RobotControl
import RobotUnits
import Testing

private let reference = getenv("CEREBELLUM_PID_REFERENCE").map { String(cString: $0) }

/// Sample by sample against Tests/Differential/pid_reference.py: 1e-9 absolute, outputs being below 5.
@Suite(
  .enabled(
    if: reference != nil,
    """
    set CEREBELLUM_PID_REFERENCE to what Tests/Differential/pid_reference.py writes, run with the \
    python that Tests/Differential/setup.sh prints
    """))
struct PIDDifferentialTests {
  private func runs() throws -> PIDReference {
    let data = try Data(contentsOf: URL(filePath: #require(reference)))
    return try JSONDecoder().decode(PIDReference.self, from: data)
  }

  /// Every feature, 500 samples a run: schedules, windup, limits, modes, later limits.
  @Test func equalsSciPyOpenLoop() throws {
    let runs = try runs().open
    #expect(runs.count >= 50)
    var worst = 0.0
    for run in runs {
      #expect(run.outputs.count == 500)
      let configuration = try run.configuration.configuration
      try configuration.validate(period: run.period)
      let outputs = OpenLoop(configuration, run).outputs(run)
      let difference = zip(outputs, run.outputs).map { abs($0 - $1) }.max() ?? .infinity
      #expect(difference <= 1e-9, "seed \(run.seed)")
      worst = max(worst, difference)
    }
    print("\(runs.count) runs of the PID law equal SciPy's within \(worst)")
  }

  /// Law and plant in a loop against one linear system.
  @Test func equalsSciPyClosedLoop() throws {
    let runs = try runs().closed
    #expect(runs.count >= 20)
    var worst = 0.0
    for run in runs {
      var loop = ClosedLoop(run)
      let difference =
        zip(run.inputs, run.outputs).map { input, output in
          abs(loop.step(reference: input[0], velocity: input[1]) - output)
        }.max() ?? .infinity
      #expect(difference <= 1e-9, "seed \(run.seed)")
      worst = max(worst, difference)
    }
    print("\(runs.count) closed loops equal SciPy's within \(worst)")
  }
}

/// The law under test in the second place; another one in the first.
private struct OpenLoop {
  private var law: PID
  private var scheduler: GainScheduler

  init(_ configuration: PID.Configuration, _ run: PIDReference.Open) {
    let first = OnePID.other.schedule
    let gains = PID.GainsPair(first.first, configuration.schedule.first, period: run.period)
    law = PID(PID.Parameters(OnePID.other, configuration, period: run.period), gains: gains)
    law.reset(output: .zero, measured: .second(run.inputs[0][4]), gains: gains, where: .both)
    scheduler = GainScheduler(first, configuration.schedule, period: run.period)
  }

  func outputs(_ run: PIDReference.Open) -> [Double] {
    var (law, scheduler) = (law, scheduler)
    return run.inputs.indices.map { sample in
      let numbers = run.inputs[sample]
      let input = PID.Input(
        reference: .second(numbers[0]), firstDerivative: .second(numbers[1]),
        secondDerivative: .second(numbers[2]), thirdDerivative: .second(numbers[3]),
        measured: .second(numbers[4]), feedForward: .second(numbers[5]))
      let gains = scheduler.gains(at: .second(numbers[6]))
      let output: Double
      if let manual = run.manual[sample] {
        output = law.update(input, gains: gains, following: .second(manual), where: .second).y
      } else {
        output = law.update(input, gains: gains).y
      }
      if let applied = run.applied[sample] { law.noteApplied(.second(applied)) }
      return output
    }
  }
}

/// A law and a joint with inertia and friction.
private struct ClosedLoop {
  private var law: PID
  private let gains: PID.GainsPair
  private let plant: [Double]
  private var position = 0.0
  private var velocity = 0.0

  init(_ run: PIDReference.Closed) {
    var configuration = PID.Configuration(
      schedule: GainSchedule(PID.Gains(kp: run.kp, ki: run.ki, kd: run.kd)), lower: -1e6, upper: 1e6
    )
    configuration.proportionalWeight = run.proportionalWeight
    configuration.derivativeWeight = run.derivativeWeight
    configuration.feedForward.ff1 = run.ff1
    configuration.filterTime = run.filterTime
    gains = PID.GainsPair(
      OnePID.other.schedule.first, configuration.schedule.first, period: run.period)
    law = PID(PID.Parameters(OnePID.other, configuration, period: run.period), gains: gains)
    law.reset(output: .zero, measured: .zero, gains: gains, where: .both)
    plant = run.plant
  }

  mutating func step(reference: Double, velocity rate: Double) -> Double {
    let input = PID.Input(
      reference: .second(reference), firstDerivative: .second(rate), secondDerivative: .zero,
      thirdDerivative: .zero, measured: .second(position), feedForward: .zero)
    let effort = law.update(input, gains: gains).y
    (position, velocity) = (
      plant[0] * position + plant[1] * velocity + plant[4] * effort,
      plant[2] * position + plant[3] * velocity + plant[5] * effort
    )
    return effort
  }
}
