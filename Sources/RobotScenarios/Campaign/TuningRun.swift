public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore

/// One run of a tuning: the robot with other values, on the virtual clock, and how well it did.
///
/// The same seed of the same plan is the same run, bit for bit, as of a `CampaignRun`. Real-time: no.
public struct TuningRun: Sendable {
  /// Its number in the plan.
  public let seed: UInt64
  /// What was changed.
  public let changes: [KeyChange]
  /// What came of it.
  public let report: FaultReport
  /// What the scenario expects that is not so; without one: no fault, and active at the end.
  public let misses: [String]
  /// How well each joint did, in the order of the robot file.
  public let joints: [TuningFigures]
  /// The worst of the joints that the tuning is about.
  public let worst: TuningFigures
  /// As of a `CampaignRun`.
  public let fingerprint: FileDigest

  /// Plays `task` on `model`, which is the robot with `changes`. `watched`: the joints that it is about.
  public init(
    seed: UInt64, _ changes: [KeyChange], on model: RobotModel, doing task: TuningTask,
    watched: [Int]
  ) {
    self.seed = seed
    self.changes = changes
    var report = FaultReport()
    do throws(ConfigurationErrors) {
      report = try FaultRun.report(
        of: task.scenario, on: model, doing: task.motion, keepsTrace: true)
    } catch {
      report.problems = ["\(error)"]
    }
    let trace = report.trace ?? FaultTrace(jointCount: 0)
    fingerprint = trace.digest
    let joints = model.joints.indices.map { joint in
      TuningFigures(
        trace.samples(of: joint), effortLimit: model.joints[joint].effortLimit,
        steps: task.steps.filter { $0.joints.contains(joint) }.map(\.time))
    }
    self.joints = joints
    worst = .worst(watched.map { (joints[$0], model.joints[$0].lever) })
    misses = report.misses(of: task.scenario.expectation)
    report.trace = nil
    self.report = report
  }

  /// Whether the robot did all of it, and ended as the scenario expects.
  public var isUsable: Bool { misses.isEmpty && report.problems.isEmpty }
}

extension FaultTrace {
  /// What `joint` did in each cycle.
  fileprivate func samples(of joint: Int) -> [TuningFigures.Sample] {
    times.indices.map { place in
      let limits = limits(joint, at: place)
      return TuningFigures.Sample(
        time: times[place], reference: reference(joint, at: place),
        measured: measured(joint, at: place), effort: effort(joint, at: place),
        isLimited: limits.contains(.effort) || limits.contains(.voltage)
          || limits.contains(.current))
    }
  }
}
