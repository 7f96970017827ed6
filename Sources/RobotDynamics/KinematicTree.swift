public import RobotUnits

/// One body of a tree and the joint that carries it.
///
/// Frames: B is the body's frame (that of its joint after moving), P its parent's.
public struct Body: BitwiseCopyable, Sendable {
  /// How the joint moves.
  public enum Motion: UInt8, BitwiseCopyable, Sendable {
    /// Not at all.
    case fixed
    /// About the axis; also URDF's `continuous`.
    case revolute
    /// Along the axis.
    case prismatic
  }

  /// The parent's index in the tree, -1 for the world. Parents stand before children.
  public var parent: Int
  /// The index of the joint's position, or -1 for a fixed joint.
  public var coordinate: Int
  /// How the joint moves.
  public var motion: Motion
  /// Translation of B in P at position 0 [m].
  public var p_PB: Vector3
  /// Rotation of B in P at position 0.
  public var R_PB: Rotation
  /// The joint's unit axis in B.
  public var axis_B: Vector3
  /// Mass [kg].
  public var mass: Double
  /// Centre of mass in B [m].
  public var com_B: Vector3
  /// Principal terms and products of inertia about the centre of mass, in B [kg.m^2]:
  /// (Ixx, Iyy, Izz) and (Ixy, Ixz, Iyz).
  public var inertia_B: (diagonal: Vector3, products: Vector3)

  /// A body.
  public init(
    parent: Int, coordinate: Int, motion: Motion, p_PB: Vector3, R_PB: Rotation,
    axis_B: Vector3, mass: Double, com_B: Vector3, inertia_B: (diagonal: Vector3, products: Vector3)
  ) {
    self.parent = parent
    self.coordinate = coordinate
    self.motion = motion
    self.p_PB = p_PB
    self.R_PB = R_PB
    self.axis_B = axis_B
    self.mass = mass
    self.com_B = com_B
    self.inertia_B = inertia_B
  }
}

/// A fixed-base tree of rigid bodies: gravity torques, and the inertia that each joint feels.
///
/// World frame W: z up, gravity (0, 0, -9.81) m/s^2 unless given. Real-time: `update` and the reads
/// after it yes, `init` no.
public struct KinematicTree: ~Copyable, Sendable {
  /// The number of joint coordinates.
  public let coordinateCount: Int
  private let bodies: FixedArray<Body>
  private let poses: FixedArray<Pose>
  private let loads: FixedArray<Load>
  private let gravityTorques: FixedArray<Double>
  private let inertias: FixedArray<Double>
  private let gravity_W: Vector3

  // Not private: the debug compiler (Swift 6.3.1) emits a broken module for a private type in the
  // storage of a noncopyable struct that another module stores.
  struct Pose: BitwiseCopyable, Sendable {
    var p_WB: Vector3
    var R_WB: Rotation
    var axis_W: Vector3
  }

  /// A body with all that it carries.
  struct Load: BitwiseCopyable, Sendable {
    var mass: Double
    /// Mass times centre of mass, in W from the world's origin [kg.m].
    var moment_W: Vector3
    /// Inertia about the world's origin, in W.
    var diagonal_W: Vector3
    var products_W: Vector3
  }

  /// A tree of `bodies`, each after its parent, with `coordinateCount` joint positions. Every joint
  /// that moves has a coordinate of its own.
  public init(
    bodies: consuming FixedArray<Body>, coordinateCount: Int,
    gravity_W: Vector3 = Vector3(0, 0, -9.81)
  ) {
    let bodies = bodies
    let taken = FixedArray(repeating: false, count: coordinateCount)
    for index in 0..<bodies.count {
      let body = bodies[index]
      precondition(body.parent >= -1 && body.parent < index, "parents stand before children")
      if body.motion == .fixed {
        precondition(body.coordinate == -1, "a fixed joint has no coordinate")
      } else {
        precondition(body.coordinate >= 0 && body.coordinate < coordinateCount)
        precondition(!taken[body.coordinate], "a coordinate belongs to one joint")
        taken[body.coordinate] = true
      }
    }
    self.coordinateCount = coordinateCount
    self.gravity_W = gravity_W
    let identity = Rotation.identity()
    poses = FixedArray(
      repeating: Pose(p_WB: .zero, R_WB: identity, axis_W: .zero), count: bodies.count)
    loads = FixedArray(
      repeating: Load(mass: 0, moment_W: .zero, diagonal_W: .zero, products_W: .zero),
      count: bodies.count)
    gravityTorques = FixedArray(repeating: 0, count: coordinateCount)
    inertias = FixedArray(repeating: 0, count: coordinateCount)
    self.bodies = bodies
  }

