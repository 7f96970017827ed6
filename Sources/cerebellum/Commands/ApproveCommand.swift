import ArgumentParser
import RobotAssembly
import RobotConfiguration

/// Lets a person approve the files that a robot runs with.
struct ApproveCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "approve",
    abstract: "Check a robot's files, show what changed since the last approval, and approve them.",
    discussion: """
      On hardware the daemon arms only with files that a person approved. What is approved is written as \
      approved.sha256, which sha256sum --check verifies; the daemon reads it at its start. Of the service: \
      sudo cerebellum approve.
      """)
  @Option(help: ArgumentHelp("The robot file, as the daemon is given it.", valueName: "path"))
  var robot: String
  @Option(
    help: ArgumentHelp("The board file, as the daemon is given it.", valueName: "path"))
  var board: String?
  @Option(
    help: ArgumentHelp(
      "The folder of the approval (default: $STATE_DIRECTORY, /var/lib/cerebellum where it exists, or "
        + "the user's own).", valueName: "folder"))
  var state: String?
  @Flag(name: .shortAndLong, help: "Do not ask.")
  var yes = false
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let report = RobotCheck.run(robotPath: robot, boardPath: board)
    guard report.errors.isEmpty, let loaded = report.loaded else {
      throw ToolFailure(ConfigurationErrors(report.errors))
    }
    let path = "\(state ?? StateDirectory.standard())/\(ApprovedFiles.fileName)"
    let before = try orFail { () throws(ConfigurationErrors) in try ApprovedFiles.read(path: path) }
    let states = loaded.files.map { ($0, before?.state(of: $0) ?? .new) }
    let isApproved = states.allSatisfy { $0.1 == .approved }
    if !common.json { tell(report, states, console) }
    if !isApproved {
      try confirm(report, console)
      try orFail { () throws(ConfigurationErrors) in
        try LastingFile.write(try ApprovedFiles(loaded.files).text, to: path)
      }
    }
    conclude(path, states, isApproved, console)
  }

  private func orFail<Value>(
    _ work: () throws(ConfigurationErrors) -> Value
  ) throws(ToolFailure) -> Value {
    do throws(ConfigurationErrors) {
      return try work()
    } catch {
      throw ToolFailure(error)
    }
  }

  /// The same as `check`, and what became of each file.
  private func tell(
    _ report: CheckReport, _ states: [(ConfigurationFile, ApprovedFiles.State)], _ console: Console
  ) {
    let text = CheckText(report: report, console: console)
    let files = text.list(
      console.text("Since the last approval:", "自上次批准以来："),
      states.map { "\($0.fullPath) \($1.text.text(console.language))" })
    console.line((text.lines + [""] + files).joined(separator: "\n"))
  }

  private func confirm(_ report: CheckReport, _ console: Console) throws(ToolFailure) {
    if yes { return }
    let name = report.robot?.name ?? ""
    guard console.canAsk else {
      throw ToolFailure(
        .usage,
        "nobody can be asked here whether these files are right: add --yes once a person has looked",
        "此处无法询问这些文件是否正确：请人工检查后加上 --yes")
    }
    console.write(
      console.text(
        "May \"\(name)\" be armed with these files? [y/N] ",
        "允许 \"\(name)\" 使用这些文件使能吗？[y/N] "))
    guard let answer = console.readAnswer()?.lowercased(), ["y", "yes", "是"].contains(answer)
    else {
      throw ToolFailure(
        .refused, "not confirmed: what was approved before stays", "未确认：保持原有批准记录")
    }
  }

  private func conclude(
    _ path: String, _ states: [(ConfigurationFile, ApprovedFiles.State)], _ wasApproved: Bool,
    _ console: Console
  ) {
    if common.json {
      console.line(
        JSONValue.object([
          ("approval", .text(path)), ("has_changed", .boolean(!wasApproved)),
          (
            "files",
            .array(
              states.map { file, state in
                .object([
                  ("path", .text(file.fullPath)), ("role", .text(file.role.rawValue)),
                  ("sha256", .text(file.digest.description)), ("was", .text(state.rawValue)),
                ])
              })
          ),
        ]).oneLine)
    } else if wasApproved {
      console.say(
        "nothing changed: \(path) stays as it is", "没有变化：\(path) 保持不变")
    } else {
      console.say(
        "approved: \(path). A daemon that runs knows of it when it is started again.",
        "已批准：\(path)。正在运行的守护进程重启后生效。")
    }
  }
}
