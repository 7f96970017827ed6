import Glibc
import RobotAssembly
import RobotConfiguration
import RobotDynamics
import RobotUnits
import Testing

private let reference = getenv("CEREBELLUM_MOTION_REFERENCE").map { String(cString: $0) }

/// Trajectories of published arms and hands beside MuJoCo's, without contact.
@Suite(
  .enabled(
    if: reference != nil,
    """
    set CEREBELLUM_MOTION_REFERENCE to what Tests/Differential/mujoco_reference.py writes, run with \
    the python that Tests/Differential/setup.sh prints
    """))
struct MotionDifferentialTests {
  /// 1e-9 rad (or m) all through a second, passive and driven, at the same step: the integrator is the
  /// same, so that nothing but rounding may part them.
  @Test func movesAsMuJoCoDoes() throws {
    let motions = try MotionReference(path: #require(reference)).motions
    #expect(motions.count >= 20)
    var worst = (distance: 0.0, label: "")
    for motion in motions {
      #expect(Double(motion.samples.count * motion.stepsPerSample) * motion.step == 1)
      let travel = zip(motion.positions, motion.samples.last ?? []).map { abs($0 - $1) }.max() ?? 0
      #expect(travel > 0.5, "\(motion.label) hardly moves: nothing is compared")
      let found = try Self.samples(motion)
      let distance = zip(found, motion.samples).map(Self.distance).max() ?? .infinity
      #expect(distance <= 1e-9, "\(motion.label)")
      if distance > worst.distance { worst = (distance, motion.label) }
    }
    print(
      "\(motions.count) motions of 1 s equal MuJoCo's within \(worst.distance) (\(worst.label))")
  }

  /// Both integrators above could be wrong together. As the step shrinks, ours ends where MuJoCo's
  /// Runge-Kutta ends, that is, where the continuous motion does: its errors of first and second order
  /// taken away (Richardson), 1e-4 rad are left of some 0.1 rad.
  @Test func convergesToTheContinuousMotion() throws {
    var worst = (distance: 0.0, label: "")
    for motion in try MotionReference(path: #require(reference)).motions {
      let ends = try [1, 2, 4].map { parts in
        try #require(try Self.samples(motion, parts: parts).last)
      }
      let limit = motion.end.indices.map { joint in
        let (whole, half, quarter) = (ends[0][joint], ends[1][joint], ends[2][joint])
        return (4 * (2 * quarter - half) - (2 * half - whole)) / 3
      }
      let distance = Self.distance(limit, motion.end)
      #expect(distance <= 1e-4, "\(motion.label)")
      if distance > worst.distance { worst = (distance, motion.label) }
    }
    print("and converge to the continuous ones within \(worst.distance) (\(worst.label))")
  }

  /// The joints' positions at each sample, each step taken in `parts` parts.
  private static func samples(
    _ motion: MotionReference.Motion, parts: Int = 1
  ) throws -> [[Double]] {
    let model = try URDF.load(path: motion.path)
    var tree = KinematicTree(
      bodies: model.tree(coordinates: motion.joints).bodies, coordinateCount: motion.joints.count)
    for joint in motion.joints.indices { tree.setArmature(motion.armature, ofCoordinate: joint) }
    let work = TreeWork(for: tree)
    let positions = FixedArray(motion.positions)
    let velocities = FixedArray(motion.velocities)
    var joint = JointStep()
    joint.damping = motion.damping
    let steps = FixedArray(repeating: joint, count: motion.joints.count)
    let dt = motion.step / Double(parts)
    return motion.samples.indices.map { index in
      for step in 0..<motion.stepsPerSample {
        let time = Double(index * motion.stepsPerSample + step) * motion.step
        for joint in motion.joints.indices {
          steps[joint].effort = motion.amplitudes[joint] * sin(motion.rates[joint] * time)
        }
        for _ in 0..<parts {
          tree.beginStep(positions: positions, velocities: velocities, work)
          tree.endStep(steps, velocities: velocities, by: dt, work)
          for joint in motion.joints.indices {
            velocities[joint] = steps[joint].velocity
            positions[joint] += dt * velocities[joint]
          }
        }
      }
      return motion.joints.indices.map { positions[$0] }
    }
  }

  /// The largest distance of two joints; not a number is not near.
  private static func distance(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(a.count == b.count ? 0 : .infinity) { largest, pair in
      let difference = abs(pair.0 - pair.1)
      return difference <= largest ? largest : difference.isNaN ? .infinity : difference
    }
  }
}
