/// One joint at one knot of a trajectory. All finite.
public struct KnotJoint: Hashable, Sendable, BitwiseCopyable {
  /// Position [rad or m].
  public var position: Double
  /// Velocity [rad/s or m/s].
  public var velocity: Double
  /// Acceleration [rad/s² or m/s²].
  public var acceleration: Double

  /// A joint's motion at one instant.
  public init(position: Double, velocity: Double, acceleration: Double) {
    self.position = position
    self.velocity = velocity
    self.acceleration = acceleration
  }
}

/// All joints at one instant of a trajectory.
public struct Knot: Hashable, Sendable {
  /// Seconds from the start of the trajectory [s]. Finite.
  public var time: Double
  /// The joints, in robot order.
  public var joints: [KnotJoint]

  /// The joints' motion `time` seconds after the start.
  public init(time: Double, joints: [KnotJoint]) {
    self.time = time
    self.joints = joints
  }
}

/// Successive knots of a trajectory that is too long for one frame.
public struct TrajectoryKnots: Hashable, Sendable {
  /// The index of the first of `knots` in the whole trajectory.
  public var first: UInt32
  /// The knots; all have the same number of joints.
  public var knots: [Knot]

  /// The knots from index `first` on.
  public init(first: UInt32, knots: [Knot]) {
    self.first = first
    self.knots = knots
  }

  /// How many knots of `jointCount` joints one frame can carry; 0 when not even one fits.
  public static func capacity(jointCount: Int) -> Int {
    let fixed = FrameHeader.size + 4 + 2 + 2
    let perKnot = 8 + 24 * jointCount
    return min((FrameHeader.maximumFrameSize - fixed) / perKnot, Int(UInt16.max))
  }
}

extension TrajectoryKnots: WireCodable {
  func encode(into writer: inout WireWriter) {
    let jointCount = knots.first?.joints.count ?? 0
    writer.integer(first)
    writer.count(knots.count)
    writer.count(jointCount)
    for knot in knots {
      if knot.joints.count != jointCount { writer.refuse("joints") }
      writer.finite(knot.time, "time")
      for joint in knot.joints {
        writer.finite(joint.position, "position")
        writer.finite(joint.velocity, "velocity")
        writer.finite(joint.acceleration, "acceleration")
      }
    }
  }

  init(from reader: inout WireReader) throws(WireError) {
    first = try reader.integer()
    let knotCount = try reader.integer(UInt16.self)
    let jointCount = try reader.integer(UInt16.self)
    guard knotCount > 0 || jointCount == 0 else { throw .badPayload(field: "joints") }
    knots = []
    for _ in 0..<knotCount {
      var knot = Knot(time: try reader.finite("time"), joints: [])
      for _ in 0..<jointCount {
        knot.joints.append(
          KnotJoint(
            position: try reader.finite("position"), velocity: try reader.finite("velocity"),
            acceleration: try reader.finite("acceleration")))
      }
      knots.append(knot)
    }
  }
}
