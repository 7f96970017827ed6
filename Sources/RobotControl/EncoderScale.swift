/// Where an encoder's zero and its turns lie on a joint. Real-time: yes.
public struct EncoderScale: BitwiseCopyable, Hashable, Sendable {
  /// Joint radians per encoder radian, with the direction.
  public var ratio: Double
  /// The encoder's reading at joint position 0 [rad].
  public var zero: Double
  /// The middle of the joint's range [rad]; a reading is taken as the turn nearest to it.
  public var center: Double
  /// One turn of the encoder, at the joint [rad]; greater than 0.
  public var turn: Double

  /// A scale in SI units.
  @_noAllocation @_noLocks
  public init(ratio: Double, zero: Double, center: Double, turn: Double) {
    self.ratio = ratio
    self.zero = zero
    self.center = center
    self.turn = turn
  }

  /// The joint position of an encoder reading [rad]; NaN when no turn of the encoder is near the joint's
  /// range.
  @_noAllocation @_noLocks
  public func position(encoderRadians: Double) -> Double {
    let raw = (encoderRadians - zero) * ratio
    let turns = (raw - center) / turn
    // False for NaN too. Beyond, a turn is less than a reading's rounding, and `Int` would not hold it.
    guard abs(turns) < 1e9 else { return .nan }
    let nearest = Int(turns + (turns < 0 ? -0.5 : 0.5))
    return raw - Double(nearest) * turn
  }
}
