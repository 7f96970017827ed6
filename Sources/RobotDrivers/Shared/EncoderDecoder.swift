public import RobotHAL

/// The angle that an encoder gives, within one turn.
public struct EncoderReading: BitwiseCopyable, Sendable, Hashable {
  /// The angle [rad], 0..<2π; positive as the chip counts.
  public var radians: Double
  /// What else the reply says. An angle with `invalid` means nothing.
  public var flags: SensorFlags

  /// A reading.
  @_noAllocation @_noLocks
  public init(radians: Double, flags: SensorFlags) {
    self.radians = radians
    self.flags = flags
  }

  /// A reply that means nothing.
  @_noAllocation @_noLocks
  public static func invalid() -> EncoderReading { EncoderReading(radians: 0, flags: .invalid) }
}

/// Turns an absolute encoder's reply into an angle. Real-time: yes.
public protocol EncoderDecoder: BitwiseCopyable, Sendable {
  /// The angle in `reply`.
  @_noAllocation @_noLocks
  func decode(_ reply: Reply) -> EncoderReading
}
