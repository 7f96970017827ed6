// Joints that serial bus servos move: actuator, encoder and position loop are in one case.
extension RobotResolver {
  /// The servo that moves the joint; `nil` with a complaint where it is none.
  mutating func servoActuator(
    _ joint: Record, _ actuator: Record, _ name: String, _ taken: inout TakenParts
  ) -> ActuatorDescription? {
    guard let servo = actuator.text("servo") else { return nil }
    let (position, path) = (actuator.position(of: "servo"), actuator.path("servo"))
    if joint.text("type") == JointDescription.Kind.prismatic.rawValue {
      complaints.add(
        joint.position(of: "type"), joint.path("type"), "a servo's joint cannot be prismatic",
        allowed: "revolute", hint: "model the joint as the servo's horn turns")
    } else {
      refuse(
        "transmission", joint, "a servo's joint has none: its loop is closed at its own horn",
        hint: "say with the encoder's ratio how often the horn turns with the joint, and remove it")
    }
    guard devices.contains(servo, at: position, path: path, &complaints) else { return nil }
    let servos = servoRecords
    guard let index = servos.firstIndex(where: { $0.name == servo }) else {
      let driver = devices.records.first { $0.name == servo }?.record.text("driver")
      if driver.map({ drivers[$0] != nil }) == true {
        complaints.add(
          position, path, "\"\(servo)\" (\(driver ?? "")) is not a servo", hint: hint(for: .servo))
      }
      return nil
    }
    if let user = taken.servos[servo] {
      complaints.add(
        position, path, "\"\(servo)\" moves the joint \"\(user)\" already",
        hint: "name another servo here or there")
    }
    taken.servos[servo] = name
    guard let model = servoModel(servos[index].record) else { return nil }
    return ActuatorDescription(servo: index, model, position: actuator.position)
  }

  /// The encoder in the servo.
  mutating func servoEncoder(_ encoder: Record, servo: String) -> EncoderDescription? {
    if encoder.text("device") != servo {
      let key = encoder.has("quadrature") ? "quadrature" : "device"
      complaints.add(
        encoder.position(of: key), encoder.path(key),
        "the joint's servo \"\(servo)\" has an encoder of its own, which closes its loop",
        allowed: servo, hint: "write device: \(servo)")
    }
    refuse("side", encoder, "the encoder is on the servo's horn")
    guard let zero = encoder.number("zero"),
      let index = servoRecords.firstIndex(where: { $0.name == servo })
    else { return nil }
    return EncoderDescription(
      source: .servo(index), direction: Double(encoder.integer("direction") ?? 1), zero: zero,
      side: .joint,
      ratio: encoder.number("ratio") ?? 1, position: encoder.position)
  }

  /// Complains about a servo that is named where an I2C device belongs; says whether it did.
  mutating func complainServo(_ name: String, at position: SourcePosition, path: String) -> Bool {
    guard servoRecords.contains(where: { $0.name == name }) else { return false }
    complaints.add(
      position, path, "\"\(name)\" is a servo: actuator and encoder in one",
      hint: "write actuator: { servo: \(name) } and encoder: { device: \(name), … }")
    return true
  }

  /// What a servo's joint cannot do: its effort is its own loop's.
  mutating func checkServo(_ joint: Record, _ control: Record, _ law: ControlDescription.Law) {
    let isServo = joint.record("actuator")?.has("servo") ?? false
    guard isServo else {
      if law == .position, joint.record("actuator")?.has("bridge") ?? false {
        complaints.add(
          control.position(of: "law"), control.path("law"),
          "position is for servos that close their own loop, and this joint has a bridge",
          hint: "write law: pid, with gains")
      }
      return
    }
    if law != .position {
      complaints.add(
        control.position(of: "law"), control.path("law"),
        "\(law.rawValue) asks for an effort, and a servo takes positions only: it closes its own loop",
        allowed: "position", hint: "write control: { law: position }")
    }
    if control.boolean("gravity") == true {
      refuse(
        "gravity", control, "its torque cannot be given to a servo, which takes positions only")
    }
    for key in ["friction_compensation", "admittance", "passivity"] {
      refuse(key, control, "needs efforts, and a servo takes positions only")
    }
    if joint.text("on_loss") == LossReaction.damp.rawValue {
      complaints.add(
        joint.position(of: "on_loss"), joint.path("on_loss"), "a servo cannot damp without holding",
        allowed: "hold, coast", hint: "write on_loss: hold")
    }
  }
}
