import Glibc
import RobotConfiguration

/// Collects in what a model differs from a reference.
struct URDFComparison {
  private let model: URDFModel
  private let jointAbove: [String: URDFJoint]
  /// The mass of each link and all that fixed joints mount on it.
  private var rigidMasses: [String: Double] = [:]
  private(set) var differences: [String] = []

  init(_ model: URDFModel) {
    self.model = model
    jointAbove = Dictionary(uniqueKeysWithValues: model.joints.map { ($0.child, $0) })
    for link in model.links {
      var carrier = link.name
      while let joint = jointAbove[carrier], joint.kind == .fixed { carrier = joint.parent }
      rigidMasses[carrier, default: 0] += link.inertial?.mass ?? 0
    }
  }

  /// Every link, pose, mass and moving joint, as MuJoCo reads them.
  mutating func compare(_ reference: URDFReference.MuJoCo) {
    // MuJoCo puts the robot into a body of this name, and makes a root link of this name that body.
    let world = "world"
    same(
      "links", Set(model.links.map(\.name)).union([world]), Set(reference.links.keys))
    for link in model.links where link.name != world {
      guard let expected = reference.links[link.name] else { continue }
      let what = "link \(link.name)"
      let joint = jointAbove[link.name]
      same("\(what) parent", joint?.parent ?? world, expected.parent)
      close("\(what) mass", link.inertial?.mass ?? 0, expected.mass)
      if let inertial = link.inertial {
        close("\(what) centre", inertial.origin.xyz, expected.centre.map { $0 ?? .nan })
        let tensor = inertial.inertia
        let all = [tensor.ixx, tensor.iyy, tensor.izz, tensor.ixy, tensor.ixz, tensor.iyz]
        for (own, expected) in zip(all, expected.inertia) {
          close("\(what) inertia", own, expected ?? 0)
        }
      }
      let origin = joint?.origin ?? .identity
      close("\(what) position", origin.xyz, expected.position)
      let cosine = zip(quaternion(origin.rpy), expected.quaternion).map(*).reduce(0, +)
      if abs(abs(cosine) - 1) > 1e-12 {
        note("\(what) orientation", origin.rpy, expected.quaternion)
      }
    }
    let moving = model.joints.filter { $0.kind != .fixed }
    same("joints", Set(moving.map(\.name)), Set(reference.joints.keys))
    for joint in moving {
      guard let expected = reference.joints[joint.name] else { continue }
      let what = "joint \(joint.name)"
      same("\(what) kind", joint.kind == .prismatic ? "slide" : "hinge", expected.kind)
      same("\(what) link", joint.child, expected.link)
      closeUnit("\(what) axis", joint.axis, expected.axis)
      if joint.kind != .continuous, let limit = joint.limit {
        close("\(what) lower", limit.lower, expected.range[0])
        close("\(what) upper", limit.upper, expected.range[1])
      }
      close("\(what) damping", joint.dynamics?.damping ?? 0, expected.damping)
      close("\(what) friction", joint.dynamics?.friction ?? 0, expected.friction)
    }
    let mimics = model.joints.filter { $0.mimic != nil }
    same("mimics", Set(mimics.map(\.name)), Set(reference.mimics.keys))
    for joint in mimics {
      guard let mimic = joint.mimic, let expected = reference.mimics[joint.name] else { continue }
      same("mimic \(joint.name)", mimic.joint, expected.joint)
      close("mimic \(joint.name) multiplier", mimic.multiplier, expected.multiplier)
      close("mimic \(joint.name) offset", mimic.offset, expected.offset)
    }
  }

  /// Every joint's type, axis, limits and the mass it carries, as Pinocchio reads them.
  mutating func compare(_ reference: URDFReference.Pinocchio) {
    same("robot name", model.name, reference.name)
    same(
      "fixed joints", Set(model.joints.filter { $0.kind == .fixed }.map(\.name)),
      Set(reference.fixed))
    let moving = model.joints.filter { $0.kind != .fixed }
    same("joints", Set(moving.map(\.name)), Set(reference.joints.keys))
    close("root mass", rigidMasses[model.rootLink] ?? .nan, reference.rootMass)
    for joint in moving {
      guard let expected = reference.joints[joint.name] else { continue }
      let what = "joint \(joint.name)"
      same("\(what) kind", joint.kind.rawValue, expected.kind)
      if let axis = expected.axis { closeUnit("\(what) axis", joint.axis, axis) }
      close("\(what) mass", rigidMasses[joint.child] ?? .nan, expected.mass)
      if joint.kind != .continuous, let limit = joint.limit {
        close("\(what) lower", limit.lower, expected.range[0] ?? .nan)
        close("\(what) upper", limit.upper, expected.range[1] ?? .nan)
      }
      if let limit = joint.limit {
        close("\(what) velocity", limit.velocity ?? 0, expected.velocity ?? .nan)
        close("\(what) effort", limit.effort ?? 0, expected.effort ?? .nan)
      } else {
        same("\(what) has no limit", [nil, nil], [expected.velocity, expected.effort])
      }
      close("\(what) damping", joint.dynamics?.damping ?? 0, expected.damping)
      close("\(what) friction", joint.dynamics?.friction ?? 0, expected.friction)
    }
  }

  private mutating func same<Value: Equatable>(_ what: String, _ own: Value, _ expected: Value?) {
    if own != expected { note(what, own, expected as Any) }
  }

  /// Equal but for the rounding of one operation.
  private mutating func close(_ what: String, _ own: Double, _ expected: Double) {
    if !(abs(own - expected) <= 1e-12 * max(abs(own), abs(expected))) { note(what, own, expected) }
  }

  private mutating func close(_ what: String, _ own: SIMD3<Double>, _ expected: [Double]) {
    for index in 0..<3 { close(what, own[index], expected[index]) }
  }

  /// Equal unit vectors. Against the length 1, not each component: Pinocchio takes (6e-17, 0, 1) for z.
  private mutating func closeUnit(_ what: String, _ own: SIMD3<Double>, _ expected: [Double]) {
    for index in 0..<3 where !(abs(own[index] - expected[index]) <= 1e-12) {
      note(what, own, expected)
    }
  }

  private mutating func note(_ what: String, _ own: Any, _ expected: Any) {
    differences.append("\(what): \(own), reference \(expected)")
  }
}

/// The unit quaternion (w, x, y, z) of roll, pitch and yaw about the fixed axes, by multiplying the
/// three half-angle rotations out.
private func quaternion(_ rpy: SIMD3<Double>) -> [Double] {
  let (cr, sr) = (cos(rpy.x / 2), sin(rpy.x / 2))
  let (cp, sp) = (cos(rpy.y / 2), sin(rpy.y / 2))
  let (cy, sy) = (cos(rpy.z / 2), sin(rpy.z / 2))
  return [
    cr * cp * cy + sr * sp * sy, sr * cp * cy - cr * sp * sy, cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
  ]
}
