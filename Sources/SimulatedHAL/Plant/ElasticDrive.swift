/// The elastic way from a motor's rotor to what it moves: a torsion spring with a damper, as of a
/// harmonic drive, behind a gap, as of gear teeth.
///
/// The torque T of one step of `dt` is found together with the motion of both sides, for no spring is
/// then too stiff. While the flanks touch, by the implicit midpoint rule, which keeps the energy of a
/// linear spring exactly; where they meet or part, by the implicit Euler rule, which never adds any. With
/// the rotor's velocity w, its response S_r [1/(kg.m^2)] to a torque, w_f at the step's end if nothing
/// joined it to the load, the load's velocity u at the beginning and u' at the end, deflection e:
///
///     T = (k e + g (w + w_f - u) / 2 - g u' / 2) / (1 + g dt S_r / 2),  g = k dt / 2 + c
///     T = (k e + h w_f - h u') / (1 + h dt S_r),                        h = k dt + c
///
/// Both fall with u', as a damper on the load does; so the tree can solve them with all its joints.
/// Source: E. Hairer, C. Lubich and G. Wanner, "Geometric Numerical Integration", sections IV.2 and II.1.
struct ElasticDrive: Sendable {
  /// The spring [N.m/rad].
  let stiffness: Double
  /// The damper beside it [N.m.s/rad]; `nil`: the teeth's own, by the masses.
  let damping: Double?
  /// Half the width of the gap [rad].
  let gap: Double

  /// Which flanks touch in a step, and by which rule.
  enum Contact: Sendable, Equatable {
    /// None.
    case none
    /// Those that push the load forwards (1) or backwards (-1), all the step.
    case held(Double)
    /// The same in a part of the step.
    case met(Double)
  }

  /// T less `damping` times the load's velocity u' at the end of the step.
  struct Torque {
    var atRest = 0.0
    var damping = 0.0

    func at(_ rate: Double) -> Double { atRest - damping * rate }
  }

  /// How the rotor goes into a step.
  struct Rotor {
    /// Its velocity at the beginning, and at the end if nothing joined it to the load [rad/s].
    var before: Double
    var free: Double
    /// S_r; 0 where friction holds it.
    var response: Double
  }

  /// What touches at the beginning of a step.
  func contact(twist: Double) -> Contact {
    if gap == 0 { return .held(1) }
    return twist > gap ? .held(1) : twist < -gap ? .held(-1) : .none
  }

  /// The torque of a step of `dt` from a rotor that is `twist` rad ahead of a load with the velocity
  /// `rate`; `lighter` is the lesser of both inertias [kg.m^2].
  func torque(
    _ contact: Contact, twist: Double, _ rotor: Rotor, rate: Double, lighter: Double, _ dt: Double
  ) -> Torque {
    let c = damping ?? (stiffness * lighter).squareRoot()
    switch contact {
    case .none: return Torque()
    case .held(let side):
      let gain = 0.5 * stiffness * dt + c
      let scale = 1 / (1 + 0.5 * gain * dt * rotor.response)
      let mean = 0.5 * (rotor.before + rotor.free - rate)
      return Torque(
        atRest: scale * (stiffness * (twist - side * gap) + gain * mean),
        damping: scale * 0.5 * gain)
    case .met(let side):
      let gain = stiffness * dt + c
      let scale = 1 / (1 + gain * dt * rotor.response)
      return Torque(
        atRest: scale * (stiffness * (twist - side * gap) + gain * rotor.free),
        damping: scale * gain)
    }
  }

  /// What touches really, where `contact` gave `torque` and led to the twist `end`. Flanks push and never
  /// pull; those that have parted stay so for the step.
  func corrected(_ contact: Contact, torque: Double, end: Double, _ hasParted: inout Bool)
    -> Contact
  {
    if gap == 0 { return contact }
    switch contact {
    case .none:
      if hasParted || abs(end) <= gap { return .none }
      return .met(end > 0 ? 1 : -1)
    case .held(let side):
      if side * torque < 0 { return .none }
      return side * end < gap ? .met(side) : contact
    case .met(let side):
      if side * torque >= 0 { return contact }
      hasParted = true
      return .none
    }
  }
}
