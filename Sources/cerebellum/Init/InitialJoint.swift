import RobotConfiguration

/// What a robot file says of a joint before anybody completed it: the URDF's limits, and figures that follow from
/// them by the rules that `InitialRobotText` writes above the file. In SI units; of a prismatic joint in m, N and kg.
struct InitialJoint {
  let urdf: URDFJoint
  /// What its motor accelerates at the joint, rotor included [kg.m^2 or kg].
  let inertia: Double
  let motor: Motor
  /// Least and greatest position, where the URDF has none: those of a joint that turns without end.
  let positions: ClosedRange<Double>?
  let acceleration: Double
  let stiffness: Double
  let damping: Double
  let encoder: Encoder
  /// The limits that the URDF does not give, by their keys.
  let missing: [String]

  /// A motor that gives the whole effort limit at the whole velocity limit.
  struct Motor: Equatable {
    var gear: Double
    /// [Ohm]
    var resistance: Double
    /// Behind the gear [kg.m^2].
    var armature: Double
  }

  enum Encoder: Equatable {
    /// An absolute one that turns so many times for each turn of the joint: it never comes round within the range.
    case absolute(ratio: Double)
    /// An absolute one with a pinion, which moves so far in a turn [m].
    case rack(travel: Double)
    /// An incremental one with so many edges per turn.
    case incremental(counts: Int)
  }

  var isPrismatic: Bool { urdf.kind == .prismatic }

  /// `inertia`: what hangs on the joint at position 0, without the rotor. `rate`: how often the loop is closed [Hz].
  init(_ urdf: URDFJoint, inertia: Double, rate: Double) {
    self.urdf = urdf
    let limit = urdf.limit
    missing =
      (limit?.velocity == nil ? ["velocity"] : []) + (limit?.effort == nil ? ["effort"] : [])
    // Shaft radians per radian or metre of the joint.
    let shaft = urdf.kind == .prismatic ? 2 * Double.pi / Self.lead : 1
    motor =
      if let velocity = limit?.velocity, let effort = limit?.effort {
        Motor(velocity: velocity * shaft, torque: effort / shaft)
      } else {
        Motor(gear: 1, resistance: 1, armature: 0)
      }
    let total = inertia + motor.armature * shaft * shaft
    self.inertia = total
    positions = urdf.kind == .continuous ? -Self.endless...Self.endless : nil
    encoder = Self.encoder(urdf)
    acceleration = Self.acceleration(limit, total)
    (stiffness, damping) = Self.gains(effort: limit?.effort, total, rate: rate)
  }

  /// Twice the velocity limit a second, or half of what the effort limit can do.
  private static func acceleration(_ limit: URDFLimit?, _ inertia: Double) -> Double {
    var acceleration = 2 * (limit?.velocity ?? 1)
    if let effort = limit?.effort, inertia > 0 {
      acceleration = min(acceleration, effort / (2 * inertia))
    }
    return min(max(acceleration, 0.001), 1e6)
  }

  /// A spring of `naturalFrequency`, at least the effort limit per rad or per `lever`, as far as the loop follows;
  /// critically damped.
  private static func gains(
    effort: Double?, _ inertia: Double, rate: Double
  ) -> (stiffness: Double, damping: Double) {
    guard inertia > 0 else { return (1, 0.1) }
    let wanted = min(naturalFrequency * 2 * .pi, rate / 20)
    let highest = rate / 8
    let stiffness = min(
      max(inertia * wanted * wanted, effort ?? 0), inertia * highest * highest, 1e6)
    return (stiffness, min(2 * (stiffness * inertia).squareRoot(), 1e6))
  }

  private static func encoder(_ urdf: URDFJoint) -> Encoder {
    let range = urdf.limit.map { $0.upper - $0.lower } ?? 0
    switch urdf.kind {
    case .continuous:
      let velocity = max(urdf.limit?.velocity ?? 10, 0.1)
      let most = mostEdges / velocity * 2 * .pi
      return .incremental(counts: max(4, min(4096, Int(most) / 4 * 4)))
    case .prismatic: return .rack(travel: min(range * 1.25, 10))
    default: return .absolute(ratio: range < 0.95 * 2 * .pi ? 1 : 0.9 * 2 * .pi / range)
    }
  }

  /// How far a joint that turns without end may go to either side [rad]: the longest that a robot file can say.
  static let endless = 1000.0
  /// Of the screw of a prismatic joint [m].
  static let lead = 0.01
  /// Of the spring, where the rate allows it [Hz].
  static let naturalFrequency = 4.0
  /// How many edges of an incremental encoder a board follows, with a margin [1/s].
  private static let mostEdges = 25_000.0
}

extension InitialJoint.Motor {
  /// The motor that has 1.5 times `velocity` without load and 3 times `torque` at stall, so that it gives all of
  /// `torque` at all of `velocity`.
  init(velocity: Double, torque: Double) {
    gear = min(max(Self.speed / (1.5 * velocity), 1e-6), 100_000)
    resistance = min(max(Self.constant * Self.supply * gear / (3 * torque), 1e-9), 10_000)
    armature = min(torque / velocity * Self.riseTime, 1000)
  }

  /// [V]
  static let supply = 24.0
  /// Without load, before the gear [rad/s].
  private static let speed = 300.0
  /// Its torque constant [N.m/A].
  static let constant = supply / speed
  /// In which the motor alone comes to the velocity limit with the effort limit [s].
  private static let riseTime = 0.005
}
