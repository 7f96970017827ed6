public import RobotAssembly
public import RobotConfiguration
import RobotControl
import RobotCore
import RobotUnits

/// What a robot does while things go wrong.
public enum RigMotion: Sendable {
  /// A motion from a file.
  case file(MotionDescription, RobotModel)
  /// Every joint swings from where it is to the roomier side and back, about this share of what it could,
  /// with `rate` rad/s, for `seconds`.
  case swing(RobotModel, shares: [Double], rate: Double, seconds: Double)

  /// The motion that `scenario` asks for: its file, or a swing of every joint.
  public static func of(
    _ scenario: FaultScenario, _ model: RobotModel
  ) throws(ConfigurationErrors) -> RigMotion {
    guard let path = scenario.motion else {
      return .swing(
        model, shares: [Double](repeating: 1, count: model.joints.count), rate: 3,
        seconds: scenario.duration + 1)
    }
    let folder = scenario.file.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return .file(try MotionFile.load(path: (folder + [path[...]]).joined(separator: "/")), model)
  }

  /// Uploads it, beginning at `start`; the number of knots.
  func upload(
    to store: MotionStore, from start: [Double]
  ) throws(ConfigurationErrors) -> Int {
    switch self {
    case .file(let motion, let model):
      let joints = model.joints.indices.map { joint in
        let bounds = model.joints[joint].bounds
        return MotionJoint(
          name: model.robot.joints[joint].name, lower: bounds.lower, upper: bounds.upper,
          velocity: bounds.velocity, acceleration: bounds.acceleration)
      }
      let knots = try motion.compile(from: start, joints: joints)
      for (index, knot) in knots.enumerated() {
        store.setTime(knot.time, knot: index)
        for (joint, point) in knot.joints.enumerated() {
          store.setPoint(
            MotionPoint(
              position: point.position, velocity: point.velocity,
              acceleration: point.acceleration), knot: index, joint: joint)
        }
      }
      return knots.count
    case .swing(let model, let shares, let rate, let seconds):
      let swing = RigSwing(model, from: start, shares: shares, rate: rate)
      let count = Int((seconds / 0.02).rounded(.up)) + 1
      for index in 0..<count {
        let time = Double(index) * 0.02
        store.setTime(time, knot: index)
        for (joint, point) in swing.points(at: time).enumerated() {
          store.setPoint(point, knot: index, joint: joint)
        }
      }
      return count
    }
  }

  /// What a client leads the joints along from `start`; `nil` for a file.
  func swing(from start: [Double]) -> RigSwing? {
    guard case .swing(let model, let shares, let rate, _) = self else { return nil }
    return RigSwing(model, from: start, shares: shares, rate: rate)
  }
}
