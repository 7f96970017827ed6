import BenchmarkKit
import CBenchmark
import RobotControl
import RobotRuntime
import RobotUnits

private let cycles = 1000
/// The first cycles find caches and pages as the start left them.
let warmUpCycles = 100

/// A PID and an integrator as its plant per joint, inside a 1 kHz loop: the caches are as cold as there.
func pidAgainstLinuxCNC(joints: Int) -> Benchmark {
  Benchmark(
    "pid-\(joints)",
    question: "PID and plant integrator of \(joints) joints inside a 1 kHz loop, SCHED_OTHER, "
      + "processor \(Realtime.processor): ns per joint and cycle",
    reference: "LinuxCNC pid+integ",
    contestants: [
      linuxCNC(joints: joints, cycles: cycles), ours("JointLaw", joints: joints),
      wholeCycle("ControlCycle.step", joints: joints, hasDynamics: false),
      wholeCycle("ControlCycle.step, gravity", joints: joints, hasDynamics: true),
    ],
    bars: [
      Bar(.ratioOfBest(figure: "min", of: "JointLaw", to: "LinuxCNC pid+integ"), atMost: 0.5),
      Bar(.ratio(figure: "p50", of: "JointLaw", to: "LinuxCNC pid+integ"), atMost: 0.5),
    ])
}

/// What LinuxCNC refuses: its `pid` has 16 channels.
func pidOfManyJoints() -> Benchmark {
  Benchmark(
    "pid-many",
    question: "as pid-16, for more joints than LinuxCNC's 16 channels: ns per joint and cycle",
    contestants: [24, 64, 128].map { ours("JointLaw, \($0) joints", joints: $0) })
}

private func ours(_ name: String, joints: Int) -> Contestant {
  Contestant(name) { () throws(BenchmarkFailure) in
    try insideLoop(PIDJoints(count: joints)).map { $0 / Double(joints) }.distribution
  }
}

private func wholeCycle(_ name: String, joints: Int, hasDynamics: Bool) -> Contestant {
  Contestant(name) { () throws(BenchmarkFailure) in
    let rig = CycleRig(joints: joints, hasDynamics: hasDynamics)
    rig.activate()
    return try insideLoop(rig).map { $0 / Double(joints) }.distribution
  }
}

extension [Double] {
  fileprivate var distribution: [Reading] { Reading.distribution(of: self) }
}

/// What is done once per cycle and timed.
protocol TimedWork: AnyObject, Sendable {
  func work()
}

/// Runs `work` in a CyclicExecutor at 1 kHz, SCHED_OTHER as LinuxCNC runs without privileges, and gives
/// what each cycle took [ns], by the same counter that LinuxCNC reads.
private func insideLoop<Work: TimedWork>(_ work: Work) throws(BenchmarkFailure) -> [Double] {
  let samples = Samples(capacity: cycles + warmUpCycles)
  let stop = StopFlag()
  try Realtime.loop(every: .milliseconds(1), priority: nil, stop: stop) { _ in
    TimedTask(work: work, samples: samples, stop: stop)
  }
  return Array(samples.values(times: tickLength).dropFirst(warmUpCycles))
}

/// Length of a tick of the processor's counter [ns], measured once.
let tickLength = cb_tick_length()

private struct TimedTask<Work: TimedWork>: CyclicTask {
  let work: Work
  let samples: Samples
  let stop: StopFlag

  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let begin = cb_ticks()
    work.work()
    samples.add(Int64(bitPattern: cb_ticks() &- begin))
    if samples.count == cycles + warmUpCycles { stop.raise() }
  }

  mutating func end() {}
}

/// The same loop as LinuxCNC's pid and integ make of it: derivative of the error, bounded integral and
/// output, and a plant whose position is the integral of the output.
final class PIDJoints: TimedWork, @unchecked Sendable {
  // Used by the loop's thread, after the one that made it.
  private struct JointPair: BitwiseCopyable {
    var law = JointLaw()
    var gains: JointLaw.GainsPair
    var effortLimit = Pair(repeating: 10)
    var command = Pair(repeating: 1)
    var lastError = Pair.zero
    var position = Pair.zero

    init() {
      let one = JointLaw.Gains(kp: 20, kd: 0.1, ki: 5, integralLimit: 1)
      gains = JointLaw.GainsPair(one, one)
    }

    @_noAllocation @_noLocks
    mutating func work(_ period: Double, _ frequency: Double) {
      let error = command - position
      let wanted = law.update(
        JointLaw.Input(
          positionError: error, velocityError: (error - lastError) * frequency,
          feedForward: .zero, period: period, scale: Pair(repeating: 1)),
        gains: gains)
      let effort = RealtimeMath.clamp(wanted, within: effortLimit)
      law.noteApplied(desired: wanted, applied: effort)
      lastError = error
      position += effort * period
    }
  }

  private let pairs: FixedArray<JointPair>
  private let period = 0.001
  private let frequency = 1000.0

  /// For `count` joints, an even number.
  init(count: Int) { pairs = FixedArray(repeating: JointPair(), count: count / 2) }

  @_noAllocation @_noLocks
  func work() {
    for index in 0..<pairs.count { pairs[index].work(period, frequency) }
  }
}

/// The law alone with its plant, for callgrind.
func countedLaw() -> CountedWork {
  CountedWork("law", parts: 24) {
    let joints = PIDJoints(count: 24)
    return { repetitions in
      for _ in 0..<repetitions { joints.work() }
    }
  }
}
