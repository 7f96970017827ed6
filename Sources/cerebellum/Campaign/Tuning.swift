import RobotAssembly
import RobotConfiguration
import RobotScenarios

/// A robot whose values are varied, and what it does.
struct Tuning: Sendable {
  let robot: CampaignRobot
  let plan: TuningPlan
  /// Of all that decides on a run, beside the robot: what is varied, and the files of what it does.
  let digest: FileDigest
  private let task: TuningTask
  private let watched: [Int]
  /// The robot file.
  private let text: [UInt8]

  /// Reads the robot and what it does, and tries both ends of each variation alone, so that a wrong one is told before
  /// anything is played.
  init(
    _ robot: CampaignRobot, _ plan: TuningPlan, motion: String?, scenario: String?
  ) throws(ToolFailure) {
    self.robot = robot
    self.plan = plan
    do throws(ConfigurationErrors) {
      text = try ConfigurationText.read(path: robot.file)
      var parts = plan.variations.map { Array($0.text.utf8) }
      if let scenario {
        let path = ShippedFile.find(scenario)
        parts.append(try ConfigurationText.read(path: path))
        let described = try FaultScenarioFile.load(path: path)
        if let motion = described.motionPath {
          parts.append(try ConfigurationText.read(path: motion))
        }
        task = try TuningTask(described, on: robot.model)
      } else {
        let described = try motion.map { path throws(ConfigurationErrors) in
          let path = ShippedFile.find(path)
          parts.append(try ConfigurationText.read(path: path))
          return try MotionFile.load(path: path)
        }
        task = try TuningTask(described, on: robot.model)
      }
      digest = FileDigest(
        of: Array(parts.map { FileDigest(of: $0).description }.joined().utf8))
    } catch {
      throw ToolFailure(error)
    }
    watched = plan.joints(of: robot.model.robot)
    guard !task.scenario.isOfDaemon else {
      throw ToolFailure(
        .usage, "--scenario: what happens to the daemon is not played here",
        "--scenario：守护进程的故障不能在这里运行")
    }
    for variation in plan.variations {
      for end in [0.0, 1] {
        _ = try model([variation.change(at: end)], "--vary \(variation.text)")
      }
    }
  }

  /// Plays run `seed`.
  func run(_ seed: UInt64) throws(ToolFailure) -> TuningRun {
    let changes = plan.changes(of: seed)
    return TuningRun(
      seed: seed, changes, on: try model(changes, "run \(seed) of --vary"), doing: task,
      watched: watched)
  }

  /// The lines of the robot file that `changes` make.
  func lines(_ changes: [KeyChange]) -> [ChangedRobotFile.Line] {
    do throws(ConfigurationErrors) {
      return try RobotFile.changed(text, file: robot.file, changes).lines
    } catch {
      preconditionFailure("a robot was played that cannot be written: \(error)")
    }
  }

  /// The robot with `changes`, which are those of `origin`.
  private func model(
    _ changes: [KeyChange], _ origin: String
  ) throws(ToolFailure) -> RobotModel {
    do throws(ConfigurationErrors) {
      return try LoadedRobot(robotPath: robot.file, boardPath: nil, changes: changes).model
    } catch {
      let values = changes.map { "\($0.keyPath): \($0.value)" }.joined(separator: ", ")
      throw ToolFailure(
        ConfigurationErrors(
          error.errors.map {
            var error = $0
            let hint = error.hint.map { "\($0); " } ?? ""
            error.hint = "\(hint)\(origin) asks for \(values): mend its key or its bounds"
            return error
          }))
    }
  }
}
