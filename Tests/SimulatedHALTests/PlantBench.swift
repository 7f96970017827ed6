import RobotDynamics
import RobotUnits
import SimulatedHAL

/// A plant on a virtual clock of its own.
final class PlantBench {
  let clock = SimulationClock(.virtual)
  let plant: SimulatedPlant

  /// `weights`: the effort of gravity at each joint whatever its position [N.m].
  convenience init(
    _ joints: [GearMotorJoint.Parameters], weights: [Double] = [], resistance: Double = 0,
    gate: SimulatedLine? = nil, couplings: [CoupledMotors] = []
  ) {
    // A prismatic joint feels the same force everywhere.
    let bodies = weights.enumerated().map { coordinate, newtons in
      Body(
        parent: -1, coordinate: coordinate, motion: .prismatic, p_PB: .zero, R_PB: .identity(),
        axis_B: Vector3(0, 0, 1), mass: newtons / 9.81, com_B: .zero,
        inertia_B: (diagonal: .zero, products: .zero))
    }
    self.init(joints, tree: bodies, resistance: resistance, gate: gate, couplings: couplings)
  }

  init(
    _ joints: [GearMotorJoint.Parameters], tree bodies: [Body], resistance: Double = 0,
    gate: SimulatedLine? = nil, contacts: [PlantContact] = [], surfaces: [PlantSurface] = [],
    couplings: [CoupledMotors] = [], followers: [JointFollower] = [], base: Pose? = nil
  ) {
    plant = SimulatedPlant(
      joints: joints, gates: joints.map { _ in gate },
      tree: KinematicTree(
        bodies: bodies, coordinateCount: bodies.count { $0.coordinate >= 0 },
        base: base == nil ? .fixed : .floating),
      supply: SimulatedPlant.Supply(volts: 12, resistance: resistance), clock: clock,
      contacts: contacts, surfaces: surfaces, couplings: couplings, followers: followers,
      base: base)
  }

  func drive(_ joint: Int = 0, forward: Double, reverse: Double) {
    plant.drive(joint: joint, forward: forward, reverse: reverse, at: clock.now)
  }

  /// Lets `seconds` pass.
  func run(_ seconds: Double) {
    clock.advance(to: clock.now + TimeSpan(nanoseconds: Int64((seconds * 1e9).rounded())))
    _ = plant.position(joint: 0, at: clock.now)
  }

  func position(_ joint: Int = 0) -> Double { plant.position(joint: joint, at: clock.now) }

  /// The mean velocity of the next millisecond [rad/s].
  func velocity(_ joint: Int = 0) -> Double {
    let before = position(joint)
    run(0.001)
    return (position(joint) - before) / 0.001
  }

  /// 1 kg at 0.5 m below the joint at position 0.
  static let pendulum = [swing(parent: -1, coordinate: 0, at: .zero)]
  static let doublePendulum = [
    swing(parent: -1, coordinate: 0, at: .zero),
    swing(parent: 0, coordinate: 1, at: Vector3(0, 0, -0.5)),
  ]

  private static func swing(parent: Int, coordinate: Int, at place: Vector3) -> Body {
    Body(
      parent: parent, coordinate: coordinate, motion: .revolute, p_PB: place, R_PB: .identity(),
      axis_B: Vector3(1, 0, 0), mass: 1, com_B: Vector3(0, 0, -0.5),
      inertia_B: (diagonal: .zero, products: .zero))
  }
}

enum Motor {
  /// N kt = 2 V.s/rad, R = 4 Ohm, eta = 0.5, rotor 0.05 kg.m^2; no friction, no play, far stops.
  static func parameters(friction: Double = 0, coordinate: Int = -1) -> GearMotorJoint.Parameters {
    GearMotorJoint.Parameters(
      gear: 200, torqueConstant: 0.01, resistance: 4, efficiency: 0.5, armature: 0.05, damping: 0,
      friction: friction, backlash: 0, stops: -1000...1000, coordinate: coordinate, start: 0)
  }
}
