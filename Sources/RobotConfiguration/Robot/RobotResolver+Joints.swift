/// What the joints before have taken.
struct TakenParts {
  /// The joint by channel.
  var channels: [ActuatorDescription.Channel: String] = [:]
  /// The joint by encoder.
  var encoders: [String: String] = [:]
  /// The joint by line of an encoder, or of a direction.
  var lines: [String: String] = [:]
  /// The lines at STBY.
  var standbys: Set<String> = []
  /// The joint by servo.
  var servos: [String: String] = [:]
}

extension RobotResolver {
  /// The joints; those with errors are left out.
  mutating func resolveJoints(_ drafts: [DeviceDraft]) -> [JointDescription] {
    var taken = TakenParts()
    var joints: [JointDescription] = []
    let coupled = coupledNames()
    for entry in record.record("joints")?.entries ?? [] {
      guard case .record(let joint) = entry.value?.value else { continue }
      let kind = JointDescription.Kind(rawValue: joint.text("type") ?? "revolute") ?? .revolute
      let actuator = actuator(joint, entry.key, drafts, &taken)
      let encoder = encoder(joint, entry.key, kind, drafts, &taken)
      let redundant = redundantEncoder(
        joint, entry.key, kind, isCoupled: coupled.contains(entry.key), drafts, &taken)
      let limits = limits(joint)
      let control = control(joint)
      let transmission = transmission(joint, kind)
      // A coupled joint's motors are judged with their matrix.
      if !coupled.contains(entry.key) { checkMotor(joint, limits, transmission, JointUnits(kind)) }
      guard joint.isWhole, let actuator, let transmission, let encoder, let limits, let control,
        let onLoss = joint.text("on_loss").flatMap(LossReaction.init(rawValue:))
      else { continue }
      joints.append(
        JointDescription(
          name: entry.key, kind: kind, actuator: actuator, transmission: transmission,
          transmissionPosition: joint.entry("transmission")?.keyPosition ?? entry.keyPosition,
          encoder: encoder, limits: limits, control: control, onLoss: onLoss,
          lever: kind == .prismatic ? joint.number("lever") ?? 0.1 : 1,
          position: entry.keyPosition, redundantEncoder: redundant))
    }
    return joints
  }

  /// The index of the device `name` of `kind`; `nil` with a complaint, unless there is one about the
  /// device itself.
  mutating func device(
    _ name: String, _ kind: DriverSchema.Kind, at position: SourcePosition, path: String,
    _ drafts: [DeviceDraft]
  ) -> Int? {
    guard devices.contains(name, at: position, path: path, &complaints),
      !complainServo(name, at: position, path: path), !complainPad(name, at: position, path: path),
      let index = drafts.firstIndex(where: { $0.name == name }), let driver = drafts[index].driver
    else { return nil }
    if driver.kind != kind {
      complaints.add(
        position, path, "\"\(name)\" (\(driver.name)) is not \(kind.words)", hint: hint(for: kind))
      return nil
    }
    let every = drafts[index].record
    if let count = every.integer("every"), count != 1 {
      complaints.add(
        every.position(of: "every"), every.path("every"),
        "a joint uses \"\(name)\", so that it must be exchanged in every cycle", allowed: "1")
    }
    return index
  }

  private mutating func actuator(
    _ joint: Record, _ name: String, _ drafts: [DeviceDraft], _ taken: inout TakenParts
  ) -> ActuatorDescription? {
    guard let actuator = joint.record("actuator") else { return nil }
    if actuator.has("servo") { return servoActuator(joint, actuator, name, &taken) }
    let drive = drive(actuator, of: name, drafts, &taken)
    guard let drive, let motor = actuator.record("motor") else { return nil }
    if motor.has("damping"), !motor.has("stiffness") {
      complaints.add(
        motor.position(of: "damping"), motor.path("damping"),
        "damps nothing: the gear is rigid without a stiffness", hint: "add stiffness, or remove it")
    }
    checkCurrents(motor)
    guard
      let supply = motor.number("supply"), let gear = motor.number("gear"),
      let torqueConstant = motor.number("kt"), let resistance = motor.number("resistance")
    else { return nil }
    return ActuatorDescription(
      drive: drive,
      direction: Double(actuator.integer("direction") ?? 1), supply: supply, gear: gear,
      torqueConstant: torqueConstant, resistance: resistance,
      efficiency: motor.number("efficiency") ?? 1, armature: motor.number("armature") ?? 0,
      backlash: motor.number("backlash") ?? 0, stiffness: motor.number("stiffness"),
      damping: motor.number("damping") ?? 0, position: actuator.position,
      continuousCurrent: motor.number("continuous_current"),
      peakCurrent: motor.number("peak_current"), thermalTime: motor.number("thermal_time") ?? 30)
  }

