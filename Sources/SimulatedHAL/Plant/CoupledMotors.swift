internal import RobotControl

/// Joints of a plant that their gear motors move together: `joints = C shafts`, a row per joint and a
/// column per shaft. The gear motor of the k-th joint turns the k-th shaft.
///
/// Rotors and joints are rigidly one: with B the inverse of C,
///
///     (M + B^T J B) dq' = B^T (torques of the motors) - gravity - friction
///
/// M and J being the joints' and the rotors' inertias on their diagonals. Semi-implicit Euler as
/// `GearMotorJoint`, implicit in damping and back-EMF; friction and stops are impulses, found by projected
/// Gauss-Seidel (E. Catto, "Iterative Dynamics with Temporal Coherence", 2005).
public struct CoupledMotors: Sendable {
  /// The indices of the joints.
  public let joints: [Int]
  /// B, a row per shaft.
  private let inverse: [[Double]]

  /// Sweeps over the impulses; each halves the error at least for inertias that dominate their row.
  private static let sweeps = 20

  /// A coupling by the inverse of its matrix: a row per shaft, a column per joint.
  public init(joints: [Int], inverse: [[Double]]) {
    precondition(inverse.count == joints.count)
    self.joints = joints
    self.inverse = inverse
  }

  /// What acts on one joint and on the shaft of its place during a step.
  struct Load {
    var drive: GearMotorJoint.Drive
    var gravity: Double
    var inertia: Double
  }

  /// One step of `all` the joints that belong to it, with a load for each, at `supply` V.
  func advance(_ all: inout [GearMotorJoint], _ loads: [Load], supply: Double) {
    let dt = Double(GearMotorJoint.step) * 1e-9
    let before = joints.map { all[$0].velocity }
    var system = ImpulseEquations(count: joints.count)
    for row in joints.indices {
      let inertia = loads[row].inertia + GearMotorJoint.leastInertia
      let damping = dt * all[joints[row]].parameters.damping
      system.matrix[row][row] = inertia + damping
      system.right[row] = inertia * before[row] - dt * loads[row].gravity
    }
    for shaft in joints.indices {
      let motor = all[joints[shaft]].parameters
      let torque = motor.torque(loads[shaft].drive, supply: supply)
      let turned = product(inverse[shaft], before)
      for row in joints.indices {
        system.right[row] +=
          inverse[shaft][row] * (motor.armature * turned + dt * torque.driven)
        for column in joints.indices {
          system.matrix[row][column] +=
            inverse[shaft][row] * inverse[shaft][column]
            * (motor.armature + dt * torque.braking)
        }
      }
    }
    var velocities = system.solved()
    let bounds = joints.map { ImpulseBounds(all[$0], step: dt) }
    system.rub(&velocities, bounds, sweeps: CoupledMotors.sweeps)
    for row in joints.indices { all[joints[row]].move(velocity: velocities[row], step: dt) }
    turnShafts(&all, loads, supply: supply)
  }

  /// Shafts where the joints stand, at rest.
  func settle(_ all: inout [GearMotorJoint]) {
    let idle = Load(
      drive: GearMotorJoint.Drive(forward: 0, reverse: 0), gravity: 0, inertia: 0)
    turnShafts(&all, [Load](repeating: idle, count: joints.count), supply: 0)
  }

  /// Shafts and currents as the joints have them.
  private func turnShafts(_ all: inout [GearMotorJoint], _ loads: [Load], supply: Double) {
    let positions = joints.map { all[$0].position }
    let velocities = joints.map { all[$0].velocity }
    for shaft in joints.indices {
      all[joints[shaft]].turn(
        rotor: product(inverse[shaft], positions), velocity: product(inverse[shaft], velocities),
        loads[shaft].drive, supply: supply)
    }
  }

  private func product(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }
}

extension GearMotorJoint.Parameters {
  /// What the motor gives to its shaft, and how much less of it per rad/s [N.m, N.m.s/rad].
  fileprivate func torque(
    _ drive: GearMotorJoint.Drive, supply: Double
  ) -> (driven: Double, braking: Double) {
    let constant = torqueConstant * gear
    let perVolt = efficiency * constant / resistance
    return (perVolt * drive.signed * supply, perVolt * constant * drive.conducting)
  }
}

/// How hard friction and stops may push a joint in one step, and where the stops leave it.
struct ImpulseBounds {
  /// Of friction [N.m.s].
  var friction: Double
  /// Velocities that the stops allow [rad/s].
  var slowest: Double
  var fastest: Double

  init(_ joint: GearMotorJoint, step: Double) {
    friction = step * joint.parameters.friction
    slowest = (joint.parameters.stops.lowerBound - joint.position) / step
    fastest = (joint.parameters.stops.upperBound - joint.position) / step
  }
}

/// What velocities the impulses of a step give: linear equations with a symmetric, positive definite matrix.
struct ImpulseEquations {
  var matrix: [[Double]]
  var right: [Double]

  init(count: Int) {
    matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    right = [Double](repeating: 0, count: count)
  }

  /// The solution, by Gauss's elimination without pivots.
  func solved() -> [Double] {
    var (a, x) = (matrix, right)
    for k in x.indices {
      for i in x.indices where i > k {
        let factor = a[i][k] / a[k][k]
        for j in x.indices where j >= k { a[i][j] -= factor * a[k][j] }
        x[i] -= factor * x[k]
      }
    }
    for k in x.indices.reversed() {
      for j in x.indices where j > k { x[k] -= a[k][j] * x[j] }
      x[k] /= a[k][k]
    }
    return x
  }

  /// Adds impulses of friction and stops to `velocities`, the solution without them: row by row the one
  /// that brings the joint to rest, or to its stop, within what is allowed.
  func rub(_ velocities: inout [Double], _ bounds: [ImpulseBounds], sweeps: Int) {
    let isFree = velocities.indices.allSatisfy {
      bounds[$0].friction == 0 && velocities[$0] >= bounds[$0].slowest
        && velocities[$0] <= bounds[$0].fastest
    }
    if isFree { return }
    for _ in 0..<sweeps {
      for row in velocities.indices {
        let impulse = right[row] + offDiagonal(row, velocities)
        let friction = min(max(-impulse, -bounds[row].friction), bounds[row].friction)
        velocities[row] = min(
          max((impulse + friction) / matrix[row][row], bounds[row].slowest), bounds[row].fastest)
      }
    }
  }

  private func offDiagonal(_ row: Int, _ velocities: [Double]) -> Double {
    var sum = 0.0
    for column in velocities.indices where column != row {
      sum -= matrix[row][column] * velocities[column]
    }
    return sum
  }
}
