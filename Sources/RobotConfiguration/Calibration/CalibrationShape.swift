/// The keys of a calibration file.
enum CalibrationShape {
  static let fields = [
    Field(
      "joints", .table(of: .record(joint), keys: .title, what: "joint"), required: true,
      example: "{ pan: { device: pan_angle, zero: 1.204 rad, date: 2026-11-23 } }",
      summary: "the joints whose encoders were calibrated, by name"),
    Field(
      "checksum", .word(.digest), required: true,
      example: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      summary: "the SHA-256 of all before this line, which is the last"),
  ]

  private static let joint = [
    Field(
      "device", .word(.name), required: true, example: "pan_angle",
      summary: "the device that measures the joint"),
    Field("serial", .text, example: "A-0042", summary: "the label on that part"),
    Field(
      "zero", .quantity(.angle, NumberRange(-6.2832...6.2832)), required: true,
      example: "1.204 rad", summary: "its reading at joint position 0"),
    Field(
      "date", .word(.date), required: true, example: "2026-11-23", summary: "when it was found"),
  ]
}

extension RobotShape {
  /// The key `calibration`.
  static let calibration = Field(
    "calibration",
    .record([
      Field(
        "file", .text, required: true, example: "calibration.yaml",
        summary: "the path of the file, relative to the robot file"),
      Field(
        "valid_days", .integer(1...36_500), example: "90",
        summary: "a zero that is older does not count; without it zeros do not age"),
    ]), example: "{ file: calibration.yaml, valid_days: 90 }",
    summary: "the file with the zeros of the encoders, which replace those given here")

  /// The key `serial` of a device.
  static let serial = Field(
    "serial", .text, example: "A-0042",
    summary: "the label on the part: a calibration that was made with another one does not count")
}

extension RobotResolver {
  /// What the file says of the calibration of its encoders.
  func resolveCalibration(of robot: inout RobotDescription) {
    for (name, device) in devices.records {
      if let serial = device.text("serial") { robot.serials[name] = serial }
    }
    guard let calibration = record.record("calibration"), let file = calibration.text("file") else {
      return
    }
    robot.calibration = CalibrationReference(
      file: file, validDays: calibration.integer("valid_days"),
      position: calibration.position(of: "file"))
  }
}

extension RobotDescription {
  /// The device that measures the absolute position of joint `index`; `nil` for an incremental encoder.
  public func encoderDevice(_ index: Int) -> String? {
    switch joints[index].encoder.source {
    case .device(let device): devices[device].name
    case .servo(let servo): servos[servo].name
    case .quadrature: nil
    }
  }
}
