import RobotAssembly
import RobotConfiguration
import RobotDynamics

/// URDF files: refused with places, or read as a sound model, of which a tree can be made.
final class URDFTarget: FuzzTarget {
  func run(_ input: [UInt8]) {
    do throws(URDFErrors) {
      let model = try URDF.parse(input, file: "robot.urdf")
      expectSound(model)
      expectPlaces(model.warnings, in: input)
      expectTree(model)
    } catch {
      require(!error.errors.isEmpty, "refused without an error")
      expectPlaces(error.errors, in: input)
    }
  }

  private func expectPlaces(_ complaints: [URDFComplaint], in text: [UInt8]) {
    for complaint in complaints {
      require(
        TextFile.holds(complaint.position, text), "outside the file: \(complaint.description)")
      require(!complaint.message.isEmpty && !complaint.hint.isEmpty, "a complaint without words")
    }
    let places = complaints.map(\.position)
    require(places == places.sorted(), "complaints out of order")
  }

  private func expectSound(_ model: URDFModel) {
    let links = Set(model.links.map(\.name))
    let children = Set(model.joints.map(\.child))
    require(links.count == model.links.count, "two links of one name")
    require(Set(model.joints.map(\.name)).count == model.joints.count, "two joints of one name")
    require(children.count == model.joints.count, "a link below two joints")
    require(links.subtracting(children) == [model.rootLink], "not one root")
    require(children.isSubset(of: links), "a child that is no link")
    for joint in model.joints {
      require(links.contains(joint.parent), "a parent that is no link")
      let length = (joint.axis * joint.axis).sum()
      require(abs(length - 1) < 1e-12, "an axis of length \(length)")
      if let limit = joint.limit {
        require(limit.lower.isFinite && limit.upper.isFinite, "a limit that is no number")
      }
      if let mimic = joint.mimic {
        require(model.joint(named: mimic.joint) != nil, "a leader that is no joint")
      }
    }
    for inertial in model.links.compactMap(\.inertial) {
      require(inertial.mass >= 0 && inertial.mass.isFinite, "a mass of \(inertial.mass)")
    }
  }

  private func expectTree(_ model: URDFModel) {
    let names = model.joints.filter {
      [.revolute, .continuous, .prismatic].contains($0.kind) && $0.mimic == nil
    }.map(\.name)
    let tree = model.tree(coordinates: names)
    require(tree.bodies.count == model.links.count, "\(tree.bodies.count) bodies")
    _ = KinematicTree(bodies: tree.bodies, coordinateCount: names.count, base: .fixed)
  }
}
