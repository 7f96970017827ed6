/// The checks that need all links and joints together: names, references and the shape of the tree.
struct URDFTree {
  private let links: [URDFLink]
  private let joints: [URDFJoint]
  private var linkIndex: [String: Int] = [:]
  private var jointIndex: [String: Int] = [:]
  /// The joint, as an index, that each link is the child of.
  private var jointAbove: [String: Int] = [:]

  init(links: [URDFLink], joints: [URDFJoint]) {
    self.links = links
    self.joints = joints
  }

  /// Records what is wrong, and gives the root link where nothing is.
  ///
  /// The shape is judged only where every name could be resolved: an unknown parent is one error, not
  /// three.
  mutating func check(
    robotAt position: SourcePosition, isComplete: Bool, _ log: inout URDFLog
  ) -> URDFLink? {
    let namesAreDistinct = indexNames(&log)
    checkMimics(isComplete: isComplete, &log)
    guard isComplete else { return nil }
    let isResolved = resolveLinks(&log)
    guard namesAreDistinct, isResolved, cyclesAreAbsent(&log) else { return nil }
    return onlyRoot(robotAt: position, &log)
  }

  private mutating func indexNames(_ log: inout URDFLog) -> Bool {
    var isDistinct = true
    for (index, link) in links.enumerated() {
      if let first = linkIndex[link.name] {
        isDistinct = false
        log.error(
          link.position, "link '\(link.name)'",
          "a second link of this name, the first is at \(links[first].position)", "rename one")
      } else {
        linkIndex[link.name] = index
      }
    }
    for (index, joint) in joints.enumerated() {
      if let first = jointIndex[joint.name] {
        isDistinct = false
        log.error(
          joint.position, "joint '\(joint.name)'",
          "a second joint of this name, the first is at \(joints[first].position)", "rename one")
      } else {
        jointIndex[joint.name] = index
      }
    }
    return isDistinct
  }

  private mutating func resolveLinks(_ log: inout URDFLog) -> Bool {
    var isResolved = true
    for (index, joint) in joints.enumerated() {
      for (role, link) in [("parent", joint.parent), ("child", joint.child)]
      where linkIndex[link] == nil {
        isResolved = false
        log.error(
          joint.position, "joint '\(joint.name)' / \(role)", "no link is named '\(link)'",
          "correct the name or add <link name=\"\(link)\"/>")
      }
      if let first = jointAbove[joint.child] {
        isResolved = false
        log.error(
          joint.position, "joint '\(joint.name)' / child",
          "link '\(joint.child)' is already the child of joint '\(joints[first].name)' at "
            + "\(joints[first].position)",
          "URDF describes trees: cut the closed loop at one of the two")
      } else {
        jointAbove[joint.child] = index
      }
    }
    return isResolved
  }

  private func cyclesAreAbsent(_ log: inout URDFLog) -> Bool {
    let above = joints.map { jointAbove[$0.parent] }
    let cycles = Self.cycles(in: above)
    for cycle in cycles {
      log.error(
        joints[cycle[0]].position, "joint '\(joints[cycle[0]].name)'",
        "the joints \(names(cycle)) form a cycle", "let one of them start at another link")
    }
    return cycles.isEmpty
  }

  private func onlyRoot(robotAt position: SourcePosition, _ log: inout URDFLog) -> URDFLink? {
    let roots = links.filter { jointAbove[$0.name] == nil }
    if roots.isEmpty {
      log.error(position, "robot", "the robot has no link", "add <link name=\"base\"/>")
    }
    for extra in roots.dropFirst() {
      log.error(
        extra.position, "link '\(extra.name)'",
        "a second root: no joint has it as its child, nor link '\(roots[0].name)' at "
          + "\(roots[0].position)",
        "connect it with a joint (a fixed one will do) or remove it")
    }
    return roots.count == 1 ? roots[0] : nil
  }

  private func checkMimics(isComplete: Bool, _ log: inout URDFLog) {
    for joint in joints {
      guard let mimic = joint.mimic else { continue }
      let path = "joint '\(joint.name)' / mimic"
      if let index = jointIndex[mimic.joint] {
        if joints[index].kind == .fixed || joints[index].kind == .floating {
          log.error(
            mimic.position, path,
            "joint '\(mimic.joint)' is \(joints[index].kind.rawValue) and has no position to follow",
            "name a joint with one axis")
        }
      } else if isComplete {
        log.error(
          mimic.position, path, "no joint is named '\(mimic.joint)'",
          "name the joint to follow, or remove <mimic>")
      }
    }
    for cycle in Self.cycles(in: joints.map { $0.mimic.flatMap { jointIndex[$0.joint] } }) {
      let first = joints[cycle[0]]
      log.error(
        first.mimic?.position ?? first.position, "joint '\(first.name)' / mimic",
        "the joints \(names(cycle)) follow each other in a circle", "let one of them move by itself"
      )
    }
  }

  private func names(_ indices: [Int]) -> String {
    indices.map { "'\(joints[$0].name)'" }.joined(separator: ", ")
  }

  /// The cycles of a graph in which each node leads to at most one other, each from its lowest node on.
  private static func cycles(in next: [Int?]) -> [[Int]] {
    var walk = [Int](repeating: -1, count: next.count)  // the walk that came by first
    var cycles: [[Int]] = []
    for start in next.indices {
      var node: Int? = start
      while let here = node, walk[here] < 0 {
        walk[here] = start
        node = next[here]
      }
      guard let first = node, walk[first] == start else { continue }
      var cycle = [first]
      var here = next[first]
      while let at = here, at != first {
        cycle.append(at)
        here = next[at]
      }
      cycles.append(cycle)
    }
    return cycles
  }
}
