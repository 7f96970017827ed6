import RobotAssembly
import RobotConfiguration
import RobotUnits

/// The robot file of an `InitialRobot`: every figure that is no fact of the URDF has a comment that says so.
struct InitialRobotText {
  /// The file, a line each.
  private(set) var lines: [String] = []
  /// What nobody knows yet, in the order of the file.
  private(set) var missing: [Missing] = []
  private let robot: InitialRobot

  /// A figure without which the robot cannot be armed.
  struct Missing: Equatable {
    /// In the robot file.
    var line: Int
    var joint: String
    /// `velocity` or `effort`.
    var key: String
    /// Where the URDF might have given it.
    var urdfPosition: SourcePosition
  }

  var text: String { lines.joined(separator: "\n") + "\n" }

  init(_ robot: InitialRobot) {
    self.robot = robot
    writeHead()
    writeHardware()
    lines += ["", "joints:"]
    for (index, joint) in robot.joints.enumerated() {
      if index > 0 { lines.append("") }
      write(joint, index)
    }
  }

  private mutating func writeHead() {
    lines += [
      "# \(robot.name), written by `cerebellum init` from \(robot.urdf.file).",
      "#",
      "# Limits of position, velocity and effort, masses and inertias are the URDF's. All else is derived by these rules and",
      "# says TO CHECK: put what your robot has in its place.",
      "#   devices       for each \(robot.jointsPerBus) joints a bus with a PCA9685 for their bridges, and an AS5048B on each joint",
      "#   motor         gives the whole effort limit at the whole velocity limit: 1.5 times the velocity limit without load,",
      "#                 3 times the effort limit at stall, at 24 V; its rotor alone comes to the velocity limit in 5 ms",
      "#   acceleration  twice the velocity limit a second, at most half of what the effort limit does to the inertia",
      "#   kp, kd        a spring of \(Self.number(InitialJoint.naturalFrequency)) Hz with the inertia (rotor, and the links beyond the joint, all at position 0), at",
      "#                 least the effort limit per rad (or m), as far as the rate allows; critically damped",
    ]
    if robot.joints.contains(where: { $0.urdf.kind == .continuous }) {
      lines += [
        "# A joint that turns without end (continuous) has an incremental encoder that is 0 at each start, and stops after",
        "# \(Self.number(InitialJoint.endless)) rad to either side.",
      ]
    }
    if robot.joints.contains(where: \.isPrismatic) {
      lines.append(
        "# A joint that slides has a screw of \(Self.number(InitialJoint.lead * 1000)) mm per turn, and an encoder with a pinion on it."
      )
    }
    if !robot.hasMasses {
      lines.append(
        "# The URDF gives no masses: gravity is not compensated, and the inertias below are the rotors' alone."
      )
    }
    if !robot.leftOut.isEmpty {
      lines += ["#", "# Not driven, and without an entry:"]
      lines += robot.leftOut.map { "#   \($0.name): \($0.reason.english) (line \($0.line))" }
    }
  }

  private mutating func writeHardware() {
    lines += [
      "robot: \(robot.name)", "rate: \(Self.number(robot.rate)) Hz",
      "urdf: { path: \(Self.quoted(robot.urdfPath)) }", "",
      "buses:  # TO CHECK: the board's names and speeds",
    ]
    for bus in 0..<robot.busCount {
      let name = bus < 2 ? ["header", "second"][bus] : "i2c_\(bus + 1)"
      lines.append("  bus_\(bus + 1): { i2c: \(name), speed: 1 MHz }")
    }
    lines += [
      "", "lines:  # TO CHECK: the board's names",
      "  estop:        { line: GPIO17, input: normally_closed }",
      "  drive_enable: { line: GPIO27, output: active_low, safe: high }",
    ]
    var free = Self.boardLines[...]
    var further = 28
    for index in robot.joints.indices {
      guard case .incremental = robot.joints[index].encoder else { continue }
      for phase in ["a", "b"] {
        let line = free.popFirst() ?? further
        if line == further { further += 1 }
        lines.append("  \(robot.deviceName(index))_\(phase): { line: GPIO\(line), edges: pull_up }")
      }
    }
    lines += ["", "devices:  # TO CHECK: drivers and addresses"]
    for bus in 0..<robot.busCount {
      lines.append(
        "  pwm_\(bus + 1): { driver: pca9685, bus: bus_\(bus + 1), address: 0x60, frequency: 1 kHz, "
          + "output_enable: drive_enable }")
      for index in robot.joints(ofBus: bus) {
        if case .incremental = robot.joints[index].encoder { continue }
        let address = 0x40 + index - robot.joints(ofBus: bus).lowerBound
        lines.append(
          "  \(robot.deviceName(index)): { driver: as5048b, bus: bus_\(bus + 1), address: 0x\(String(address, radix: 16)) }"
        )
      }
    }
  }

