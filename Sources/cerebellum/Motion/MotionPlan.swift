import RobotConfiguration
import RobotWire

/// A motion compiled for the robot of a session, from where its references are.
struct MotionPlan {
  let name: String
  let knots: [TrajectoryKnot]

  /// From start to end [s].
  var duration: Double { knots.last?.time ?? 0 }

  /// A trajectory that was made elsewhere.
  init(name: String, knots: [TrajectoryKnot]) {
    self.name = name
    self.knots = knots
  }

  /// Compiles `motion` for the robot in `state`.
  init(
    _ motion: MotionDescription, robot: RobotInfo, state: StateSnapshot
  ) throws(ToolFailure) {
    name = motion.name
    let joints = robot.joints.map {
      MotionJoint(
        name: $0.name, lower: $0.lower, upper: $0.upper, velocity: $0.velocity,
        acceleration: $0.acceleration)
    }
    do {
      knots = try motion.compile(from: state.joints.map(\.referencePosition), joints: joints)
    } catch {
      throw ToolFailure(error)
    }
  }

  /// The motion that the file at `path` describes.
  static func load(_ path: String) throws(ToolFailure) -> MotionDescription {
    do {
      return try MotionFile.load(path: path)
    } catch {
      throw ToolFailure(error)
    }
  }

  /// The frames that carry the trajectory.
  var requests: [Request] {
    let jointCount = knots.first?.joints.count ?? 0
    let capacity = max(1, TrajectoryKnots.capacity(jointCount: jointCount))
    let parts = stride(from: 0, to: knots.count, by: capacity).map { first in
      Request.trajectoryKnots(
        TrajectoryKnots(
          first: UInt32(first),
          knots: knots[first..<min(first + capacity, knots.count)].map(Knot.init)))
    }
    let begin = Request.trajectoryBegin(
      knotCount: UInt32(knots.count), jointCount: UInt16(jointCount))
    return [begin] + parts
  }
}

extension Knot {
  fileprivate init(_ knot: TrajectoryKnot) {
    self.init(
      time: knot.time,
      joints: knot.joints.map {
        KnotJoint(position: $0.position, velocity: $0.velocity, acceleration: $0.acceleration)
      })
  }
}
