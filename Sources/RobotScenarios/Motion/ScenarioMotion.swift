public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits

/// What a robot does while things go wrong.
public enum ScenarioMotion: Sendable {
  /// A motion from a file.
  case file(MotionDescription, RobotModel)
  /// Every joint swings from where it is to the roomier side and back, about this share of what it could,
  /// with `rate` rad/s, for `seconds`.
  case swing(RobotModel, shares: [Double], rate: Double, seconds: Double)

  /// The motion that `scenario` asks for: its file, or a swing of every joint, so many seconds longer than needed.
  public static func of(
    _ scenario: FaultScenario, _ model: RobotModel, longer spare: Double = 0
  ) throws(ConfigurationErrors) -> ScenarioMotion {
    guard let path = scenario.motionPath else {
      return .swing(
        model, shares: [Double](repeating: 1, count: model.joints.count), rate: 3,
        seconds: scenario.duration + 1 + spare)
    }
    return .file(try MotionFile.load(path: path), model)
  }

  /// The trajectory from `start`.
  public func knots(from start: [Double]) throws(ConfigurationErrors) -> [TrajectoryKnot] {
    switch self {
    case .file(let motion, let model):
      return try motion.compile(from: start, joints: model.motionJoints)
    case .swing(let model, let shares, let rate, let seconds):
      let swing = Swing(model, from: start, shares: shares, rate: rate)
      let count = Int((seconds / 0.02).rounded(.up)) + 1
      return (0..<count).map { index in
        let time = Double(index) * 0.02
        return TrajectoryKnot(
          time: time,
          joints: swing.points(at: time).map {
            TrajectoryKnot.Joint(
              position: $0.position, velocity: $0.velocity, acceleration: $0.acceleration)
          })
      }
    }
  }

  /// What a client leads the joints along from `start`; `nil` for a file.
  public func swing(from start: [Double]) -> Swing? {
    guard case .swing(let model, let shares, let rate, _) = self else { return nil }
    return Swing(model, from: start, shares: shares, rate: rate)
  }
}

extension FaultScenario {
  /// Where its motion file is: its own name for it is relative to the scenario's folder.
  public var motionPath: String? {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return motion.map { (folder + [$0[...]]).joined(separator: "/") }
  }
}

extension RobotModel {
  /// The joints as motion files know them.
  fileprivate var motionJoints: [MotionJoint] {
    joints.indices.map { joint in
      let bounds = joints[joint].bounds
      return MotionJoint(
        name: robot.joints[joint].name, lower: bounds.lower, upper: bounds.upper,
        velocity: bounds.velocity, acceleration: bounds.acceleration)
    }
  }
}
