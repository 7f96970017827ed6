extension URDFJoint {
  /// The joint that `element` describes; `nil` where the tree could not place it, for want of a name, a
  /// type, a parent or a child.
  init?(_ element: URDFElement, _ log: inout URDFLog) {
    guard let name = element.requiredText("name", &log) else { return nil }
    let element = URDFElement(xml: element.xml, path: "joint '\(name)'")
    element.warnOfUnknown(
      elements: [
        "origin", "parent", "child", "axis", "limit", "mimic", "dynamics", "safety_controller",
        "calibration",
      ], &log)
    let kind = URDFJointKind(element, &log)
    let parent = element.requiredChild("parent", "<parent link=\"...\"/>", &log)
      .flatMap { $0.requiredText("link", &log) }
    let child = element.requiredChild("child", "<child link=\"...\"/>", &log)
      .flatMap { $0.requiredText("link", &log) }
    let origin = element.origin(&log)
    guard let kind, let parent, let child else { return nil }
    self.init(
      name: name, kind: kind, parent: parent, child: child, origin: origin,
      axis: SIMD3(1, 0, 0), position: element.position)
    guard kind != .fixed, kind != .floating else { return }
    axis = Self.axis(of: element, &log)
    limit = URDFLimit(of: element, kind, &log)
    mimic = element.child("mimic", &log).flatMap { URDFMimic($0, &log) }
    dynamics = element.child("dynamics", &log).map { URDFDynamics($0, &log) }
    safetyController = element.child("safety_controller", &log)
      .flatMap { URDFSafetyController($0, limit, kind, &log) }
  }

  private static func axis(of joint: URDFElement, _ log: inout URDFLog) -> SIMD3<Double> {
    guard let element = joint.child("axis", &log) else { return SIMD3(1, 0, 0) }
    element.warnOfUnknown(attributes: ["xyz"], &log)
    if element.attribute("xyz") == nil {
      log.error(element.position, element.path, "attribute 'xyz' is missing", "add xyz=\"0 0 1\"")
    }
    guard let axis = element.vector("xyz", &log) else { return SIMD3(1, 0, 0) }
    // Scaled first, so that no square over- or underflows.
    let largest = max(abs(axis.x), abs(axis.y), abs(axis.z))
    guard largest > 0 else {
      log.error(
        element.position(of: "xyz"), element.path, "the axis has no length",
        "give a direction, as xyz=\"0 0 1\"")
      return SIMD3(1, 0, 0)
    }
    let scaled = axis / largest
    return scaled / (scaled * scaled).sum().squareRoot()
  }
}

