internal import RobotUnits

extension FourBarTransmission {
  /// The pins at both ends of the coupler, in the ground link's frame [m].
  struct Pins: BitwiseCopyable {
    /// A, at the end of the crank.
    let crank: Pair
    /// B, at the end of the rocker.
    let rocker: Pair

    @_noAllocation @_noLocks
    init(crank: Pair, rocker: Pair) {
      self.crank = crank
      self.rocker = rocker
    }
  }

  /// The pins when the rocker stands at `rocker` rad, A on `side` of the line from O to B. Not a number
  /// where the links do not reach.
  @_noAllocation @_noLocks
  static func pins(_ links: Links, rocker: Double, side: Double) -> Pins {
    let (sine, cosine) = RealtimeMath.sineCosine(rocker)
    let end = Pair(links.ground + links.rocker * cosine, links.rocker * sine)
    let crank = meet(to: end, near: links.crank, far: links.coupler, side: side)
    return Pins(crank: crank, rocker: end)
  }

  /// B when the crank stands at `crank` rad, on `side` of the line from A to D.
  @_noAllocation @_noLocks
  static func couplerPin(_ links: Links, crank: Double, side: Double) -> Pair {
    let (sine, cosine) = RealtimeMath.sineCosine(crank)
    let start = Pair(links.crank * cosine, links.crank * sine)
    let way = Pair(links.ground - start.x, -start.y)
    return start + meet(to: way, near: links.coupler, far: links.rocker, side: side)
  }

  /// Where the circle of radius `near` about the origin meets that of radius `far` about `center`, on
  /// `side` of the line between them: 1 left.
  @_noAllocation @_noLocks
  private static func meet(to center: Pair, near: Double, far: Double, side: Double) -> Pair {
    let square = center.x * center.x + center.y * center.y
    let along = (near * near - far * far + square) / (2 * square)
    let across = side * RealtimeMath.squareRoot(near * near / square - along * along)
    return Pair(along * center.x - across * center.y, along * center.y + across * center.x)
  }

  /// d crank / d rocker of the linkage in this posture.
  @_noAllocation @_noLocks
  static func crankPerRocker(_ links: Links, _ pins: Pins) -> Double {
    let coupler = pins.rocker - pins.crank
    let arm = Pair(pins.rocker.x - links.ground, pins.rocker.y)
    return cross(arm, coupler) / cross(pins.crank, coupler)
  }

  @_noAllocation @_noLocks
  static func cross(_ first: Pair, _ second: Pair) -> Double {
    first.x * second.y - first.y * second.x
  }

  /// `angle`, less than two turns, as the same direction in -pi...pi.
  @_noAllocation @_noLocks
  static func nearest(_ angle: Double) -> Double {
    if angle > Double.pi { return angle - 2 * Double.pi }
    return angle < -Double.pi ? angle + 2 * Double.pi : angle
  }
}