  private mutating func write(_ joint: InitialJoint, _ index: Int) {
    let bus = index / robot.jointsPerBus
    let channel = 2 * (index % robot.jointsPerBus)
    lines.append("  \(joint.urdf.name):")
    if joint.isPrismatic { lines.append("    type: prismatic") }
    lines += [
      "    actuator:", "      bridge: [pwm_\(bus + 1).\(channel), pwm_\(bus + 1).\(channel + 1)]",
      "      motor: \(Self.motor(joint))",
    ]
    if joint.isPrismatic {
      lines.append(
        "    transmission: { screw: { lead: \(Self.number(InitialJoint.lead * 1000)) mm } }  # TO CHECK"
      )
    }
    lines.append("    encoder: " + encoder(joint, index))
    writeLimits(joint)
    let units = joint.isPrismatic ? ("N/m", "N.s/m", "kg") : ("N.m/rad", "N.m.s/rad", "kg.m^2")
    lines += [
      "    control: { law: impedance, kp: \(Self.number(joint.stiffness)) \(units.0), "
        + "kd: \(Self.number(joint.damping)) \(units.1), gravity: \(robot.hasMasses) }"
        + "  # TO CHECK: from the inertia \(Self.number(joint.inertia)) \(units.2)",
      "    on_loss: hold",
    ]
  }

  private static func motor(_ joint: InitialJoint) -> String {
    let motor = joint.motor
    return
      "{ supply: \(number(InitialJoint.Motor.supply)) V, gear: \(number(motor.gear)), "
      + "kt: \(number(InitialJoint.Motor.constant)) N.m/A, resistance: \(number(motor.resistance)) Ohm, "
      + "armature: \(number(motor.armature)) kg.m^2 }"
      + (joint.missing.isEmpty
        ? "  # TO CHECK: from the URDF's effort and velocity limits"
        : "  # MISSING: it follows from the limits that the URDF does not give")
  }

  private func encoder(_ joint: InitialJoint, _ index: Int) -> String {
    let device = robot.deviceName(index)
    let advice = "  # TO CHECK: its reading at joint position 0"
    switch joint.encoder {
    case .absolute(1): return "{ device: \(device), zero: 0 rad }" + advice
    case .absolute(let ratio):
      return "{ device: \(device), zero: 0 rad, ratio: \(Self.number(ratio)) }" + advice
        + "; geared down, for the joint's range is a turn or more"
    case .rack(let travel):
      return "{ device: \(device), zero: 0 rad, travel: \(Self.number(travel * 1000)) mm }" + advice
    case .incremental(let counts):
      return
        "{ quadrature: { a: \(device)_a, b: \(device)_b, counts_per_turn: \(counts) }, zero: at_start }"
        + "  # TO CHECK"
    }
  }

  private mutating func writeLimits(_ joint: InitialJoint) {
    let unit = joint.isPrismatic ? "m/s^2" : "rad/s^2"
    var limits = "acceleration: \(Self.number(joint.acceleration)) \(unit)"
    if let positions = joint.positions {
      limits =
        "position: [\(Self.number(positions.lowerBound)) rad, \(Self.number(positions.upperBound)) rad], "
        + limits
    }
    let line = joint.urdf.limit?.position.line ?? joint.urdf.position.line
    if !joint.missing.isEmpty {
      lines.append(
        "    # MISSING: \(joint.missing.joined(separator: " and ")), which the URDF does not give (line \(line)). Add: "
          + joint.missing.map { Self.example($0, joint) }.joined(separator: ", "))
    }
    lines.append("    limits: { \(limits) }  # TO CHECK; the rest: the URDF's, line \(line)")
    for key in joint.missing {
      let limit = joint.urdf.limit
      let position = key == "velocity" ? limit?.velocityPosition : limit?.effortPosition
      missing.append(
        Missing(
          line: lines.count, joint: joint.urdf.name, key: key,
          urdfPosition: position ?? joint.urdf.position))
    }
  }

  private static func example(_ key: String, _ joint: InitialJoint) -> String {
    let unit =
      key == "velocity" ? (joint.isPrismatic ? "m/s" : "rad/s") : (joint.isPrismatic ? "N" : "N.m")
    return "\(key): … \(unit)"
  }

  /// `value` with four significant digits.
  static func number(_ value: Double) -> String {
    guard value != 0, value.isFinite else { return "0" }
    var scale = 1.0
    while abs(value) * scale < 1000 { scale *= 10 }
    while abs(value) * scale >= 10_000 { scale /= 10 }
    let rounded =
      scale >= 1 ? (value * scale).rounded() / scale : (value * scale).rounded() * (1 / scale)
    let text = "\(rounded)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// `path` as YAML understands it within braces.
  static func quoted(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == UInt8(ascii: "/") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
        || byte == UInt8(ascii: "-")
    }
    if plain, path.utf8.first != UInt8(ascii: "-") { return path }
    return "'" + path.replacing("'", with: "''") + "'"
  }

  /// The lines of the boards' headers that nothing else here takes.
  private static let boardLines = [5, 6, 12, 13, 16, 19, 20, 21, 22, 23, 24, 25, 26]
}
