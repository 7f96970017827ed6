public import RobotUnits
import Synchronization

/// What an inertial sensor feels, in its own axes.
public struct InertialState: Hashable, Sendable, BitwiseCopyable {
  /// Specific force [m/s²]: acceleration minus gravity, so that a sensor at rest feels +9.806 65 m/s²
  /// along the axis that points up.
  public var specificForce: SIMD3<Double>
  /// Angular velocity, right-handed [rad/s].
  public var angularVelocity: SIMD3<Double>
  /// The magnetic field [T].
  public var magneticField: SIMD3<Double>
  /// The rotation from the sensor's axes to the world's, whose Z points up: a unit quaternion w, x, y, z.
  public var orientation: SIMD4<Double>
  /// The temperature of the die [°C].
  public var celsius: Double

  /// A state; without arguments a sensor that lies flat at rest at 25 °C, in no magnetic field.
  public init(
    specificForce: SIMD3<Double> = [0, 0, 9.80665], angularVelocity: SIMD3<Double> = .zero,
    magneticField: SIMD3<Double> = .zero, orientation: SIMD4<Double> = [1, 0, 0, 0],
    celsius: Double = 25
  ) {
    self.specificForce = specificForce
    self.angularVelocity = angularVelocity
    self.magneticField = magneticField
    self.orientation = orientation
    self.celsius = celsius
  }

  /// Gravity's share of the specific force, in the sensor's axes [m/s²].
  var gravity: SIMD3<Double> {
    let (w, x, y, z) = (orientation[0], orientation[1], orientation[2], orientation[3])
    // The world's Z axis seen from the sensor: the last row of the rotation matrix.
    let up: SIMD3<Double> = [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)]
    return up * 9.80665
  }
}

/// The body that an inertial sensor is fixed to. Called as `ShaftAngleSource` is.
public protocol InertialSource: AnyObject, Sendable {
  /// What the sensor feels at `instant`.
  func motion(at instant: MonotonicInstant) -> InertialState
}

/// A body that moves as it is told.
public final class FixedMotion: InertialSource {
  private let state: Mutex<InertialState>

  /// A body that moves as `state` says.
  public init(_ state: InertialState = InertialState()) { self.state = Mutex(state) }

  /// Changes how it moves.
  public func set(_ state: InertialState) { self.state.withLock { $0 = state } }

  /// How it was told to move.
  public func motion(at instant: MonotonicInstant) -> InertialState { state.withLock { $0 } }
}
