internal import RobotUnits

/// A mass that a body carries for a while.
public struct Payload: BitwiseCopyable, Sendable {
  /// Mass [kg].
  public var mass: Double
  /// Centre of mass in the body's frame B [m].
  public var com_B: Vector3
  /// Principal terms and products of inertia about the centre of mass, along the axes of B [kg.m^2]:
  /// (Ixx, Iyy, Izz) and (Ixy, Ixz, Iyz).
  public var inertia_B: (diagonal: Vector3, products: Vector3)

  /// A payload; a point mass, unless an inertia is given.
  @_noAllocation @_noLocks
  public init(
    mass: Double, com_B: Vector3,
    inertia_B: (diagonal: Vector3, products: Vector3) = (Vector3(0, 0, 0), Vector3(0, 0, 0))
  ) {
    self.mass = mass
    self.com_B = com_B
    self.inertia_B = inertia_B
  }
}

extension KinematicTree {
  /// Body `body` carries `payload` from now on, beside what it carries already. Real-time: yes.
  @_noAllocation @_noLocks
  public mutating func attach(_ payload: Payload, toBody body: Int) {
    let frame = frames[body]
    masses[frame.link] =
      masses[frame.link]
      + MassProperties(
        mass: payload.mass, com: Triple(payload.com_B),
        diagonal: Triple(payload.inertia_B.diagonal), products: Triple(payload.inertia_B.products)
      ).moved(by: frame.place)
    var link = frame.link
    while link > 0 {
      loads[link] += payload.mass
      link = joints[link].parent
    }
    loads[0] += payload.mass
    pairMasses()
  }

  /// No body carries a payload any more. Real-time: yes.
  @_noAllocation @_noLocks
  public mutating func detachPayloads() {
    for link in 0..<joints.count {
      masses[link] = bareMasses[link]
      loads[link] = bareLoads[link]
    }
    pairMasses()
  }
}
