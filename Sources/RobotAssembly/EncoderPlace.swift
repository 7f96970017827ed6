internal import RobotConfiguration
internal import RobotControl
internal import RobotCore
internal import RobotUnits

/// What a joint's encoder measures, and how its angle becomes a joint position.
struct EncoderPlace: BitwiseCopyable {
  /// To the joint's position; behind a linkage, to that of its crank.
  var scale: EncoderScale
  /// The linkage between what the encoder measures and the joint.
  var linkage: FourBarTransmission?
  /// The position is that of a coupling's shaft.
  var isOfShaft = false

  /// Far more than an encoder that counts turns will ever count [rad].
  private static let endless = 1e9

  /// That of the encoder of the joint with this number.
  init(_ joint: Int, _ model: RobotModel) {
    self.init(joint, model.robot.joints[joint].encoder, model)
  }

  /// That of `encoder`, of the joint with this number.
  init(_ joint: Int, _ encoder: EncoderDescription, _ model: RobotModel) {
    let bounds = model.joints[joint].bounds
    let transmission = model.transmissions[joint]
    var ratio = encoder.ratio
    var center = (bounds.lower + bounds.upper) / 2
    if encoder.side == .actuator {
      if case .fourBar(let fourBar) = transmission {
        linkage = fourBar
        center =
          (fourBar.actuatorPosition(joint: bounds.lower)
            + fourBar.actuatorPosition(joint: bounds.upper)) / 2
      } else {
        ratio *= transmission.rate(joint: 0)
      }
    }
    scale = EncoderScale(
      ratio: encoder.direction / ratio, zero: encoder.zero, center: center,
      turn: encoder.countsTurns ? EncoderPlace.endless : 2 * Double.pi / ratio)
    if encoder.side == .actuator, let range = model.shaftRange(joint) {
      isOfShaft = true
      scale.center = (range.lowerBound + range.upperBound) / 2
    }
  }

  /// The position at an angle of the encoder.
  @_noAllocation @_noLocks
  func position(encoderRadians: Double) -> Double {
    let position = scale.position(encoderRadians: encoderRadians)
    if let linkage { return linkage.jointPosition(actuator: position) }
    return position
  }
}
