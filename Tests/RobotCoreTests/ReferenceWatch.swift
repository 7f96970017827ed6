import RobotControl
import RobotCore
import RobotUnits

/// Holds the positions that one joint's reference is given against the limits of the robot file, by their own
/// differences: what the cycle says of velocity and acceleration is not asked.
///
/// Three kinds of cycle do not count as a way of the reference, and each keeps a rule of its own:
/// - the first with power, or armed again after it was let go: at the measured position, at rest;
/// - let go after a lost stream: at the measured position (inside the bounds), at rest, effort only against
///   the movement, none when it coasts. Armed again it begins at rest, and its gains from 0;
/// - led by hand (a stream with no stiffness): no faster than the velocity limit, never further from the
///   joint than before, and only its velocity keeps acceleration and jerk.
struct ReferenceWatch {
  enum Way { case off, held, letGo, led }

  let joint: JointConfiguration
  let armingTime: Double
  /// A switch narrows the bounds of the joint while it moves: where its reference goes when nobody holds it
  /// is then not known here.
  let hasSwitch: Bool
  private var way = Way.off
  private var position = 0.0
  /// The last step and how it differed from the one before [rad].
  private var step = 0.0
  private var change = 0.0
  /// Cycles since the gains began at 0.
  private var ramp = 0

  init(_ joint: JointConfiguration, armingTime: Double = 0.2, hasSwitch: Bool = false) {
    self.joint = joint
    self.armingTime = armingTime
    self.hasSwitch = hasSwitch
  }

  /// What is wrong with the cycle that ended in `now`, if anything.
  mutating func problem(_ now: JointSnapshot, _ next: Way) -> String? {
    defer {
      way = next
      position = now.referencePosition
    }
    let isBegin = way == .off || way == .letGo && next != .letGo
    switch next {
    case .off:
      return nil
    case .letGo:
      ramp += 1
      return letGo(now)
    case .held, .led:
      if isBegin {
        let start = joint.admittance == nil ? now.measuredPosition : now.referencePosition
        (position, step, change, ramp) = (start, 0, 0, 0)
        if now.referencePosition != position || now.referenceVelocity != 0 {
          return "begins at \(now.referencePosition) instead of \(position)"
        }
      }
      ramp += 1
      return moved(now, next) ?? effort(now)
    }
  }

  private mutating func moved(_ now: JointSnapshot, _ next: Way) -> String? {
    let period = Bench.period
    let bounds = joint.bounds
    let moved = now.referencePosition - position
    // Only who was armed outside is outside, and never goes further out.
    if !(now.referencePosition <= max(bounds.upper, position)
      && now.referencePosition >= min(bounds.lower, position))
    {
      return "at \(now.referencePosition)"
    }
    if !Self.isWithin(moved, bounds.velocity * period) { return "\(moved / period) rad/s" }
    if next == .led {
      let joint = max(bounds.lower, min(bounds.upper, now.measuredPosition))
      if !hasSwitch, abs(now.referencePosition - joint) > abs(position - joint) + 1e-11 {
        return "led away from the joint"
      }
    }
    let step = next == .led ? now.referenceVelocity * period : moved
    let change = step - self.step
    defer { (self.step, self.change) = (step, change) }
    if !Self.isWithin(step, bounds.velocity * period) { return "\(step / period) rad/s" }
    if !Self.isWithin(change, bounds.acceleration * period * period) {
      return "\(change / period / period) rad/s^2"
    }
    let jerk = bounds.jerk * period * period * period
    if !Self.isWithin(change - self.change, jerk) {
      return "\((change - self.change) / period / period / period) rad/s^3"
    }
    return nil
  }

  private mutating func letGo(_ now: JointSnapshot) -> String? {
    (step, change) = (0, 0)
    let inside = max(joint.bounds.lower, min(joint.bounds.upper, now.measuredPosition))
    if now.referenceVelocity != 0 || !hasSwitch && now.referencePosition != inside {
      return "let go at \(now.referencePosition) instead of \(inside)"
    }
    let effort = now.desiredEffort
    let isAgainst = joint.onLoss == .damp && effort * now.measuredVelocity <= 0
    return effort == 0 || isAgainst ? nil : "let go with \(effort) N.m"
  }

  /// While the gains grow, the effort is within the share of them that the time since allows.
  private func effort(_ now: JointSnapshot) -> String? {
    let share = Double(ramp) * Bench.period / armingTime
    guard share < 1 - 1e-9, joint.loops == nil, joint.admittance == nil else { return nil }
    let gains = joint.gains
    let most =
      gains.kp * abs(now.referencePosition - now.measuredPosition)
      + gains.kd * abs(now.referenceVelocity - now.measuredVelocity) + gains.integralLimit
      + joint.armature * joint.bounds.acceleration + joint.frictionCompensation
    if abs(now.desiredEffort) <= share * most * (1 + 1e-9) { return nil }
    return "\(now.desiredEffort) N.m after \(ramp) cycles of the ramp"
  }

  /// Rounding of positions of a few radians, thrice subtracted.
  private static func isWithin(_ value: Double, _ bound: Double) -> Bool {
    abs(value) <= bound * (1 + 1e-9) + 1e-13
  }
}

extension Bench {
  /// How `joint` goes its way after this cycle.
  func way(_ joint: Int, _ now: JointSnapshot, _ configuration: JointConfiguration)
    -> ReferenceWatch.Way
  {
    if !state.isPowered() { return .off }
    if now.limits.contains(.commandLost), configuration.onLoss != .hold { return .letGo }
    return cycle.source == .stream && cycle.targets[joint].kp <= 0 ? .led : .held
  }
}
