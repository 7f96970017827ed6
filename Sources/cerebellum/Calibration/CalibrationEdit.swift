import RobotAssembly
import RobotConfiguration
import RobotWire

/// A calibration file, as the daemon read it and as it is now.
///
/// Several joints may be calibrated before the daemon is started again: meanwhile it runs with the zeros that it
/// read, which the backup keeps.
struct CalibrationEdit {
  /// The robot's files.
  let loaded: LoadedRobot
  /// The calibration file.
  let path: String
  /// With what the daemon runs.
  private let running: CalibrationDescription
  /// What the file holds now.
  private let now: ConfigurationFile?
  /// Whether the backup is what the daemon read.
  private let isBackedUp: Bool

  /// Reads the files that the daemon names, and finds out with which zeros it runs.
  init(_ files: [FileInfo]) throws(ToolFailure) {
    func path(_ role: FileInfo.Role) -> String? { files.first { $0.role == role }?.path }
    guard let robot = path(.robot) else { throw DaemonSession.unexpected }
    do throws(ConfigurationErrors) {
      loaded = try LoadedRobot(robotPath: robot, boardPath: path(.board))
    } catch {
      throw ToolFailure(error)
    }
    guard let calibration = loaded.calibrationPath else {
      throw ToolFailure(
        .usage, "\(robot) names no calibration file: add `calibration: { file: calibration.yaml }`",
        "\(robot) 没有指定标定文件：请加入 `calibration: { file: calibration.yaml }`")
    }
    self.path = calibration
    let others = loaded.files.filter { $0.role != .calibration }.map(\.digest.description)
    let then = files.filter { $0.role != .calibration }.map(\.sha256)
    guard others.sorted() == then.sorted() else { throw Self.changed(robot) }
    now = loaded.files.first { $0.role == .calibration }
    let backup = try Self.read("\(calibration).bak")
    guard let digest = files.first(where: { $0.role == .calibration })?.sha256 else {
      running = CalibrationDescription()
      isBackedUp = false
      return
    }
    isBackedUp = now?.digest.description != digest
    let source = isBackedUp ? backup : now
    guard let source, source.digest.description == digest else { throw Self.changed(calibration) }
    running = Self.contents(source)
  }

  /// Writes that joint `index` was at `position` where the daemon says `reading` [rad or m].
  func write(
    _ index: Int, reading: Double, at position: Double, on day: CalendarDay
  ) throws(ToolFailure) -> CalibrationDescription.Entry {
    let name = loaded.model.robot.joints[index].name
    guard
      let entry = loaded.calibrate(index, reading: reading, at: position, with: running, on: day)
    else {
      throw ToolFailure(
        .usage,
        "\(name): its encoder has no zero to be found: an incremental one has its index, and one on the shaft "
          + "of a coupling turns with several joints",
        "\(name)：其编码器没有可标定的零点：增量编码器以 Z 信号为准，耦合轴上的编码器随多个关节转动")
    }
    var calibration = now.map(Self.contents) ?? CalibrationDescription()
    calibration.joints[name] = entry
    do throws(ConfigurationErrors) {
      if let now, !isBackedUp { try LastingFile.write(now.bytes, to: "\(path).bak") }
      try LastingFile.write(CalibrationFile.text(of: calibration), to: path)
    } catch {
      throw ToolFailure(error)
    }
    return entry
  }

  /// Of a damaged file nothing counts, here as in the daemon.
  private static func contents(_ file: ConfigurationFile) -> CalibrationDescription {
    do throws(ConfigurationErrors) {
      return try CalibrationFile.load(text: file.bytes, file: file.path)
    } catch {
      return CalibrationDescription()
    }
  }

  private static func read(_ path: String) throws(ToolFailure) -> ConfigurationFile? {
    guard Environment.exists(path) else { return nil }
    do throws(ConfigurationErrors) {
      return try ConfigurationFile(.calibration, path: path)
    } catch {
      throw ToolFailure(error)
    }
  }

  private static func changed(_ path: String) -> ToolFailure {
    ToolFailure(
      .refused,
      "\(path), or what belongs to it, changed since the daemon was started: start it again, so that it is known "
        + "with which zeros it runs",
      "\(path) 或相关文件在守护进程启动后已更改：请重启守护进程，以确定其使用的零点")
  }
}
