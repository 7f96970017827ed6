import RobotAssembly
import RobotConfiguration
import RobotDynamics
import RobotUnits

/// One robot on one base, beside what Pinocchio computed of it.
final class DynamicsComparison {
  /// Everything that was not equal to 1e-9.
  private(set) var differences: [String] = []
  /// Whether a forward dynamics had no accuracy to compare.
  private(set) var isSingular = false

  private let description: TreeDescription
  private let frames: [String]
  private let tree: KinematicTree
  private let work: TreeWork

  init(_ model: URDFModel, _ reference: DynamicsReference.Base, _ base: KinematicTree.Base) {
    description = model.tree(coordinates: reference.joints)
    frames = reference.frames
    tree = KinematicTree(
      bodies: description.bodies, coordinateCount: reference.joints.count, base: base)
    work = TreeWork(for: tree)
  }

  /// Relative to the largest number of the vector, or of `parts` that cancel in it, so that a hand of grams
  /// is judged as an arm.
  private func expect(
    _ what: String, _ found: borrowing FixedArray<Double>, _ wanted: [Double],
    parts: [Double] = []
  ) {
    let scale = (wanted + parts).map(abs).max() ?? 0
    for index in wanted.indices {
      guard abs(found[index] - wanted[index]) <= 1e-9 * scale else {
        differences.append("\(what) [\(index)]: \(found[index]), Pinocchio \(wanted[index])")
        return
      }
    }
  }

  func compare(_ state: DynamicsReference.State) {
    let q = FixedArray(state.positions)
    let v = FixedArray(state.velocities)
    let a = FixedArray(state.accelerations)
    let found = FixedArray(repeating: Double.nan, count: tree.velocityCount)
    tree.inverseDynamics(positions: q, velocities: v, accelerations: a, into: found, work)
    expect("inverse dynamics", found, state.efforts)
    tree.gravity(positions: q, into: found, work)
    expect("gravity", found, state.gravity)
    tree.nonlinearEffects(positions: q, velocities: v, into: found, work)
    expect("nonlinear effects", found, state.nonlinear)
    let matrix = FixedArray(repeating: Double.nan, count: tree.velocityCount * tree.velocityCount)
    tree.jointInertia(positions: q, into: matrix, work)
    expect("joint inertia", Self.triangle(of: matrix, tree.velocityCount), state.inertia)
    tree.coriolis(positions: q, velocities: v, into: matrix, work)
    // Of a single joint it is 0, but for the rounding of its inertia's.
    expect("Coriolis matrix", matrix, state.coriolis, parts: state.inertia)
    compareForces(state, q, v, a, found)
    comparePoses(state, q)
  }

  private func compareForces(
    _ state: DynamicsReference.State, _ q: borrowing FixedArray<Double>,
    _ v: borrowing FixedArray<Double>, _ a: borrowing FixedArray<Double>,
    _ found: borrowing FixedArray<Double>
  ) {
    guard let body = description.body(ofLink: state.body) else {
      differences.append("no link \(state.body)")
      return
    }
    let force = ExternalForce(
      body: body, force_B: Vector3(state.force[0], state.force[1], state.force[2]),
      moment_B: Vector3(state.force[3], state.force[4], state.force[5]))
    let forces = FixedArray([force])
    tree.inverseDynamics(
      positions: q, velocities: v, accelerations: a, forces: forces, into: found, work)
    expect("inverse dynamics, pushed", found, state.pushed)
    // Nobody's accelerations are right to 1e-9 where the inertia's inverse loses more digits than that.
    isSingular = state.condition > 1e11 || state.forward.contains(nil)
    if isSingular { return }
    tree.forwardDynamics(positions: q, velocities: v, efforts: a, into: found, work)
    expect("forward dynamics", found, state.forward.compactMap(\.self))
    tree.forwardDynamics(
      positions: q, velocities: v, efforts: a, forces: forces, into: found, work)
    expect("forward dynamics, pushed", found, state.forwardPushed.compactMap(\.self))
  }

  private func comparePoses(
    _ state: DynamicsReference.State, _ q: borrowing FixedArray<Double>
  ) {
    tree.place(positions: q, work)
    for (name, wanted) in zip(frames, state.poses) {
      guard let body = description.body(ofLink: name) else {
        differences.append("no link \(name)")
        continue
      }
      let pose = tree.pose(ofBody: body, work)
      let columns = [pose.p_WF, pose.R_WF.x, pose.R_WF.y, pose.R_WF.z]
      expect("pose of \(name)", FixedArray(columns.flatMap { [$0.x, $0.y, $0.z] }), wanted)
    }
    let columns = FixedArray(
      repeating: Twist(linear: .zero, angular: .zero), count: tree.velocityCount)
    for (name, wanted) in state.jacobians {
      guard let reference = Self.references[name], let body = description.body(ofLink: state.body)
      else {
        differences.append("no frame \(name) of \(state.body)")
        continue
      }
      tree.jacobian(ofBody: body, in: reference, into: columns, work)
      let found = (0..<tree.velocityCount).flatMap { index in
        let (l, w) = (columns[index].linear, columns[index].angular)
        return [l.x, l.y, l.z, w.x, w.y, w.z]
      }
      expect("Jacobian of \(state.body), \(name)", FixedArray(found), wanted)
    }
  }

  private static let references: [String: ReferenceFrame] = [
    "world": .world, "local": .local, "localWorldAligned": .localWorldAligned,
  ]

  static func triangle(of matrix: borrowing FixedArray<Double>, _ count: Int) -> FixedArray<Double>
  {
    var rows: [Double] = []
    for row in 0..<count { for column in 0...row { rows.append(matrix[row * count + column]) } }
    return FixedArray(rows)
  }

  /// Joints that follow others, through a coupling around the tree of all joints.
  func compare(_ model: URDFModel, _ mimic: DynamicsReference.Mimic, joints: [String]) {
    let coupling = model.coupling(joints: joints, coordinates: mimic.joints)
    let (n, m) = (joints.count, mimic.joints.count)
    let q = FixedArray(repeating: Double.nan, count: n)
    let v = FixedArray(repeating: Double.nan, count: n)
    let a = FixedArray(repeating: Double.nan, count: n)
    let efforts = FixedArray(repeating: Double.nan, count: n)
    let inertia = FixedArray(repeating: Double.nan, count: n * n)
    coupling.positions(FixedArray(mimic.positions), into: q)
    coupling.rates(FixedArray(mimic.velocities), into: v)
    coupling.rates(FixedArray(mimic.accelerations), into: a)
    tree.inverseDynamics(positions: q, velocities: v, accelerations: a, into: efforts, work)
    tree.jointInertia(positions: q, into: inertia, work)
    let coupled = FixedArray(repeating: Double.nan, count: m)
    coupling.efforts(efforts, into: coupled)
    expect("coupled inverse dynamics", coupled, mimic.efforts)
    let matrix = FixedArray(repeating: Double.nan, count: m * m)
    coupling.inertia(inertia, into: matrix)
    expect("coupled inertia", Self.triangle(of: matrix, m), mimic.inertia)
  }
}
