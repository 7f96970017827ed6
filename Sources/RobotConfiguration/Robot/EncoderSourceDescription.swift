/// What tells where a joint stands.
public enum EncoderSourceDescription: Hashable, Sendable {
  /// An absolute encoder on a bus (`device: pan_angle`): an index into `RobotDescription.devices`.
  case device(Int)
  /// An incremental encoder on lines of the board (`quadrature: { … }`).
  case quadrature(QuadratureDescription)
  /// The one in the servo that moves the joint: an index into `RobotDescription.servos`.
  case servo(Int)
}

/// An incremental encoder: A, B, and the index Z where there is one. Indices into
/// `RobotDescription.lines`.
public struct QuadratureDescription: Hashable, Sendable {
  /// A, which leads B while the encoder counts up.
  public var a: Int
  /// B.
  public var b: Int
  /// The index.
  public var index: Int?
  /// Edges of A and B in a revolution: four to a period of A.
  public var countsPerTurn: Int
  /// The joint stands at position 0 when the daemon starts; else the index tells where it stands.
  public var isZeroAtStart: Bool

  /// A, B and the index, in this order.
  public var lines: [Int] { [a, b] + (index.map { [$0] } ?? []) }
}

/// A second encoder of a joint: an absolute one on a bus, whose reading must agree with that of the first.
public struct RedundantEncoderDescription: Sendable {
  /// The encoder; its source is a device.
  public var encoder: EncoderDescription
  /// How far apart the two may see the joint [rad or m]. Greater than 0.
  public var tolerance: Double
}

extension JointDescription {
  /// The devices without which it cannot move: indices into `RobotDescription.devices`.
  public var devices: [Int] {
    [actuator.device, encoder.device, redundantEncoder?.encoder.device].compactMap(\.self)
  }
}

extension EncoderDescription {
  /// The device, where it is one: an index into `RobotDescription.devices`.
  public var device: Int? {
    if case .device(let device) = source { device } else { nil }
  }

  /// The incremental encoder, where it is one.
  public var quadrature: QuadratureDescription? {
    if case .quadrature(let quadrature) = source { quadrature } else { nil }
  }

  /// Whether it counts on beyond a turn; else a reading is that of one turn.
  public var countsTurns: Bool { quadrature?.isZeroAtStart ?? false }
}
