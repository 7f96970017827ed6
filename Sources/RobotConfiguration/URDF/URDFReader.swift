/// Turns the XML of a URDF file into links and joints, and collects what is wrong with them.
struct URDFReader {
  private var log: URDFLog
  private var robot: URDFElement?
  private var links: [URDFLink] = []
  private var joints: [URDFJoint] = []
  /// Whether every link and joint of the file is in `links` and `joints`.
  private var isComplete = true

  init(file: String) { log = URDFLog(file: file) }

  /// Reads the links and joints of `text`; what lies in other elements is passed over.
  mutating func read(_ text: [UInt8]) throws(XMLSyntaxError) {
    var xml = try XMLReader(text)
    guard case .start(let root)? = try xml.next() else { return }
    let robot = URDFElement(xml: XMLElement(tag: root, children: []), path: root.name)
    self.robot = robot
    guard root.name == "robot" else {
      log.error(
        root.position, "", "the root element is <\(root.name)>, not <robot>", "give a URDF file")
      try xml.skipElement()
      _ = try xml.next()
      return
    }
    while case .start(let tag)? = try xml.next() {
      switch tag.name {
      case "link":
        let element = URDFElement(xml: try xml.element(tag), path: "link")
        if let link = URDFLink(element, &log) { links.append(link) } else { isComplete = false }
      case "joint":
        let element = URDFElement(xml: try xml.element(tag), path: "joint")
        if let joint = URDFJoint(element, &log) { joints.append(joint) } else { isComplete = false }
      default:
        if tag.name.hasPrefix("xacro:") {
          isComplete = false
          log.error(
            tag.position, "robot", "<\(tag.name)> is a xacro macro, not URDF",
            "expand the file first with 'xacro in.xacro > out.urdf'")
        }
        try xml.skipElement()
      }
    }
    _ = try xml.next()  // what follows the root element must be well-formed too
  }

  /// The robot that was read; all errors where there are any.
  consuming func model() throws(URDFErrors) -> URDFModel {
    let name = robot.flatMap { $0.xml.tag.name == "robot" ? $0.requiredText("name", &log) : nil }
    var root: URDFLink?
    if let robot, robot.xml.tag.name == "robot" {
      var tree = URDFTree(links: links, joints: joints)
      root = tree.check(robotAt: robot.position, isComplete: isComplete, &log)
    }
    let byPosition = { (left: URDFComplaint, right: URDFComplaint) in left.position < right.position
    }
    guard log.errors.isEmpty, let name, let root else {
      throw URDFErrors(errors: log.errors.sorted(by: byPosition))
    }
    return URDFModel(
      file: log.file, name: name, links: links, joints: joints, rootLink: root.name,
      warnings: log.warnings.sorted(by: byPosition))
  }
}

extension URDFLink {
  /// The link that `element` describes; `nil` where it has no name, by which the tree could know it.
  fileprivate init?(_ element: URDFElement, _ log: inout URDFLog) {
    guard let name = element.requiredText("name", &log) else { return nil }
    let element = URDFElement(xml: element.xml, path: "link '\(name)'")
    self.init(
      name: name,
      inertial: element.child("inertial", &log).flatMap { URDFInertial($0, &log) },
      position: element.position)
  }
}

extension URDFInertial {
  /// The mass properties that `element` gives; `nil` and errors where they are incomplete.
  fileprivate init?(_ element: URDFElement, _ log: inout URDFLog) {
    element.warnOfUnknown(elements: ["origin", "mass", "inertia"], &log)
    let origin = element.origin(&log)
    let mass = element.requiredChild("mass", "<mass value=\"...\"/>", &log)
    let inertia = element.requiredChild(
      "inertia", "<inertia ixx=\"...\" ixy=\"0\" ixz=\"0\" iyy=\"...\" iyz=\"0\" izz=\"...\"/>",
      &log
    ).flatMap { URDFInertia($0, &log) }
    guard let mass, let kilograms = mass.requiredNumber("value", &log) else { return nil }
    if kilograms < 0 {
      log.error(
        mass.position(of: "value"), mass.path, "a mass of \(kilograms) kg is negative",
        "give a mass of at least 0")
    }
    guard let inertia else { return nil }
    self.init(origin: origin, mass: kilograms, inertia: inertia, position: element.position)
  }
}

extension URDFInertia {
  fileprivate init?(_ element: URDFElement, _ log: inout URDFLog) {
    let names = ["ixx", "ixy", "ixz", "iyy", "iyz", "izz"]
    element.warnOfUnknown(attributes: names, &log)
    let values = names.compactMap { element.requiredNumber($0, &log) }
    guard values.count == names.count else { return nil }
    self.init(
      ixx: values[0], ixy: values[1], ixz: values[2], iyy: values[3], iyz: values[4],
      izz: values[5])
    if !isPositiveSemidefinite {
      log.warning(
        element.position, element.path, "the inertia is not positive semi-definite",
        "no body has such an inertia; a simulation with it is unstable")
    } else if !hasMassDistribution {
      log.warning(
        element.position, element.path,
        "one principal inertia is larger than the sum of the other two",
        "no rigid body has such an inertia; check its axes and units")
    }
  }
}
