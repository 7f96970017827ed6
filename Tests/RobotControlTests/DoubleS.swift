import Glibc

/// The time of a double-S move from rest to rest over `distance`, by Biagiotti and Melchiorri, "Trajectory
/// Planning for Automatic Machines and Robots", section 3.4: (3.17) to (3.27) with v0 = v1 = 0.
func doubleSTime(
  distance: Double, velocity: Double, acceleration: Double, jerk: Double
) -> Double {
  let reachesAcceleration = velocity * jerk >= acceleration * acceleration
  let rampJerkTime = reachesAcceleration ? acceleration / jerk : sqrt(velocity / jerk)
  let rampTime = reachesAcceleration ? rampJerkTime + velocity / acceleration : 2 * rampJerkTime
  let cruise = distance / velocity - rampTime
  if cruise >= 0 { return 2 * rampTime + cruise }
  let jerkTime = acceleration / jerk
  if distance >= 2 * acceleration * jerkTime * jerkTime {
    // As far as the acceleration, not the velocity: 2 T_a with T_a from the book's Delta.
    return jerkTime + sqrt(jerkTime * jerkTime + 4 * distance / acceleration)
  }
  return 4 * cbrt(distance / (2 * jerk))
}
