import BenchmarkKit
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotDynamics
import RobotUnits

/// What is computed of a robot; the numbers are those of pinocchio/peer.cpp.
enum DynamicsAlgorithm: Int32, CaseIterable {
  case rnea, gravity, crba, aba, kinematics
  /// Kinematics, Jacobian, inertia, gravity and the Cartesian impedance law.
  case impedance

  /// The robots that it is computed of: the impedance needs an arm with a tip.
  var robots: [DynamicsRobot] { self == .impedance ? [.panda] : DynamicsRobot.allCases }
  /// How long it may take, in times of Pinocchio's; nil where that is for information.
  var bar: Double? {
    switch self {
    case .rnea, .gravity: 0.7
    case .impedance: 0.6
    case .crba, .aba, .kinematics: nil
    }
  }
}

/// Where a robot is, how it moves, and how it is to accelerate (for ABA: what drives it).
struct DynamicsState {
  var positions: [Double]
  var velocities: [Double]
  var accelerations: [Double]
}

/// A published robot.
enum DynamicsRobot: String, CaseIterable {
  case ur5, panda, allegro, g1

  /// Its URDF in the PyPI package example-robot-data; nil where that is not installed.
  var path: String? {
    let file =
      switch self {
      case .ur5: "ur_description/urdf/ur5_robot.urdf"
      case .panda: "panda_description/urdf/panda.urdf"
      case .allegro: "allegro_hand_description/urdf/allegro_right_hand.urdf"
      case .g1: "g1_description/urdf/g1_29dof_rev_1_0.urdf"
      }
    let folder = "lib/python3*/site-packages/cmeel.prefix/share/example-robot-data/robots"
    return PinocchioPeer.glob("\(PinocchioPeer.environment)/\(folder)/\(file)").first
  }

  /// A humanoid stands on nothing.
  var isFloating: Bool { self == .g1 }

  /// Why it cannot be read here; nil when it can.
  var missing: String? {
    path == nil
      ? "the PyPI package example-robot-data is missing: Tests/Differential/setup.sh" : nil
  }

  /// What its URDF says.
  func model() throws(BenchmarkFailure) -> URDFModel {
    guard let path else { throw BenchmarkFailure(missing ?? "") }
    do throws(URDFErrors) {
      return try URDF.load(path: path)
    } catch {
      throw BenchmarkFailure("\(error)")
    }
  }

  /// Its bodies, and how many joints move them.
  func bodies() throws(BenchmarkFailure) -> (bodies: [Body], count: Int) {
    let model = try model()
    let joints = model.joints.filter { $0.kind != .fixed }.map(\.name)
    return (model.tree(coordinates: joints).bodies, joints.count)
  }
}

/// RobotDynamics at 256 random states of one robot.
final class DynamicsRig {
  let states: [DynamicsState]
  let velocityCount: Int
  private let tree: KinematicTree
  private let work: TreeWork
  private let inputs: [Input]
  private let result: FixedArray<Double>
  private let matrix: FixedArray<Double>
  private let law: CartesianImpedance
  private let reference: CartesianImpedance.Reference
  private let tip: Int
  private var next = 0

  private final class Input {
    let positions: FixedArray<Double>
    let velocities: FixedArray<Double>
    let accelerations: FixedArray<Double>

    init(_ state: DynamicsState) {
      positions = FixedArray(state.positions)
      velocities = FixedArray(state.velocities)
      accelerations = FixedArray(state.accelerations)
    }
  }

  /// With the coordinates in the order of `names`; of the URDF's moving joints where there are none.
  init(_ robot: DynamicsRobot, joints names: [String]? = nil) throws(BenchmarkFailure) {
    let model = try robot.model()
    let joints = names ?? model.joints.filter { $0.kind != .fixed }.map(\.name)
    let description = model.tree(coordinates: joints)
    tip = description.body(ofLink: "panda_link8") ?? 0
    tree = KinematicTree(
      bodies: description.bodies, coordinateCount: joints.count,
      base: robot.isFloating ? .floating : .fixed)
    work = TreeWork(for: tree)
    let count = tree.velocityCount
    var random = SplitMix64(seed: 1)
    func numbers(_ count: Int, _ size: Double) -> [Double] {
      (0..<count).map { _ in Double.random(in: -size...size, using: &random) }
    }
    var states: [DynamicsState] = []
    for _ in 0..<256 {
      var base: [Double] = []
      if robot.isFloating {
        let quaternion = numbers(4, 1)
        let length = quaternion.reduce(0) { $0 + $1 * $1 }.squareRoot()
        base = numbers(3, 2) + quaternion.map { $0 / length }
      }
      states.append(
        DynamicsState(
          positions: base + numbers(joints.count, 3), velocities: numbers(count, 2),
          accelerations: numbers(count, 5)))
    }
    self.states = states
    velocityCount = count
    inputs = states.map(Input.init)
    result = FixedArray(repeating: 0, count: count)
    matrix = FixedArray(repeating: 0, count: count * count)
    reference = .init(pose: Pose(p_WF: Vector3(0.4, 0.1, 0.5), R_WF: .identity()))
    do throws(CartesianImpedanceError) {
      law = try DynamicsRig.law(jointCount: count)
    } catch {
      throw BenchmarkFailure("\(error)")
    }
  }

  /// The numbers of Impedance in pinocchio/peer.cpp.
  private static func law(
    jointCount: Int
  ) throws(CartesianImpedanceError) -> CartesianImpedance {
    let ratio = Vector3(0.7, 0.7, 0.7)
    return try CartesianImpedance(
      .init(
        translationStiffness: Vector3(400, 500, 600), rotationStiffness: Vector3(30, 40, 50),
        translationDamping: ratio, rotationDamping: ratio, forceLimit: 1e9, momentLimit: 1e9,
        leastFrequency: 1),
      joints: Array(
        repeating: .init(postureStiffness: 2, postureDamping: 1, effortLimit: 1e9),
        count: jointCount))
  }

  /// Goes through the states, beginning with the first.
  func runner(_ algorithm: DynamicsAlgorithm) -> (Int) -> Void {
    next = 0
    return { repetitions in
      for _ in 0..<repetitions { self.run(algorithm) }
    }
  }

  private func run(_ algorithm: DynamicsAlgorithm) {
    let input = inputs[next]
    next = next + 1 < inputs.count ? next + 1 : 0
    switch algorithm {
    case .rnea:
      tree.inverseDynamics(
        positions: input.positions, velocities: input.velocities,
        accelerations: input.accelerations, into: result, work)
    case .gravity: tree.gravity(positions: input.positions, into: result, work)
    case .crba: tree.jointInertia(positions: input.positions, into: matrix, work)
    case .aba:
      tree.forwardDynamics(
        positions: input.positions, velocities: input.velocities, efforts: input.accelerations,
        into: result, work)
    case .kinematics: tree.place(positions: input.positions, work)
    case .impedance:
      _ = law.update(
        reference, ofBody: tip, of: tree, positions: input.positions, velocities: input.velocities,
        into: result, work)
    }
  }

  /// The last result.
  func result(_ algorithm: DynamicsAlgorithm) -> [Double] {
    let count = algorithm == .crba ? velocityCount * velocityCount : velocityCount
    return (0..<count).map { algorithm == .crba ? matrix[$0] : result[$0] }
  }
}
