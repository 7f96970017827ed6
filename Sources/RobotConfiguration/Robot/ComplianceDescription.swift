/// How a joint's reference yields to what presses on the joint: a virtual mass, damper and spring.
public struct AdmittanceDescription: Sendable, Hashable {
  /// Virtual mass [kg.m^2 or kg]. Default 0.
  public var mass: Double
  /// Virtual damping [N.m.s/rad or N.s/m].
  public var damping: Double
  /// Virtual stiffness [N.m/rad or N/m]; 0 for a joint that is led and does not come back.
  public var stiffness: Double
  /// Greatest offset of the reference [rad or m].
  public var offsetLimit: Double
  /// Greatest velocity of the offset; `nil`: the joint's velocity limit.
  public var rateLimit: Double?
  /// External efforts up to this one are none. Default 0.
  public var deadband: Double
  /// Viscous friction of the joint [N.m.s/rad or N.s/m]. Default 0.
  public var viscousFriction: Double
  /// Where the file gives it.
  public var position: SourcePosition

  /// What knows the external effort.
  public enum Source: String, Sendable, CaseIterable {
    /// The motor's effort less what the model explains.
    case motor
  }
}

/// What watches that a joint's feedback gives out no more energy than it took in.
public struct PassivityDescription: Sendable, Hashable {
  /// Greatest damping that is added [N.m.s/rad or N.s/m].
  public var dampingLimit: Double
  /// How much energy is remembered [J].
  public var energyLimit: Double
  /// Below this speed no damping is added.
  public var restVelocity: Double
  /// Time in which gains are backed off and come back [s].
  public var backOffTime: Double
  /// What is left of the gains at least, 0...1.
  public var leastScale: Double
  /// Movements to and fro within this much are noise of the encoder. Default 0.
  public var grain: Double
  /// Coulomb friction of the joint; `nil`: that of `friction_compensation`.
  public var friction: Double?
  /// Where the file gives it.
  public var position: SourcePosition
}
