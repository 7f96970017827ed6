internal import RobotConfiguration
public import RobotCore
internal import RobotDynamics
internal import RobotUnits

/// A Cartesian impedance whose names are resolved.
public struct TipHold: Sendable {
  /// The numbers of the joints that hold the tip, from the base on.
  public var joints: [Int]
  /// How they hold it.
  public var configuration: TipImpedance.Configuration
}

extension RobotModelBuilder {
  /// The Cartesian impedances of the robot file; those with errors are left out. After all joints.
  mutating func holds() -> [TipHold] {
    guard let urdf, let tree else { return [] }
    var owners: [Int: String] = [:]
    var holds: [TipHold] = []
    for impedance in robot.impedances {
      guard let body = body(impedance, urdf, tree), let joints = chain(impedance, urdf) else {
        continue
      }
      for joint in joints {
        check(robot.joints[joint], impedance, owner: owners[joint])
        owners[joint] = impedance.name
      }
      checkTies(of: joints, impedance, urdf)
      holds.append(TipHold(joints: joints, configuration: impedance.core(body: body)))
    }
    return holds
  }

  private mutating func body(
    _ impedance: CartesianImpedanceDescription, _ urdf: URDFModel, _ links: TreeDescription
  ) -> Int? {
    if let body = links.body(ofLink: impedance.tip) { return body }
    refuse(impedance, "tip", impedance.tipPosition, impedance.tip, urdf)
    return nil
  }

  /// The driven joints from the base to the tip; `nil` after an error.
  private mutating func chain(
    _ impedance: CartesianImpedanceDescription, _ urdf: URDFModel
  ) -> [Int]? {
    let base = impedance.base ?? urdf.rootLink
    guard urdf.link(named: base) != nil else {
      refuse(impedance, "base", impedance.basePosition, base, urdf)
      return nil
    }
    var joints: [Int] = []
    var link = impedance.tip
    while link != base {
      guard let joint = urdf.joints.first(where: { $0.child == link }) else {
        errors.append(
          error(
            impedance, impedance.basePosition, "base",
            "the link \"\(base)\" does not carry the tip \"\(impedance.tip)\"",
            hint: "name a link on the way from the root \"\(urdf.rootLink)\" to the tip"))
        return nil
      }
      if let index = robot.joints.firstIndex(where: { $0.name == joint.name }) {
        joints.append(index)
      }
      link = joint.parent
    }
    guard joints.isEmpty else { return joints.reversed() }
    errors.append(
      error(
        impedance, impedance.tipPosition, "tip",
        "none of this robot's joints is between \"\(base)\" and \"\(impedance.tip)\"",
        hint: "name a tip beyond the joints that are to hold it"))
    return nil
  }

  private mutating func check(
    _ joint: JointDescription, _ impedance: CartesianImpedanceDescription, owner: String?
  ) {
    if let owner {
      errors.append(
        error(
          impedance, impedance.position, "",
          "the joint \"\(joint.name)\" holds the tip of \"\(owner)\" already",
          hint: "let base begin behind the joints that both would use"))
    }
    if joint.control.law != .impedance {
      errors.append(
        error(
          impedance, impedance.position, "",
          "the joint \"\(joint.name)\" has law: \(joint.control.law.rawValue), which would fight "
            + "the tip's springs", allowed: "law: impedance for all joints that hold the tip",
          hint: "write joints.\(joint.name).control.law: impedance"))
    }
    for (key, isGiven) in [
      ("admittance", joint.control.admittance != nil),
      ("passivity", joint.control.passivity != nil),
    ] where isGiven {
      errors.append(
        error(
          impedance, impedance.position, "",
          "the joint \"\(joint.name)\" has \(key), which knows nothing of the tip's springs",
          allowed: "no \(key) for joints that hold the tip",
          hint: "remove joints.\(joint.name).control.\(key)"))
    }
    if joint.kind == .prismatic {
      errors.append(
        error(
          impedance, impedance.position, "",
          "the joint \"\(joint.name)\" slides; a posture has its stiffness in N.m/rad",
          allowed: "revolute joints between base and tip",
          hint: "let base begin behind the sliding joint"))
    }
  }

  /// Joints that are tied to others move more than the law knows of.
  private mutating func checkTies(
    of joints: [Int], _ impedance: CartesianImpedanceDescription, _ urdf: URDFModel
  ) {
    for coupling in robot.couplings {
      guard let joint = joints.first(where: { coupling.joints.contains($0) }) else { continue }
      errors.append(
        error(
          impedance, impedance.position, "",
          "the joint \"\(robot.joints[joint].name)\" shares its motors with others "
            + "(couplings.\(coupling.name)), and the tip's dampers do not know their rotors",
          allowed: "joints with motors of their own",
          hint: "let base begin behind the coupled joints, or name a tip before them"))
    }
    for (name, follower) in urdf.followers(of: robot.joints.map(\.name))
    where joints.contains(follower.leader) {
      errors.append(
        error(
          impedance, impedance.position, "",
          "the URDF's joint \"\(name)\" follows \"\(robot.joints[follower.leader].name)\" "
            + "(mimic), and the tip's springs do not know what it moves",
          allowed: "joints that no other follows",
          hint: "let base begin behind that joint, or name a tip before it"))
    }
  }

  private mutating func refuse(
    _ impedance: CartesianImpedanceDescription, _ key: String, _ position: SourcePosition,
    _ link: String, _ urdf: URDFModel
  ) {
    errors.append(
      error(
        impedance, position, key, "the URDF \(urdf.file) has no link \"\(link)\"",
        allowed: urdf.links.map(\.name).sorted().joined(separator: ", "),
        hint: "use the URDF's name for the link"))
  }

  private func error(
    _ impedance: CartesianImpedanceDescription, _ position: SourcePosition, _ key: String,
    _ problem: String, allowed: String? = nil, hint: String
  ) -> ConfigurationError {
    let path = "cartesian_impedance.\(impedance.name)" + (key.isEmpty ? "" : ".\(key)")
    return robot.error(
      at: position, keyPath: path, problem: problem, allowed: allowed, hint: hint)
  }
}

extension CartesianImpedanceDescription {
  /// The same in the core's words.
  fileprivate func core(body: Int) -> TipImpedance.Configuration {
    func vector(_ n: [Double]) -> Vector3 { Vector3(n[0], n[1], n[2]) }
    let ratio = Vector3(repeating: dampingRatio)
    return TipImpedance.Configuration(
      body: body,
      law: CartesianImpedance.Configuration(
        translationStiffness: vector(translationStiffness),
        rotationStiffness: vector(rotationStiffness), translationDamping: ratio,
        rotationDamping: ratio, forceLimit: forceLimit, momentLimit: momentLimit,
        leastFrequency: 2 * .pi * leastFrequency),
      postureStiffness: postureStiffness, postureDamping: postureDamping)
  }
}

extension RobotModel {
  /// The Cartesian impedances for the control cycle.
  public func makeImpedances() -> TipImpedances {
    let all = FixedArray(joints)
    return TipImpedances(count: holds.count, jointCount: joints.count) { index in
      TipImpedance(
        checked: holds[index].configuration, joints: FixedArray(holds[index].joints), of: all,
        coordinateCount: coordinateCount)
    }
  }
}