  /// Computes everything for the joint positions `positions`, one for each coordinate [rad or m].
  @_noAllocation @_noLocks
  public func update(positions: borrowing FixedArray<Double>) {
    placeBodies(positions)
    var index = bodies.count - 1
    while index >= 0 {
      let body = bodies[index]
      if body.coordinate >= 0 { project(index, body) }
      if body.parent >= 0 { carry(index, on: body.parent) }
      index -= 1
    }
  }

  /// The effort that holds joint `coordinate` against gravity [N.m or N].
  @_noAllocation @_noLocks
  public func gravityEffort(_ coordinate: Int) -> Double { gravityTorques[coordinate] }

  /// The inertia that joint `coordinate` feels while the others stand still: the diagonal of the
  /// joint-space inertia matrix [kg.m^2 or kg].
  @_noAllocation @_noLocks
  public func inertia(_ coordinate: Int) -> Double { inertias[coordinate] }

  /// Where body `index` is: its origin in the world [m].
  @_noAllocation @_noLocks
  public func origin(ofBody index: Int) -> Vector3 { poses[index].p_WB }

  @_noAllocation @_noLocks
  private func placeBodies(_ positions: borrowing FixedArray<Double>) {
    for index in 0..<bodies.count {
      let body = bodies[index]
      var base = Pose(p_WB: .zero, R_WB: .identity(), axis_W: .zero)
      if body.parent >= 0 { base = poses[body.parent] }
      var p_WB = base.p_WB + base.R_WB.apply(body.p_PB)
      var R_WB = base.R_WB.composed(with: body.R_PB)
      let axis_W = R_WB.apply(body.axis_B)
      if body.motion == .revolute {
        R_WB = R_WB.composed(
          with: .about(body.axis_B, angle: positions[body.coordinate]))
      } else if body.motion == .prismatic {
        p_WB = p_WB + axis_W * positions[body.coordinate]
      }
      poses[index] = Pose(p_WB: p_WB, R_WB: R_WB, axis_W: axis_W)
      loads[index] = load(of: body, p_WB: p_WB, R_WB: R_WB)
    }
  }

  /// The body alone, seen from the world's origin (parallel axes).
  @_noAllocation @_noLocks
  private func load(of body: Body, p_WB: Vector3, R_WB: Rotation) -> Load {
    let c = p_WB + R_WB.apply(body.com_B)
    let m = body.mass
    let i = R_WB.rotate(diagonal: body.inertia_B.diagonal, products: body.inertia_B.products)
    let diagonal = Vector3(
      i.diagonal.x + m * (c.y * c.y + c.z * c.z), i.diagonal.y + m * (c.x * c.x + c.z * c.z),
      i.diagonal.z + m * (c.x * c.x + c.y * c.y))
    let products = Vector3(
      i.products.x - m * c.x * c.y, i.products.y - m * c.x * c.z, i.products.z - m * c.y * c.z)
    return Load(mass: m, moment_W: c * m, diagonal_W: diagonal, products_W: products)
  }

  @_noAllocation @_noLocks
  private func carry(_ index: Int, on parent: Int) {
    loads[parent].mass += loads[index].mass
    loads[parent].moment_W += loads[index].moment_W
    loads[parent].diagonal_W += loads[index].diagonal_W
    loads[parent].products_W += loads[index].products_W
  }

  /// Gravity and inertia of body `index` and all that it carries, about its joint's axis.
  @_noAllocation @_noLocks
  private func project(_ index: Int, _ body: Body) {
    let pose = poses[index]
    let load = loads[index]
    let a = pose.axis_W
    if body.motion == .prismatic {
      gravityTorques[body.coordinate] = -load.mass * dot(a, gravity_W)
      inertias[body.coordinate] = load.mass
      return
    }
    // Moment of the weight about the joint's origin o: (sum m c - M o) x g.
    let o = pose.p_WB
    let arm = load.moment_W - o * load.mass
    gravityTorques[body.coordinate] = -dot(a, cross(arm, gravity_W))
    // a^T I_o a with I_o = I_0 shifted from the world's origin to o:
    // I_o = I_0 - 2 (h.o) 1 + (h o^T + o h^T) + M (o.o 1 - o o^T), h = sum m c.
    let d = load.diagonal_W
    let p = load.products_W
    let aIa =
      d.x * a.x * a.x + d.y * a.y * a.y + d.z * a.z * a.z
      + 2 * (p.x * a.x * a.y + p.y * a.x * a.z + p.z * a.y * a.z)
    let h = load.moment_W
    let ao = dot(a, o)
    inertias[body.coordinate] =
      aIa - 2 * dot(h, o) + 2 * dot(a, h) * ao + load.mass * (dot(o, o) - ao * ao)
  }
}
