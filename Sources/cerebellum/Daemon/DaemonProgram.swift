import Glibc

/// The daemon's program file and how it is called.
struct DaemonProgram {
  let path: String

  /// The one beside this tool, or else the first on PATH.
  static func find(
    programPath: String?, searchPath: String?, isExecutable: (String) -> Bool
  ) throws(ToolFailure) -> DaemonProgram {
    var folders = (searchPath ?? "").split(separator: ":")
    if let programPath, let slash = programPath.lastIndex(of: "/") {
      folders.insert(programPath[..<slash], at: 0)
    }
    for folder in folders where isExecutable("\(folder)/cerebellumd") {
      return DaemonProgram(path: "\(folder)/cerebellumd")
    }
    throw ToolFailure(
      .hardware,
      "cerebellumd is neither beside this tool nor on PATH: build it with \"make build\", or install "
        + "it",
      "在本工具旁和 PATH 中都找不到 cerebellumd：请用 \"make build\" 构建或安装")
  }

  /// The one that this process can start.
  static func find() throws(ToolFailure) -> DaemonProgram {
    try find(
      programPath: Environment.programPath(), searchPath: Environment.variables()["PATH"],
      isExecutable: Environment.isExecutable)
  }

  /// The command line of a daemon on simulated hardware.
  func simulation(
    robot: String, board: String?, socket: String, isPatient: Bool
  ) -> [String] {
    [path, "--simulate", "--robot", robot, "--socket", socket]
      + (board.map { ["--board", $0] } ?? []) + (isPatient ? ["--patient"] : [])
  }

  /// The command line of a daemon on the hardware that is there.
  func hardware(robot: String, board: String, socket: String) -> [String] {
    [path, "--robot", robot, "--board", board, "--socket", socket]
  }

  /// Puts the daemon in the place of this process. Returns only to throw.
  func replaceThisProcess(_ arguments: [String]) throws(ToolFailure) -> Never {
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) }
    pointers.append(nil)
    execv(path, pointers)
    let reason = String(cString: strerror(errno))
    throw ToolFailure(
      .hardware, "\(path) does not start: \(reason)", "\(path) 无法启动：\(reason)")
  }
}