  private mutating func limits(_ joint: Record) -> JointLimitsDescription? {
    guard let limits = joint.record("limits") else { return nil }
    if !record.has("urdf") {
      for key in ["position", "velocity", "effort"] where !limits.has(key) {
        complaints.add(
          limits.position, limits.path(key), "missing, and no urdf is named that could give it",
          hint: "add `\(key): …` or name a urdf at the top of the file")
      }
    }
    var positions: ClosedRange<Double>?
    if let pair = limits.list("position"), case .number(let lower) = pair[0].value,
      case .number(let upper) = pair[1].value
    {
      if lower < upper {
        positions = lower...upper
      } else {
        complaints.add(
          limits.position(of: "position"), limits.path("position"),
          "the least position must be less than the greatest",
          hint: lower == upper ? nil : "swap them")
      }
    }
    guard let acceleration = limits.number("acceleration") else { return nil }
    return JointLimitsDescription(
      positions: positions, velocity: limits.number("velocity"), acceleration: acceleration,
      jerk: jerk(limits, acceleration: acceleration),
      effort: limits.number("effort"), position: limits.position)
  }

  /// A jerk with which the acceleration is not reached for seconds is one in the wrong unit.
  private mutating func jerk(_ limits: Record, acceleration: Double) -> Double? {
    guard let jerk = limits.number("jerk") else { return nil }
    if jerk * Self.longestRise < acceleration {
      complaints.add(
        limits.position(of: "jerk"), limits.path("jerk"),
        "with this jerk the acceleration limit is reached after "
          + "\(Dimension.time.text(acceleration / jerk)); at most "
          + "\(Dimension.time.text(Self.longestRise)) make sense",
        hint: "usual are 10 to 100 times the acceleration per second; or leave jerk out")
    }
    return jerk
  }

  /// How long the acceleration may take to reach its limit [s].
  private static var longestRise: Double { 10 }

  private mutating func control(_ joint: Record) -> ControlDescription? {
    guard let control = joint.record("control") else { return nil }
    checkFilter("velocity_filter", control)
    let gravity = control.boolean("gravity") ?? false
    if gravity, !record.has("urdf") {
      complaints.add(
        control.position(of: "gravity"), control.path("gravity"),
        "the gravity torque needs masses, and no urdf is named",
        hint: "name a urdf at the top of the file, or write gravity: false")
    }
    guard let law = control.text("law").flatMap(ControlDescription.Law.init(rawValue:)) else {
      return nil
    }
    checkServo(joint, control, law)
    let filter = control.number("velocity_filter") ?? min(40, (rate ?? 160) / 4)
    let (loops, gains) = loops(control, law, velocityFilter: filter)
    guard let gains else { return nil }
    return ControlDescription(
      law: law, loops: loops, kp: gains.kp, kd: gains.kd, ki: gains.ki,
      integralLimit: control.number("integral_limit"), velocityFilter: filter,
      gravity: gravity, frictionCompensation: control.number("friction_compensation") ?? 0,
      admittance: admittance(control), passivity: passivity(control))
  }

  /// Complains about limits that are ten times what the motor can do at its rated supply: a slip in
  /// a unit or in a decimal point.
  private mutating func checkMotor(
    _ joint: Record, _ limits: JointLimitsDescription?, _ transmission: TransmissionDescription?,
    _ units: JointUnits
  ) {
    guard let limits, let rate = transmission?.constantRate,
      let limitsRecord = joint.record("limits"),
      let motor = joint.record("actuator")?.record("motor"), let supply = motor.number("supply"),
      let gear = motor.number("gear"), let torqueConstant = motor.number("kt"),
      let resistance = motor.number("resistance")
    else { return }
    let stallTorque = torqueConstant * supply / resistance * gear * rate
    if let effort = limits.effort, effort > 10 * stallTorque {
      complaints.add(
        limitsRecord.position(of: "effort"), limitsRecord.path("effort"),
        "\(units.effort.text(effort)) is over ten times the stall \(units.stallWord) of this motor "
          + "and gear, \(units.effort.text(stallTorque))",
        hint: "check the units and the decimal points here and in motor")
    }
    let noLoadSpeed = supply / (torqueConstant * gear * rate)
    if let velocity = limits.velocity, velocity > 10 * noLoadSpeed {
      complaints.add(
        limitsRecord.position(of: "velocity"), limitsRecord.path("velocity"),
        "\(units.velocity.text(velocity)) is over ten times the no-load speed of this "
          + "motor and gear, \(units.velocity.text(noLoadSpeed))",
        hint: "check the units and the decimal points here and in motor")
    }
  }
}

extension DriverSchema.Kind {
  /// The kind in words.
  fileprivate var words: String {
    switch self {
    case .pwm: "a PWM device"
    case .motor: "a bridge for a motor"
    case .encoder: "an encoder"
    case .mux: "a mux"
    case .power: "a power sensor"
    case .sensor: "a sensor"
    case .servo: "a servo"
    case .pad: "a tactile pad"
    }
  }
}
