import RobotDynamics
import RobotUnits
import TestSupport
import Testing

@testable import SimulatedHAL

/// Ties of any joints against the equations they stand for, written out: (M + B^T J B) of shafts that move
/// several joints, C^T M C of joints that follow.
@Suite struct PlantTiesTests {
  @Test func areTheEquationsOfAllJointsAtOnce() {
    var fastest = 0.0
    for seed: UInt64 in 1...30 {
      var random = SeededRandom(seed: seed)
      let robot = TiedRobot(&random)
      var dynamics = PlantDynamics(
        robot.joints, robot.tree, touches: [], couplings: robot.couplings,
        followers: robot.followers)
      let wanted = DenseRobot(robot)
      dynamics.pushes = [robot.push]
      for step in 1...200 {
        for joint in robot.joints.indices {
          dynamics.joints[joint].push = robot.pushes[joint]
          dynamics.joints[joint].begin(
            drive: robot.drives[joint], supply: 12, TiedRobot.dt)
        }
        dynamics.advance()
        wanted.advance()
        let joints = dynamics.joints
        let isClose = robot.joints.indices.allSatisfy { joint in
          let now = joints[joint]
          return abs(now.position - wanted.positions[joint]) < 1e-9
            && abs(now.velocity - wanted.velocities[joint]) < 1e-9
              * max(1, abs(wanted.velocities[joint]))
        }
        guard isClose else {
          Issue.record(
            """
            seed \(seed), step \(step): \(joints.map { [$0.position, $0.velocity] }), \
            expected \(wanted.positions), \(wanted.velocities)
            """)
          return
        }
      }
      fastest = max(fastest, wanted.velocities.map(abs).max() ?? 0)
      expectShafts(of: dynamics, robot, wanted, seed)
    }
    #expect(fastest > 2, "they moved: \(fastest) rad/s")
  }

  /// Shafts stand and turn as the joints have them.
  private func expectShafts(
    of dynamics: borrowing PlantDynamics, _ robot: TiedRobot, _ wanted: DenseRobot, _ seed: UInt64
  ) {
    for coupling in robot.couplings {
      for (shaft, motor) in coupling.joints.enumerated() {
        let rows = zip(coupling.inverse[shaft], coupling.joints)
        let position = rows.reduce(0) { $0 + $1.0 * wanted.positions[$1.1] }
        let velocity = rows.reduce(0) { $0 + $1.0 * wanted.velocities[$1.1] }
        let joint = dynamics.joints[motor]
        #expect(abs(joint.motorPosition - position) < 1e-8, "seed \(seed)")
        #expect(abs(joint.motorVelocity - velocity) < 1e-8 * max(1, abs(velocity)), "seed \(seed)")
      }
    }
  }
}

/// Joints on a tree and two that carry nothing, some of them coupled, some followed.
struct TiedRobot {
  static let dt = 1.25e-4

  let bodies: [Body]
  let joints: [GearMotorJoint.Parameters]
  let couplings: [CoupledMotors]
  let followers: [JointFollower]
  let drives: [GearMotorJoint.Drive]
  /// By hand, at each joint [N.m] and on one body.
  let pushes: [Double]
  let push: PlantDynamics.Push
  var tree: KinematicTree { KinematicTree(bodies: bodies, coordinateCount: bodies.count) }

  init(_ random: inout SeededRandom) {
    let driven = Int.random(in: 2...5, using: &random)
    let count = driven + Int.random(in: 1...3, using: &random)
    // Leaders and followers stand anywhere in the tree.
    let places = (0..<count).shuffled(using: &random)
    bodies = places.enumerated().map { Self.body($0.offset, coordinate: $0.element, &random) }
    followers = (driven..<count).map { coordinate in
      JointFollower(
        coordinate: coordinate, leader: Int.random(in: 0..<driven, using: &random),
        multiplier: random.number(-2...2), offset: random.number(-1...1))
    }
    joints = (0..<driven + 2).map { joint in
      GearMotorJoint.Parameters(
        gear: random.number(50...200), torqueConstant: 0.01, resistance: 4, efficiency: 0.5,
        armature: random.number(0...0.1), damping: random.number(0...1), friction: 0, backlash: 0,
        stops: -1000...1000, coordinate: joint < driven ? joint : -1, start: random.number(-2...2))
    }
    var free = joints.indices.shuffled(using: &random)[...]
    var couplings: [CoupledMotors] = []
    for size in [Int.random(in: 2...3, using: &random), 2] where free.count >= size {
      let members = Array(free.prefix(size))
      free = free.dropFirst(size)
      // Diagonally dominant: regular.
      let inverse = (0..<size).map { row in
        (0..<size).map { column in
          random.number(-1...1) + (row == column ? (random.number(0...1) < 0.5 ? 3 : -3) : 0)
        }
      }
      couplings.append(CoupledMotors(joints: members, inverse: inverse))
    }
    self.couplings = couplings
    drives = joints.map { _ in
      let isForward = random.number(0...1) < 0.5
      let duty = random.number(0...1)
      return GearMotorJoint.Drive(
        forward: isForward ? duty : 0, reverse: isForward ? 0 : duty)
    }
    pushes = joints.map { _ in random.number(-2...2) }
    push = PlantDynamics.Push(
      body: Int.random(in: 0..<count, using: &random), point_B: Self.vector(0.3, &random),
      force_W: Self.vector(5, &random), moment_W: Self.vector(1, &random))
  }

  private static func body(_ index: Int, coordinate: Int, _ random: inout SeededRandom) -> Body {
    Body(
      parent: Int.random(in: -1..<index, using: &random), coordinate: coordinate,
      motion: random.number(0...1) < 0.3 ? .prismatic : .revolute, p_PB: vector(0.5, &random),
      R_PB: .rollPitchYaw(vector(3, &random)), axis_B: Vector3(0, 0, 1),
      mass: random.number(0.1...2), com_B: vector(0.2, &random),
      inertia_B: (
        Vector3(
          random.number(0.02...0.03), random.number(0.02...0.03), random.number(0.02...0.03)),
        vector(0.005, &random)
      ))
  }

  private static func vector(_ size: Double, _ random: inout SeededRandom) -> Vector3 {
    Vector3(random.number(-size...size), random.number(-size...size), random.number(-size...size))
  }
}
