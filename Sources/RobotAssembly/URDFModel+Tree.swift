public import RobotConfiguration
public import RobotDynamics
internal import RobotUnits

/// The bodies of a robot for a `KinematicTree`, one for each link of its URDF.
public struct TreeDescription: Sendable {
  /// The bodies, parents first; the first is the root link.
  public let bodies: [Body]
  /// The name of each body's link.
  public let links: [String]

  /// The index of the body of link `name`; `nil` where there is none.
  public func body(ofLink name: String) -> Int? { links.firstIndex(of: name) }
}

extension URDFModel {
  /// The tree in which the joints called `names` have the coordinates 0, 1, 2...; all others stand at 0.
  /// Joints of more than one degree of freedom cannot be among them.
  public func tree(coordinates names: [String]) -> TreeDescription {
    var bodies: [Body] = []
    var links: [String] = []
    let children = Dictionary(grouping: joints, by: \.parent)
    let masses = Dictionary(
      uniqueKeysWithValues: self.links.compactMap { link in link.inertial.map { (link.name, $0) } })
    let coordinates = Dictionary(
      uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    var pending = [(link: rootLink, parent: -1, joint: URDFJoint?.none)][...]
    while let next = pending.popFirst() {
      let index = bodies.count
      let coordinate = next.joint.flatMap { $0.kind == .fixed ? nil : coordinates[$0.name] }
      bodies.append(
        Self.body(masses[next.link], parent: next.parent, joint: next.joint, coordinate ?? -1))
      links.append(next.link)
      pending += (children[next.link] ?? []).map { ($0.child, index, $0) }
    }
    return TreeDescription(bodies: bodies, links: links)
  }

  /// The joints that follow one of those called `names` (`mimic`), over any number of others, and how: the
  /// leader by its place among the names. Their coordinates come behind those of `names`.
  func followers(of names: [String]) -> [(name: String, follower: JointFollower)] {
    let known = Dictionary(uniqueKeysWithValues: joints.map { ($0.name, $0) })
    var found: [(name: String, follower: JointFollower)] = []
    for joint in joints where joint.mimic != nil && !names.contains(joint.name) {
      var (factor, offset, leader) = (1.0, 0.0, joint.name)
      for _ in joints {
        guard !names.contains(leader), let mimic = known[leader]?.mimic else { break }
        offset += factor * mimic.offset
        factor *= mimic.multiplier
        leader = mimic.joint
      }
      guard let index = names.firstIndex(of: leader) else { continue }
      found.append(
        (
          joint.name,
          JointFollower(
            coordinate: names.count + found.count, leader: index, multiplier: factor,
            offset: offset)
        ))
    }
    return found
  }

  /// How the joints called `joints` follow the coordinates of those called `coordinates`: a joint among
  /// them follows its own, one that mimics follows what its leader follows, others stand at 0.
  public func coupling(joints names: [String], coordinates: [String]) -> JointCoupling {
    let known = Dictionary(uniqueKeysWithValues: joints.map { ($0.name, $0) })
    var entries: [JointCoupling.Entry] = []
    var offsets: [Double] = []
    for (row, name) in names.enumerated() {
      var (factor, offset, leader) = (1.0, 0.0, name)
      // As often as there are joints: a circle of leaders leads nowhere.
      for _ in joints {
        guard !coordinates.contains(leader), let mimic = known[leader]?.mimic else { break }
        offset += factor * mimic.offset
        factor *= mimic.multiplier
        leader = mimic.joint
      }
      if let column = coordinates.firstIndex(of: leader) {
        entries.append(JointCoupling.Entry(joint: row, coordinate: column, factor: factor))
      }
      offsets.append(offset)
    }
    return JointCoupling(
      coordinateCount: coordinates.count, entries: FixedArray(entries), offsets: FixedArray(offsets)
    )
  }

  private static func body(
    _ inertial: URDFInertial?, parent: Int, joint: URDFJoint?, _ coordinate: Int
  ) -> Body {
    var motion = Body.Motion.fixed
    if coordinate >= 0, let joint {
      motion = joint.kind == .prismatic ? .prismatic : .revolute
    }
    // The file's inertia stands in the inertial frame; the tree wants it in the link's.
    let turn = Rotation.rollPitchYaw(inertial?.origin.rpy ?? .zero)
    let i = inertial?.inertia
    let tensor = turn.rotate(
      diagonal: Vector3(i?.ixx ?? 0, i?.iyy ?? 0, i?.izz ?? 0),
      products: Vector3(i?.ixy ?? 0, i?.ixz ?? 0, i?.iyz ?? 0))
    return Body(
      parent: parent, coordinate: coordinate, motion: motion, p_PB: joint?.origin.xyz ?? .zero,
      R_PB: .rollPitchYaw(joint?.origin.rpy ?? .zero), axis_B: joint?.axis ?? Vector3(1, 0, 0),
      mass: inertial?.mass ?? 0, com_B: inertial?.origin.xyz ?? .zero, inertia_B: tensor)
  }
}
