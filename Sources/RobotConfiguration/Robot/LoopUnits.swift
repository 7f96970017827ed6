/// What the gains of one PID loop are measured in, with examples.
struct LoopUnits: Sendable {
  /// A dimension, and a value of it that may stand in a file.
  typealias Sample = (dimension: Dimension, example: String)

  let kp, ki, kd: Sample
  /// Of what the loop compares.
  let deadband: Sample
  /// From the reference on; as many as the reference has derivatives that are known.
  let feedForward: [Sample]
  /// Of what the loop puts out.
  let output: Sample
  /// The key of the greatest change of the output.
  let rateKey: String
  let rate: Sample
  /// What a schedule goes over.
  let position, speed: Sample

  /// Position to effort.
  static func effort(_ units: JointUnits) -> LoopUnits {
    let isRotary = units.kind == .revolute
    return LoopUnits(
      kp: (units.stiffness, units.stiffnessExample),
      ki: (units.integralGain, units.integralExample),
      kd: (units.damping, units.dampingExample), deadband: deadband(isRotary),
      feedForward: [
        (units.stiffness, isRotary ? "2 N.m/rad" : "100 N/m"),
        (units.damping, isRotary ? "0.3 N.m.s/rad" : "20 N.s/m"), inertia(isRotary),
        (
          isRotary ? .torquePerJerk : .forcePerJerk,
          isRotary ? "0.0005 N.m.s^3/rad" : "0.01 N.s^3/m"
        ),
      ],
      output: (units.effort, units.effortExample), rateKey: "effort_rate", rate: rate(isRotary),
      position: schedulePosition(isRotary), speed: scheduleSpeed(isRotary))
  }

  /// Position to velocity.
  static func position(_ units: JointUnits) -> LoopUnits {
    let isRotary = units.kind == .revolute
    return LoopUnits(
      kp: (.perTime, "15 s^-1"), ki: (.perTimeSquared, "5 s^-2"), kd: (.number, "0.01"),
      deadband: deadband(isRotary),
      feedForward: [
        (.perTime, "0.1 s^-1"), (.number, "1"), (.time, "1 ms"), (.timeSquared, "1e-6 s^2"),
      ],
      output: (units.velocity, isRotary ? "1 rad/s" : "20 mm/s"), rateKey: "acceleration",
      rate: (units.acceleration, units.accelerationExample),
      position: schedulePosition(isRotary), speed: scheduleSpeed(isRotary))
  }

  /// Velocity to effort.
  static func velocity(_ units: JointUnits) -> LoopUnits {
    let isRotary = units.kind == .revolute
    return LoopUnits(
      kp: (units.damping, isRotary ? "2 N.m.s/rad" : units.dampingExample),
      ki: (units.stiffness, isRotary ? "20 N.m/rad" : units.stiffnessExample),
      kd: inertia(isRotary),
      deadband: (units.velocity, isRotary ? "0.01 rad/s" : "0.1 mm/s"),
      feedForward: [
        (units.damping, isRotary ? "0.3 N.m.s/rad" : "20 N.s/m"), inertia(isRotary),
        (
          isRotary ? .torquePerJerk : .forcePerJerk,
          isRotary ? "0.0005 N.m.s^3/rad" : "0.01 N.s^3/m"
        ),
      ],
      output: (units.effort, units.effortExample), rateKey: "effort_rate", rate: rate(isRotary),
      position: schedulePosition(isRotary), speed: scheduleSpeed(isRotary))
  }

  private static func deadband(_ isRotary: Bool) -> Sample {
    isRotary ? (.angle, "0.1 deg") : (.length, "0.05 mm")
  }

  private static func inertia(_ isRotary: Bool) -> Sample {
    isRotary ? (.inertia, "0.02 kg.m^2") : (.mass, "1.5 kg")
  }

  private static func rate(_ isRotary: Bool) -> Sample {
    isRotary ? (.torqueRate, "50 N.m/s") : (.forceRate, "2000 N/s")
  }

  private static func schedulePosition(_ isRotary: Bool) -> Sample {
    isRotary ? (.angle, "-45 deg") : (.length, "20 mm")
  }

  private static func scheduleSpeed(_ isRotary: Bool) -> Sample {
    isRotary ? (.angularVelocity, "1 rad/s") : (.velocity, "10 mm/s")
  }
}
