public import RobotAssembly
public import RobotControl
import RobotCore
import RobotUnits

/// Every joint swings from where it is to the roomier side and back, about a share of what it could.
public struct Swing: Sendable {
  private let start: [Double]
  private let reaches: [Double]
  private let rate: Double

  /// A swing of the joints of `model` from `start`, each about its share, with `rate` rad/s.
  public init(_ model: RobotModel, from start: [Double], shares: [Double], rate: Double) {
    self.start = start
    self.rate = rate
    reaches = model.joints.indices.map { joint in
      Self.reach(model.joints[joint].bounds, start[joint], rate) * shares[joint]
    }
  }

  /// Where the joints should be at `time` s after the beginning.
  public func points(at time: Double) -> [MotionPoint] {
    let (sine, cosine) = RealtimeMath.sineCosine(rate * time)
    return start.indices.map { joint in
      let reach = reaches[joint]
      return MotionPoint(
        position: start[joint] + reach * (1 - cosine), velocity: reach * rate * sine,
        acceleration: reach * rate * rate * cosine)
    }
  }

  /// How far a joint may swing, with its sign: twice the amplitude within its range, and well within its
  /// velocity and acceleration.
  private static func reach(
    _ bounds: ReferenceLimiter.Bounds, _ start: Double, _ rate: Double
  ) -> Double {
    let (up, down) = (bounds.upper - start, start - bounds.lower)
    let room = max(up, down, 0) * 0.35
    let size = min(room, 0.5 * bounds.velocity / rate, 0.5 * bounds.acceleration / (rate * rate))
    return up >= down ? size : -size
  }
}
