internal import RobotUnits

/// A planar four-bar linkage: the actuator turns the crank, the joint is the rocker.
///
///             B                 O: crank's pivot, at the origin
///      coupler \ rocker         D: rocker's pivot, at (ground, 0)
///     A ------- \               A = crank (cos c, sin c)
///      crank     \              B = D + rocker (cos r, sin r), |B - A| = coupler
///     O --------- D
///        ground
///
/// Joint and actuator count from the same assembled posture: at position 0 of both the crank stands at
/// `crankZero` against the ground link. All closed form: given one end of the coupler, the other is where
/// two circles meet, on the side that the linkage was assembled on. The coupler's length does not change,
/// so with a = A - O, b = B - A and r = B - D
///
///     rate = d crank / d rocker = (r x b) / (a x b)
///
/// (R. L. Norton, "Design of Machinery", sections 4.5 and 6.7; the transmission angle is that between b
/// and r). Where crank and coupler line up the joint stands still, where coupler and rocker line up the
/// actuator has no hold on it: `init` refuses a range that comes near either. Beyond its range the
/// linkage goes on with the rate of the range's end, so that every input has an answer. Real-time: yes.
public struct FourBarTransmission: BitwiseCopyable, Hashable, Sendable {
  /// The lengths of the links [m]; only their proportions matter.
  public struct Links: BitwiseCopyable, Hashable, Sendable {
    /// From the crank's pivot to the rocker's.
    public var ground: Double
    /// What the actuator turns.
    public var crank: Double
    /// What joins crank and rocker.
    public var coupler: Double
    /// What the joint turns with.
    public var rocker: Double

    /// Links of these lengths.
    @_noAllocation @_noLocks
    public init(ground: Double, crank: Double, coupler: Double, rocker: Double) {
      self.ground = ground
      self.crank = crank
      self.coupler = coupler
      self.rocker = rocker
    }
  }

  /// Where the range ends, and how the linkage goes on behind it.
  struct End: BitwiseCopyable, Hashable, Sendable {
    var joint: Double
    var actuator: Double
    var rate: Double

    @_noAllocation @_noLocks
    init(joint: Double, actuator: Double, rate: Double) {
      self.joint = joint
      self.actuator = actuator
      self.rate = rate
    }
  }

  /// The lengths of the links.
  public let links: Links
  /// 1 when the actuator counts with the crank's angle, -1 when against it.
  public let direction: Double
  /// On which side of the line from A to D the pin B lies, and of that from O to B the pin A: 1 left.
  let (couplerSide, crankSide): (Double, Double)
  /// The rocker's angle at joint position 0 [rad].
  let rockerZero: Double
  /// The middle of the crank's range, as an angle in -pi...pi and as an actuator position [rad].
  let (crankMiddle, actuatorMiddle): (Double, Double)
  /// The middle of the rocker's range, as an angle in -pi...pi and as a joint position [rad].
  let (rockerMiddle, jointMiddle): (Double, Double)
  /// The ends of the joint's range.
  let (lower, upper): (End, End)

  /// The joint's position [rad].
  @_noAllocation @_noLocks
  public func jointPosition(actuator: Double) -> Double {
    let sign: Double = lower.rate < 0 ? -1 : 1
    if (actuator - upper.actuator) * sign > 0 {
      return upper.joint + (actuator - upper.actuator) / upper.rate
    }
    if (actuator - lower.actuator) * sign < 0 {
      return lower.joint + (actuator - lower.actuator) / lower.rate
    }
    let angle = crankMiddle + direction * (actuator - actuatorMiddle)
    let pin = FourBarTransmission.couplerPin(links, crank: angle, side: couplerSide)
    let rocker = RealtimeMath.arctangent(y: pin.y, x: pin.x - links.ground)
    return jointMiddle + FourBarTransmission.nearest(rocker - rockerMiddle)
  }

  /// The actuator's position [rad].
  @_noAllocation @_noLocks
  public func actuatorPosition(joint: Double) -> Double {
    if joint > upper.joint { return upper.actuator + upper.rate * (joint - upper.joint) }
    if joint < lower.joint { return lower.actuator + lower.rate * (joint - lower.joint) }
    let pins = FourBarTransmission.pins(links, rocker: rockerZero + joint, side: crankSide)
    let crank = RealtimeMath.arctangent(y: pins.crank.y, x: pins.crank.x)
    return actuatorMiddle + direction * FourBarTransmission.nearest(crank - crankMiddle)
  }

  /// Actuator radians per joint radian at `joint`.
  @_noAllocation @_noLocks
  public func rate(joint: Double) -> Double {
    if joint >= upper.joint { return upper.rate }
    if joint <= lower.joint { return lower.rate }
    let pins = FourBarTransmission.pins(links, rocker: rockerZero + joint, side: crankSide)
    return direction * FourBarTransmission.crankPerRocker(links, pins)
  }
}
