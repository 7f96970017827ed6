import Glibc
import RobotAssembly
import RobotConfiguration
import RobotWire

/// `--safe-outputs`: drives the outputs of a robot whose daemon is dead to their safe levels, says what it did, and
/// ends. The unit runs it after every end of the daemon (ExecStopPost=), and a person may.
enum SafeMode {
  /// Refuses while a daemon serves; keeps one from starting meanwhile.
  static func run(_ options: Options, log: Log) -> ExitCode {
    tellMark()
    let loaded: LoadedRobot
    do throws(ConfigurationErrors) {
      loaded = try LoadedRobot(robotPath: options.robot, boardPath: options.board)
    } catch {
      log.write(.error, error.description)
      log.write(
        .error,
        "without these files the outputs are unknown, and were left as they are: cut the motor supply  "
          + "没有这些文件便不知道有哪些输出，输出保持原样：请切断电机电源")
      return .configuration
    }
    guard let board = loaded.board else { return .usage }
    var listener: WireListener?
    do throws(SocketFailure) {
      listener = try WireListener(path: options.socket)
    } catch {
      if case .inUse = error {
        log.write(
          .error,
          "\(error.description); nothing was driven: stop that daemon instead  "
            + "守护进程仍在运行，未驱动任何输出：请改为停止该守护进程")
        return .hardware
      }
      // Without the folder of the socket no daemon serves there.
      log.write(.warning, error.description)
    }
    return withExtendedLifetime(listener) {
      let outputs = SafeOutputs(loaded.model, on: board)
      for text in outputs.done { log.write(.notice, "\(text.english)  \(text.chinese)") }
      for text in outputs.problems { log.write(.error, "\(text.english)  \(text.chinese)") }
      return outputs.problems.isEmpty ? .ok : .hardware
    }
  }

  /// What systemd knows of the end (systemd.exec(5)), for the next daemon to tell.
  private static func tellMark() {
    func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
    guard let result = value("SERVICE_RESULT"), result != "success" else { return }
    let how = [value("EXIT_CODE"), value("EXIT_STATUS")].compactMap(\.self).joined(separator: " ")
    RunMark.add(
      BilingualText("systemd: \(result), \(how)", "systemd：\(result)，\(how)"),
      in: StateDirectory.standard())
  }
}
