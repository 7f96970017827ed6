/// The elastic way from a motor's rotor to what it moves: a torsion spring with a damper, as of a
/// harmonic drive, behind a gap, as of gear teeth.
///
/// One step of `dt` for two masses that a torque T between them slows by S T dt against each other. While
/// the flanks touch, the implicit midpoint rule, which keeps the energy of a linear spring exactly,
/// however stiff it is; where they meet or part, the implicit Euler rule, which never adds any. With the
/// relative velocities that there would be without T, w_m in the step's mean and w_e at its end:
///
///     T = (k e + (k dt / 2 + c) w_m) / (1 + (k dt / 2 + c) dt S / 2)
///     T = (k (e + dt w_e) + c w_e) / (1 + (k dt + c) dt S)
///
/// Source: E. Hairer, C. Lubich and G. Wanner, "Geometric Numerical Integration", sections IV.2 and II.1.
struct ElasticDrive: Sendable {
  /// The spring [N.m/rad].
  let stiffness: Double
  /// The damper beside it [N.m.s/rad]; `nil`: the teeth's own, by the masses.
  let damping: Double?
  /// Half the width of the gap [rad].
  let gap: Double

  /// What a step transmits.
  struct Step {
    /// The torque from the rotor to the load [N.m].
    var torque: Double
    /// Both sides move with their mean velocity in this step, not with that at its end.
    var isMidpoint: Bool
  }

  /// The velocity of the rotor less that of the load, if nothing joined them [rad/s].
  struct Rates {
    /// In the mean of the step.
    var mean: Double
    /// At its end.
    var end: Double
  }

  /// The torque of one step from a rotor that is `twist` rad ahead, where `response` is S [1/(kg.m^2)]
  /// and `lighter` the lesser of both inertias [kg.m^2].
  func step(
    twist: Double, _ rates: Rates, response: Double, lighter: Double, _ dt: Double
  ) -> Step {
    let side = gap == 0 ? 1.0 : flank(twist: twist, rate: rates.end, dt)
    guard side != 0 else { return Step(torque: 0, isMidpoint: false) }
    let c = damping ?? (stiffness * lighter).squareRoot()
    let (e, mean, end) = (side * twist - gap, side * rates.mean, side * rates.end)
    let gain = 0.5 * stiffness * dt + c
    let held = (stiffness * e + gain * mean) / (1 + 0.5 * gain * dt * response)
    if gap == 0 { return Step(torque: held, isMidpoint: true) }
    // Flanks push and never pull.
    let pushed = max(held, 0)
    if e >= 0, e + dt * (mean - 0.5 * dt * response * pushed) >= 0 {
      return Step(torque: side * pushed, isMidpoint: true)
    }
    let meeting =
      (stiffness * (e + dt * end) + c * end) / (1 + (stiffness * dt + c) * dt * response)
    return Step(torque: side * max(meeting, 0), isMidpoint: false)
  }

  /// Which flanks touch in this step: those that push the load forwards (1), backwards (-1), or none.
  private func flank(twist: Double, rate: Double, _ dt: Double) -> Double {
    let ahead = twist + dt * rate
    if ahead > gap { return 1 }
    if ahead < -gap { return -1 }
    return twist > gap ? 1 : twist < -gap ? -1 : 0
  }
}
