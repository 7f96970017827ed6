internal import Glibc
internal import RobotConfiguration
internal import RobotCore

/// The calibration file that a robot file names, as far as it could be read.
struct LoadedCalibration: Sendable {
  /// What came of it.
  enum Contents: Sendable {
    /// There is no such file.
    case missing
    /// It cannot be read, understood or believed.
    case damaged(ConfigurationErrors)
    case zeros(CalibrationDescription)
  }

  let reference: CalibrationReference
  /// Its path.
  let path: String
  /// The file as it was read; `nil` where it could not be.
  let file: ConfigurationFile?
  let contents: Contents
  /// The zeros of the robot file, by joint [rad].
  let given: [Double]

  /// Reads the file that `robot` names; `nil` where it names none.
  init?(of robot: RobotDescription) {
    guard let reference = robot.calibration else { return nil }
    self.reference = reference
    given = robot.joints.map(\.encoder.zero)
    path = reference.path(beside: robot.file)
    if access(path, F_OK) != 0, errno == ENOENT {
      file = nil
      contents = .missing
      return
    }
    var read: ConfigurationFile?
    do throws(ConfigurationErrors) {
      let file = try ConfigurationFile(.calibration, path: path)
      read = file
      contents = .zeros(try CalibrationFile.load(text: file.bytes, file: path))
    } catch {
      contents = .damaged(error)
    }
    file = read
  }

  /// Puts the zeros in the place of those of the robot file; where there is none, the robot file's stays.
  func apply(to robot: inout RobotDescription) {
    guard case .zeros(let zeros) = contents else { return }
    for index in robot.joints.indices {
      if let entry = zeros.entry(of: index, robot) { robot.joints[index].encoder.zero = entry.zero }
    }
  }

  /// What is wrong with it, joint by joint.
  func blocks(_ robot: RobotDescription, _ today: CalendarDay) -> [StartBlock] {
    switch contents {
    case .missing:
      let place = "\(robot.file):\(reference.position): calibration.file"
      return [
        StartBlock(
          .calibrationMissing,
          BilingualText(
            "\(place): there is no \(path). Write it joint by joint: `cerebellum calibrate JOINT --at POSITION`.",
            "\(place)：没有 \(path)。请逐个关节写入：`cerebellum calibrate JOINT --at POSITION`。"))
      ]
    case .damaged(let errors):
      return [
        StartBlock(
          .calibrationDamaged,
          BilingualText(
            "the calibration does not count: \(errors). Take back the edit, or calibrate every joint again.",
            "标定无效：\(errors)。请撤销修改，或重新标定每个关节。"))
      ]
    case .zeros(let zeros):
      return robot.joints.indices.compactMap { block($0, zeros, robot, today) }
    }
  }

  private func block(
    _ index: Int, _ zeros: CalibrationDescription, _ robot: RobotDescription, _ today: CalendarDay
  ) -> StartBlock? {
    let joint = robot.joints[index]
    // An incremental encoder finds its zero by its index, or is put there.
    guard let device = robot.encoderDevice(index) else { return nil }
    let command = "`cerebellum calibrate \(joint.name) --at POSITION`"
    guard let entry = zeros.joints[joint.name] else {
      return StartBlock(
        .calibrationMissing, joint: index,
        BilingualText(
          "joint \(joint.name) (\(robot.file):\(joint.encoder.position)): \(path) has no zero of it. Put the "
            + "joint where you know its position: \(command).",
          "关节 \(joint.name)（\(robot.file):\(joint.encoder.position)）：\(path) 中没有它的零点。"
            + "请把关节放在已知位置：\(command)。"))
    }
    let place = "\(path):\(entry.position)"
    guard zeros.entry(of: index, robot) != nil else {
      let (then, now) = (
        part(entry.device, entry.serial), part(device, robot.serials[device])
      )
      return StartBlock(
        .calibrationOfOtherDevice, joint: index,
        BilingualText(
          "joint \(joint.name) (\(place)): calibrated with \(then); \(robot.file):\(joint.encoder.position) has "
            + "\(now). Calibrate it again: \(command).",
          "关节 \(joint.name)（\(place)）：标定时使用 \(then)；\(robot.file):\(joint.encoder.position) 现为 "
            + "\(now)。请重新标定：\(command)。"))
    }
    let age = today.number - entry.day.number
    // Zones differ by a day.
    guard age < -1 || age > reference.validDays ?? .max else { return nil }
    let (english, chinese) =
      age < 0
      ? ("a day to come: mend the clock, or calibrate it again", "晚于今天：请校正时钟，或重新标定")
      : (
        "\(age) days ago, more than calibration.valid_days of \(robot.file). Calibrate it again",
        "已过 \(age) 天，超过 \(robot.file) 的 calibration.valid_days。请重新标定"
      )
    return StartBlock(
      .calibrationOutOfDate, joint: index,
      BilingualText(
        "joint \(joint.name) (\(place)): calibrated on \(entry.day), \(english): \(command).",
        "关节 \(joint.name)（\(place)）：标定于 \(entry.day)，\(chinese)：\(command)。"))
  }

  /// A device with its label.
  private func part(_ device: String, _ serial: String?) -> String {
    serial.map { "\(device) (\($0))" } ?? device
  }
}
