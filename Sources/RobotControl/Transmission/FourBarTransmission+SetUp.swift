internal import RobotUnits

extension FourBarTransmission {
  /// On which side the linkage is assembled, at position 0.
  public enum Assembly: String, CaseIterable, Hashable, Sendable {
    /// The pin between coupler and rocker lies left of the way from the crank's pin to the rocker's pivot:
    /// above the ground link, where the crank is there too.
    case open
    /// It lies right of that way: coupler and ground link cross, or the linkage hangs below.
    case crossed
  }

  /// The least sine, of the angles between crank and coupler and between coupler and rocker, that a
  /// range may come to: 0.1, six degrees from the toggle.
  public static let leastSine = 0.1

  /// A linkage whose crank stands at `crankZero` rad against the ground link where joint and actuator
  /// are at 0, for joint positions in `range` [rad]. `direction` is 1 when the actuator counts with the
  /// crank's angle, -1 when against it. Real-time: no.
  ///
  /// Throws when a length is not above 0, when the links do not close, and when the way from 0 through
  /// the range comes near a toggle or goes once round.
  public init(
    links: Links, assembly: Assembly, crankZero: Double, range: ClosedRange<Double>,
    direction: Double = 1
  ) throws(TransmissionError) {
    try FourBarTransmission.check(links, crankZero, range)
    let couplerSide: Double = assembly == .open ? 1 : -1
    let pin = FourBarTransmission.couplerPin(links, crank: crankZero, side: couplerSide)
    guard pin.x == pin.x else { throw .linksDoNotClose(crank: crankZero) }
    let (sine, cosine) = RealtimeMath.sineCosine(crankZero)
    let start = Pins(crank: Pair(links.crank * cosine, links.crank * sine), rocker: pin)
    let crankSide: Double = FourBarTransmission.cross(start.rocker, start.crank) < 0 ? -1 : 1
    let rockerZero = RealtimeMath.arctangent(y: pin.y, x: pin.x - links.ground)
    let walk = Walk(links: links, rockerZero: rockerZero, side: crankSide)
    let low = try walk.end(at: range.lowerBound, direction)
    let high = try walk.end(at: range.upperBound, direction)
    guard abs(high.actuator - low.actuator) < 2 * Double.pi,
      range.upperBound - range.lowerBound < 2 * Double.pi
    else { throw .rangeBeyondOneTurn(lower: range.lowerBound, upper: range.upperBound) }
    let jointMiddle = (low.joint + high.joint) / 2
    let actuatorMiddle = (low.actuator + high.actuator) / 2
    let crank = FourBarTransmission.normal(crankZero + direction * actuatorMiddle)
    self.links = links
    self.direction = direction
    (self.couplerSide, self.crankSide) = (couplerSide, crankSide)
    self.rockerZero = rockerZero
    (crankMiddle, self.actuatorMiddle) = (crank, actuatorMiddle)
    (rockerMiddle, self.jointMiddle) = (
      FourBarTransmission.normal(rockerZero + jointMiddle), jointMiddle
    )
    (lower, upper) = (low, high)
  }

  private static func check(
    _ links: Links, _ crankZero: Double, _ range: ClosedRange<Double>
  ) throws(TransmissionError) {
    let lengths = [links.ground, links.crank, links.coupler, links.rocker]
    for length in lengths where !(length > 0 && length.isFinite) {
      throw .lengthOutOfRange(length)
    }
    let isFinite = crankZero.isFinite && range.lowerBound.isFinite && range.upperBound.isFinite
    guard isFinite else { throw .notFinite }
  }

  /// The same direction in -pi...pi.
  private static func normal(_ angle: Double) -> Double {
    let (sine, cosine) = RealtimeMath.sineCosine(angle)
    return RealtimeMath.arctangent(y: sine, x: cosine)
  }

  /// Follows the linkage from position 0 in small steps, so that it is known to get there without passing
  /// a toggle, and how far the crank has turned.
  private struct Walk {
    let links: Links
    let rockerZero: Double
    let side: Double
    /// The longest step of the rocker [rad].
    private static let step = 0.002

    func end(at joint: Double, _ direction: Double) throws(TransmissionError) -> End {
      let count = max(1, (abs(joint) / Walk.step).rounded(.up))
      var pins = FourBarTransmission.pins(links, rocker: rockerZero, side: side)
      let isForward = try self.isForward(pins, at: 0)
      var crank = 0.0
      var step = 1.0
      while step <= count {
        let position = joint * (step / count)
        let next = FourBarTransmission.pins(links, rocker: rockerZero + position, side: side)
        guard try self.isForward(next, at: position) == isForward else {
          throw .toggle(.couplerAndRocker, joint: position)
        }
        crank += angle(from: pins.crank, to: next.crank)
        pins = next
        step += 1
      }
      return End(
        joint: joint, actuator: direction * crank,
        rate: direction * FourBarTransmission.crankPerRocker(links, pins))
    }

    /// Whether crank and rocker turn the same way; throws near a toggle.
    private func isForward(_ pins: Pins, at joint: Double) throws(TransmissionError) -> Bool {
      let coupler = pins.rocker - pins.crank
      let arm = Pair(pins.rocker.x - links.ground, pins.rocker.y)
      let atCrank =
        FourBarTransmission.cross(pins.crank, coupler) / (links.crank * links.coupler)
      let atRocker = FourBarTransmission.cross(arm, coupler) / (links.rocker * links.coupler)
      // False where the links do not reach, too.
      guard abs(atCrank) >= FourBarTransmission.leastSine else {
        throw .toggle(.crankAndCoupler, joint: joint)
      }
      guard abs(atRocker) >= FourBarTransmission.leastSine else {
        throw .toggle(.couplerAndRocker, joint: joint)
      }
      return atCrank * atRocker > 0
    }

    private func angle(from first: Pair, to second: Pair) -> Double {
      RealtimeMath.arctangent(
        y: FourBarTransmission.cross(first, second), x: (first * second).sum())
    }
  }
}
