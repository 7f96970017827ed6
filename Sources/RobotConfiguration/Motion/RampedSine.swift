import Glibc

/// A sine that starts and ends at rest: its amplitude grows from 0 to 1 during the first half period
/// and shrinks back during the last, along `6 s^5 - 15 s^4 + 10 s^3`, whose first two derivatives are
/// 0 at both ends. Position, velocity and acceleration are therefore continuous everywhere. The price
/// is acceleration: while it grows, up to 1.6 times that of the sine itself.
struct RampedSine {
  /// Oscillations per second [Hz].
  let frequency: Double
  /// From rest to rest [s], at least a period.
  let duration: Double

  /// The sine of amplitude 1 at `time` [s] after its start.
  func joint(at time: Double) -> TrajectoryKnot.Joint {
    let ramp = 0.5 / frequency
    let omega = 2 * Double.pi * frequency
    let (envelope, slope, curvature) =
      time <= duration - ramp
      ? Self.blend(time / ramp, over: ramp)
      : Self.mirrored(Self.blend((duration - time) / ramp, over: ramp))
    let (sine, cosine) = (sin(omega * time), cos(omega * time))
    return TrajectoryKnot.Joint(
      position: envelope * sine,
      velocity: slope * sine + envelope * omega * cosine,
      acceleration: (curvature - envelope * omega * omega) * sine + 2 * slope * omega * cosine)
  }

  private typealias Blend = (value: Double, slope: Double, curvature: Double)

  /// The blend from 0 to 1 at `share` of its `ramp` [s], with its time derivatives.
  private static func blend(_ share: Double, over ramp: Double) -> Blend {
    let s = min(max(share, 0), 1)
    return (
      s * s * s * (10 + s * (-15 + 6 * s)), 30 * s * s * (1 - s) * (1 - s) / ramp,
      60 * s * (1 - s) * (1 - 2 * s) / (ramp * ramp)
    )
  }

  private static func mirrored(_ blend: Blend) -> Blend {
    (blend.value, -blend.slope, blend.curvature)
  }
}
