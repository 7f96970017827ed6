/// The command of one joint: effort = kp (position − q) + kd (velocity − dq) + feedforwardEffort.
///
/// The five numbers are the `(q, dq, kp, kd, tau_ff)` of MIT mini-cheetah, Unitree and moteus drives.
/// NaN leaves a number as it is; infinities are refused. All zero gains make it an effort command,
/// `kp` zero a velocity command.
public struct JointTarget: Hashable, Sendable, BitwiseCopyable {
  /// Reference position q [rad or m].
  public var position: Double
  /// Reference velocity dq [rad/s or m/s].
  public var velocity: Double
  /// Stiffness [N·m/rad or N/m].
  public var kp: Double
  /// Damping [N·m·s/rad or N·s/m].
  public var kd: Double
  /// Feed-forward effort tau_ff [N·m or N].
  public var feedforwardEffort: Double

  /// A target; what is not given is left as it is.
  public init(
    position: Double = .nan, velocity: Double = .nan, kp: Double = .nan, kd: Double = .nan,
    feedforwardEffort: Double = .nan
  ) {
    self.position = position
    self.velocity = velocity
    self.kp = kp
    self.kd = kd
    self.feedforwardEffort = feedforwardEffort
  }
}

extension JointTarget: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.finiteOrNaN(position, "position")
    writer.finiteOrNaN(velocity, "velocity")
    writer.finiteOrNaN(kp, "kp")
    writer.finiteOrNaN(kd, "kd")
    writer.finiteOrNaN(feedforwardEffort, "feedforwardEffort")
  }

  init(from reader: inout WireReader) throws(WireError) {
    position = try reader.finiteOrNaN("position")
    velocity = try reader.finiteOrNaN("velocity")
    kp = try reader.finiteOrNaN("kp")
    kd = try reader.finiteOrNaN("kd")
    feedforwardEffort = try reader.finiteOrNaN("feedforwardEffort")
  }
}
