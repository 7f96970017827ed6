public import RobotConfiguration
internal import RobotControl

extension LoadedRobot {
  /// The path of the calibration file that the robot file names; `nil` where it names none.
  public var calibrationPath: String? { calibration?.path }

  /// The entry with which the encoder of joint `index` gives `position` where it gives `reading` [rad or m]
  /// now, with the zeros of `zeros` and for the rest of the robot file. `nil` for an encoder that has none to be
  /// found: an incremental one, or one on the shaft of a coupling, which several joints turn.
  public func calibrate(
    _ index: Int, reading: Double, at position: Double, with zeros: CalibrationDescription,
    on day: CalendarDay
  ) -> CalibrationDescription.Entry? {
    let robot = model.robot
    let place = EncoderPlace(index, model)
    guard let device = robot.encoderDevice(index), !place.isOfShaft else { return nil }
    let given = calibration?.given[index] ?? robot.joints[index].encoder.zero
    // What the encoder has turned between the two.
    let turned =
      place.linkage.map {
        $0.actuatorPosition(joint: reading) - $0.actuatorPosition(joint: position)
      } ?? (reading - position)
    var zero = (zeros.entry(of: index, robot)?.zero ?? given) + turned / place.scale.ratio
    let turn = 2 * Double.pi
    zero -= (zero / turn).rounded(.down) * turn
    return CalibrationDescription.Entry(
      device: device, serial: robot.serials[device], zero: zero, day: day)
  }
}

extension CalibrationDescription {
  /// The entry of joint `index`, where it was made with the device that the joint has.
  func entry(of index: Int, _ robot: RobotDescription) -> Entry? {
    guard let device = robot.encoderDevice(index),
      let entry = joints[robot.joints[index].name], entry.device == device,
      entry.serial == robot.serials[device]
    else { return nil }
    return entry
  }
}
