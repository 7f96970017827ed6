public import RobotUnits

/// A tree of rigid bodies, compiled for the algorithms: the constants of a robot.
///
/// What is computed per cycle lies in a `TreeWork`; what the caller gives and gets lies in arrays of the
/// caller. With n joint coordinates, a fixed base has n positions and n velocities. A floating base puts
/// before them, in the order of Pinocchio: 7 positions (x, y, z of the base in the world W [m], then its
/// orientation as a quaternion x, y, z, w of any length but 0) and 6 velocities (linear [m/s] and angular
/// [rad/s], of the base, along its own axes); accelerations are the derivatives of these numbers, efforts
/// the force [N] and moment [N.m] along the same axes.
///
/// Bodies on fixed joints are lumped into the link that carries them; each body keeps its frame, and is
/// addressed by its index in the list that the tree was made of. Joints about and along any axis are
/// turned so that the axis is z.
///
/// Inputs must be finite and angles below 1e5 rad: otherwise results are NaN.
/// Source of the recursions: Featherstone, Rigid Body Dynamics Algorithms, 2008, chapters 5 to 7, and
/// for inverse dynamics Luh, Walker, Paul, On-line computational scheme for mechanical manipulators, 1980.
/// Real-time: everything but `init` and what says so.
public struct KinematicTree: ~Copyable, Sendable {
  /// What the tree stands on.
  public enum Base: UInt8, BitwiseCopyable, Sendable {
    /// The root is the world.
    case fixed
    /// The root is a frame that moves freely; bodies without parent stand in it.
    case floating
  }

  /// The number of joint coordinates.
  public let coordinateCount: Int
  /// The number of positions.
  public let positionCount: Int
  /// The number of velocities, accelerations and efforts.
  public let velocityCount: Int
  /// Whether the root is the world.
  public let isFixed: Bool
  let gravity_W: Triple
  /// Joint i moves link i; 0 is the root and has none. Depth first, so parents before children.
  let joints: FixedArray<Joint>
  /// The rotation at position 0 of each joint, in both lanes.
  let rotations: FixedArray<PairMatrix3>
  let frames: FixedArray<BodyFrame>
  /// Rotor inertia seen by the joint of each velocity.
  let armatures: FixedArray<Double>
  /// Of each link, without and with payloads.
  let bareMasses: FixedArray<MassProperties>
  let masses: FixedArray<MassProperties>
  /// The same, of all links but the root, two by two: 1 and 2, 3 and 4, the last perhaps alone.
  let massPairs: FixedArray<MassPair>
  /// Mass of each link and all that it carries, without and with payloads.
  let bareLoads: FixedArray<Double>
  let loads: FixedArray<Double>

  /// A tree of `bodies`, each after its parent, with `coordinateCount` joint positions. Joints that
  /// move and coordinates belong to each other one by one. Real-time: no.
  public init(
    bodies: consuming FixedArray<Body>, coordinateCount: Int,
    gravity_W: Vector3 = Vector3(0, 0, -9.81), base: Base = .fixed
  ) {
    let bodies = bodies
    let isFixed = base.rawValue == Base.fixed.rawValue
    let offset = isFixed ? 0 : 6
    var linkCount = 1
    let taken = FixedArray(repeating: false, count: coordinateCount)
    for index in 0..<bodies.count {
      let body = bodies[index]
      precondition(body.parent >= -1 && body.parent < index, "parents stand before children")
      if body.motion == .fixed {
        precondition(body.coordinate == -1, "a fixed joint has no coordinate")
      } else {
        precondition(body.coordinate >= 0 && body.coordinate < coordinateCount)
        precondition(!taken[body.coordinate], "a coordinate belongs to one joint")
        let axis = Triple(body.axis_B)
        precondition(axis.dot(axis) > 0, "a joint that moves has an axis")
        taken[body.coordinate] = true
        linkCount += 1
      }
    }
    precondition(linkCount == coordinateCount + 1, "a coordinate without a joint")
    let none = Joint(
      parent: 0, position: 0, velocity: 0, isPrismatic: false, rest: .identity())
    let joints = FixedArray(repeating: none, count: linkCount)
    let frames = FixedArray(
      repeating: BodyFrame(link: 0, place: .identity()), count: bodies.count)
    let masses = FixedArray(repeating: MassProperties.none(), count: linkCount)
    TreeCompiler(positionOffset: isFixed ? 0 : 7, velocityOffset: offset)
      .compile(
        bodies, order: FixedArray(repeating: TreeCompiler.Relatives(), count: bodies.count),
        joints: joints, frames: frames, masses: masses)
    let loads = FixedArray(repeating: 0.0, count: linkCount)
    TreeCompiler.sumLoads(joints, masses, into: loads)
    self.coordinateCount = coordinateCount
    positionCount = coordinateCount + (isFixed ? 0 : 7)
    velocityCount = coordinateCount + offset
    self.isFixed = isFixed
    self.gravity_W = Triple(gravity_W)
    armatures = FixedArray(repeating: 0, count: coordinateCount + offset)
    bareMasses = FixedArray(count: linkCount) { masses[$0] }
    bareLoads = FixedArray(count: linkCount) { loads[$0] }
    rotations = FixedArray(count: linkCount) { PairMatrix3(joints[$0].rest.R, joints[$0].rest.R) }
    self.joints = joints
    self.frames = frames
    self.masses = masses
    self.loads = loads
    massPairs = FixedArray(
      repeating: MassPair(.none(), .none()), count: linkCount / 2)
    pairMasses()
  }

  /// Brings `massPairs` up to `masses`.
  @_noAllocation @_noLocks
  func pairMasses() {
    var index = 0
    while index < massPairs.count {
      let first = 2 * index + 1
      massPairs[index] = MassPair(
        masses[first], first + 1 < masses.count ? masses[first + 1] : .none())
      index += 1
    }
  }

  /// The index of the velocity, acceleration and effort of joint coordinate `coordinate`.
  @_noAllocation @_noLocks
  public func velocityIndex(_ coordinate: Int) -> Int {
    coordinate + velocityCount - coordinateCount
  }

  /// The index of the position of joint coordinate `coordinate`.
  @_noAllocation @_noLocks
  public func positionIndex(_ coordinate: Int) -> Int {
    coordinate + positionCount - coordinateCount
  }

  /// Gives joint coordinate `coordinate` a rotor inertia, seen at the joint (gear ratio squared times
  /// that of the rotor) [kg.m^2 or kg]: part of inverse dynamics, joint inertia and forward dynamics.
  @_noAllocation @_noLocks
  public mutating func setArmature(_ inertia: Double, ofCoordinate coordinate: Int) {
    armatures[velocityIndex(coordinate)] = inertia
  }
}