extension URDFJointKind {
  fileprivate init?(_ joint: URDFElement, _ log: inout URDFLog) {
    guard let word = joint.requiredText("type", &log) else { return nil }
    guard let kind = URDFJointKind(rawValue: word) else {
      log.error(
        joint.position(of: "type"), joint.path, "'\(word)' is not a type of joint",
        "use one of \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    self = kind
  }
}

extension URDFLimit {
  /// The limits of `joint`; `nil` where it has none, with an error where its kind needs them.
  fileprivate init?(of joint: URDFElement, _ kind: URDFJointKind, _ log: inout URDFLog) {
    guard let element = joint.child("limit", &log) else {
      if kind == .revolute || kind == .prismatic {
        log.error(
          joint.position, joint.path, "a \(kind.rawValue) joint needs a <limit>",
          kind == .revolute
            ? "add one, or make the joint continuous"
            : "add <limit lower=\"...\" upper=\"...\" velocity=\"...\" effort=\"...\"/>")
      }
      return nil
    }
    element.warnOfUnknown(attributes: ["lower", "upper", "velocity", "effort"], &log)
    let errors = log.errors.count
    self.init(
      lower: element.number("lower", &log) ?? 0, upper: element.number("upper", &log) ?? 0,
      velocity: Self.positive("velocity", of: element, &log),
      effort: Self.positive("effort", of: element, &log), position: element.position,
      velocityPosition: element.position(of: "velocity"),
      effortPosition: element.position(of: "effort"))
    guard kind == .revolute || kind == .prismatic, log.errors.count == errors else { return }
    if lower > upper {
      log.error(
        element.position(of: "lower"), element.path, "lower \(lower) is above upper \(upper)",
        "swap the two; a missing one counts as 0")
    } else if lower == upper {
      log.warning(
        element.position, element.path, "lower and upper are both \(lower): the joint cannot move",
        "give the range, or make the joint fixed")
    }
  }

  /// The value above 0 of `name`; `nil` where it is unspecified.
  private static func positive(
    _ name: String, of element: URDFElement, _ log: inout URDFLog
  ) -> Double? {
    let path = "\(element.path) / \(name)"
    guard element.attribute(name) != nil else {
      log.warning(
        element.position, path, "unspecified",
        "the joint cannot be armed until the robot file gives it")
      return nil
    }
    guard let value = element.number(name, &log) else { return nil }
    if value < 0 {
      log.error(element.position(of: name), path, "\(value) is negative", "give the magnitude")
    } else if value == 0 {
      log.warning(
        element.position(of: name), path, "0 means unspecified",
        "the joint cannot be armed until the robot file gives it")
    }
    return value > 0 ? value : nil
  }
}

extension URDFMimic {
  fileprivate init?(_ element: URDFElement, _ log: inout URDFLog) {
    element.warnOfUnknown(attributes: ["joint", "multiplier", "offset"], &log)
    let multiplier = element.number("multiplier", &log) ?? 1
    let offset = element.number("offset", &log) ?? 0
    guard let joint = element.requiredText("joint", &log) else { return nil }
    self.init(joint: joint, multiplier: multiplier, offset: offset, position: element.position)
  }
}

extension URDFDynamics {
  fileprivate init(_ element: URDFElement, _ log: inout URDFLog) {
    element.warnOfUnknown(attributes: ["damping", "friction"], &log)
    self.init(
      damping: element.numberNotNegative("damping", &log) ?? 0,
      friction: element.numberNotNegative("friction", &log) ?? 0)
  }
}

extension URDFSafetyController {
  fileprivate init?(
    _ element: URDFElement, _ limit: URDFLimit?, _ kind: URDFJointKind, _ log: inout URDFLog
  ) {
    element.warnOfUnknown(
      attributes: ["soft_lower_limit", "soft_upper_limit", "k_position", "k_velocity"], &log)
    if element.attribute("k_velocity") == nil {
      log.error(
        element.position, element.path, "attribute 'k_velocity' is missing",
        "add k_velocity=\"NUMBER\"")
    }
    let kPosition = element.numberNotNegative("k_position", &log) ?? 0
    let softLower = element.number("soft_lower_limit", &log)
    let softUpper = element.number("soft_upper_limit", &log)
    if let softLower, let softUpper, softLower > softUpper {
      log.error(
        element.position(of: "soft_lower_limit"), element.path,
        "soft_lower_limit \(softLower) is above soft_upper_limit \(softUpper)", "swap the two")
    }
    if let limit, kind != .continuous {
      if let softLower, softLower < limit.lower {
        log.warning(
          element.position(of: "soft_lower_limit"), element.path,
          "soft_lower_limit \(softLower) is outside the hard limit \(limit.lower), so it never acts",
          "a soft limit lies inside the hard ones")
      }
      if let softUpper, softUpper > limit.upper {
        log.warning(
          element.position(of: "soft_upper_limit"), element.path,
          "soft_upper_limit \(softUpper) is outside the hard limit \(limit.upper), so it never acts",
          "a soft limit lies inside the hard ones")
      }
    }
    guard let kVelocity = element.numberNotNegative("k_velocity", &log) else { return nil }
    self.init(
      softLower: softLower, softUpper: softUpper, kPosition: kPosition, kVelocity: kVelocity)
  }
}

extension URDFElement {
  /// As `number`, with an error where it is negative.
  fileprivate func numberNotNegative(_ name: String, _ log: inout URDFLog) -> Double? {
    let value = number(name, &log)
    if let value, value < 0 {
      log.error(position(of: name), "\(path) / \(name)", "\(value) is negative", "give at least 0")
    }
    return value
  }
}
