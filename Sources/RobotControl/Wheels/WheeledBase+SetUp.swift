internal import RobotUnits

/// A wheel of a base.
public struct BaseWheel: Hashable, Sendable {
  /// Where it touches the floor, in the base's frame [m].
  public var x, y: Double
  /// The direction in which it drives, counter-clockwise from the base's x axis [rad].
  public var direction: Double
  /// How far the direction in which it rolls freely is from its side, counter-clockwise [rad]: 0 for
  /// an omniwheel, pi/4 or -pi/4 for a mecanum wheel.
  public var rollerAngle: Double
  /// Its radius [m].
  public var radius: Double
  /// Its greatest speed [rad/s].
  public var maximumSpeed: Double

  /// A wheel in SI units.
  public init(
    x: Double, y: Double, direction: Double, rollerAngle: Double = 0, radius: Double,
    maximumSpeed: Double
  ) {
    self.x = x
    self.y = y
    self.direction = direction
    self.rollerAngle = rollerAngle
    self.radius = radius
    self.maximumSpeed = maximumSpeed
  }
}

/// Why wheels make no base.
public enum WheeledBaseError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A radius, distance or greatest speed is not above 0 and finite.
  case sizeOutOfRange(Double)
  /// A position or direction is not finite.
  case notFinite
  /// Rollers within 5 deg of the driving direction have no hold [rad].
  case rollerAngleOutOfRange(Double)
  /// A fixed wheel of this direction [rad] would drag: it drives along the base's x axis, at 0.
  case fixedWheelTurned(Double)
  /// The wheels do not decide how the base moves: they are too few, or stand badly.
  case motionNotDetermined(wheelCount: Int)

  /// What is wrong and what would be right.
  public var description: String {
    switch self {
    case .sizeOutOfRange(let size):
      "a radius, distance or greatest speed is \(size); it must be finite and above 0"
    case .notFinite: "a wheel's position or direction is not finite"
    case .rollerAngleOutOfRange(let angle):
      "rollers at \(angle) rad have no hold; their angle must be within 85 deg"
    case .fixedWheelTurned(let direction):
      "a fixed wheel drives at \(direction) rad and would drag; its direction and roller angle must be 0"
    case .motionNotDetermined(let count):
      "\(count) wheels, placed like this, do not decide how the base moves; add wheels or turn them"
    }
  }
}

extension WheeledBase {
  /// A base of omniwheels or mecanum wheels, which moves in every direction. Three at least.
  /// Real-time: no.
  public init(wheels: [BaseWheel]) throws(WheeledBaseError) {
    try self.init(wheels, canSlide: true)
  }

  /// A base of fixed wheels that all drive along its x axis, on two tracks or more. Real-time: no.
  public init(fixedWheels wheels: [BaseWheel]) throws(WheeledBaseError) {
    try self.init(wheels, canSlide: false)
  }

  /// Two fixed wheels, left and right, `track` m apart, the base's origin between them. Real-time: no.
  public static func differential(
    track: Double, radius: Double, maximumSpeed: Double
  ) throws(WheeledBaseError) -> WheeledBase {
    try check([track])
    return try WheeledBase(
      fixedWheels: [track / 2, -track / 2].map {
        BaseWheel(x: 0, y: $0, direction: 0, radius: radius, maximumSpeed: maximumSpeed)
      })
  }

  /// Four mecanum wheels, `wheelbase` m from front to rear axle and `track` m from left to right: front
  /// left, front right, rear right, rear left, the rollers on the floor pointing to the base's middle as
  /// an X seen from below. Real-time: no.
  public static func mecanum(
    wheelbase: Double, track: Double, radius: Double, maximumSpeed: Double
  ) throws(WheeledBaseError) -> WheeledBase {
    try check([wheelbase, track])
    let (l, w) = (wheelbase / 2, track / 2)
    let roller = Double.pi / 4
    let corners = [(l, w, -roller), (l, -w, roller), (-l, -w, -roller), (-l, w, roller)]
    return try WheeledBase(
      wheels: corners.map { x, y, roller in
        BaseWheel(
          x: x, y: y, direction: 0, rollerAngle: roller, radius: radius,
          maximumSpeed: maximumSpeed)
      })
  }

  /// Omniwheels at these angles from the base's x axis [rad], each `distance` m from its middle; forward
  /// they turn the base counter-clockwise. Real-time: no.
  public static func omni(
    angles: [Double], distance: Double, radius: Double, maximumSpeed: Double
  ) throws(WheeledBaseError) -> WheeledBase {
    try check([distance])
    var wheels: [BaseWheel] = []
    for angle in angles {
      let (sine, cosine) = RealtimeMath.sineCosine(angle)
      wheels.append(
        BaseWheel(
          x: distance * cosine, y: distance * sine, direction: angle + Double.pi / 2,
          radius: radius, maximumSpeed: maximumSpeed))
    }
    return try WheeledBase(wheels: wheels)
  }

  private init(_ wheels: [BaseWheel], canSlide: Bool) throws(WheeledBaseError) {
    var drives: [[Double]] = []
    for wheel in wheels { drives.append(try WheeledBase.drive(wheel, canSlide: canSlide)) }
    let columns = canSlide ? 3 : 2
    let orthogonal = OrthogonalColumns(drives, columns: columns)
    guard wheels.count >= columns, orthogonal.firstDependent == nil else {
      throw .motionNotDetermined(wheelCount: wheels.count)
    }
    let inverse = orthogonal.inverseTransposed()
    self.init(
      checked: FixedArray(
        wheels.indices.map { wheel in
          Row(
            drive: WheeledBase.twist(drives[wheel]), odometry: WheeledBase.twist(inverse[wheel]),
            maximumSpeed: wheels[wheel].maximumSpeed)
        }))
  }

  /// (omega, x, y), or (omega, x) of a wheel that cannot slide.
  private static func drive(
    _ wheel: BaseWheel, canSlide: Bool
  ) throws(WheeledBaseError) -> [Double] {
    try check([wheel.radius, wheel.maximumSpeed])
    guard wheel.x.isFinite, wheel.y.isFinite, wheel.direction.isFinite else { throw .notFinite }
    guard canSlide || (wheel.direction == 0 && wheel.rollerAngle == 0) else {
      throw .fixedWheelTurned(wheel.direction)
    }
    let least = 0.087_155_742_747_658_17  // cos 85 deg
    let rollerCosine = RealtimeMath.sineCosine(wheel.rollerAngle).cosine
    guard rollerCosine >= least else { throw .rollerAngleOutOfRange(wheel.rollerAngle) }
    let (sine, cosine) = RealtimeMath.sineCosine(wheel.direction + wheel.rollerAngle)
    let scale = 1 / (wheel.radius * rollerCosine)
    let row = [scale * (wheel.x * sine - wheel.y * cosine), scale * cosine, scale * sine]
    return canSlide ? row : Array(row.prefix(2))
  }

  private static func twist(_ row: [Double]) -> PlanarTwist {
    PlanarTwist(omega: row[0], x: row[1], y: row.count > 2 ? row[2] : 0)
  }

  private static func check(_ sizes: [Double]) throws(WheeledBaseError) {
    for size in sizes where !(size > 0 && size.isFinite) { throw .sizeOutOfRange(size) }
  }
}
