public import RobotConfiguration
internal import RobotCore

extension LoadedRobot {
  /// Why the files are not those that a person approved; empty when they are.
  func approvalBlocks(_ stateDirectory: String) -> [StartBlock] {
    let path = "\(stateDirectory)/\(ApprovedFiles.fileName)"
    let reason: BilingualText
    do throws(ConfigurationErrors) {
      guard let approved = try ApprovedFiles.read(path: path) else {
        return [
          block(
            BilingualText(
              "nobody has approved this configuration (there is no \(path))", "该配置尚未被批准（没有 \(path)）"
            ))
        ]
      }
      let states = files.map { ($0, approved.state(of: $0)) }.filter { $0.1 != .approved }
      guard !states.isEmpty else { return [] }
      reason = BilingualText(
        "the configuration is not the one that was approved in \(path): "
          + states.map { "\($0.fullPath) \($1.text.english)" }.joined(separator: ", "),
        "配置与 \(path) 中批准的不一致："
          + states.map { "\($0.fullPath) \($1.text.chinese)" }.joined(separator: "，"))
    } catch {
      reason = BilingualText(
        "what was approved cannot be read: \(error)", "无法读取批准记录：\(error)")
    }
    return [block(reason)]
  }

  private func block(_ reason: BilingualText) -> StartBlock {
    let command =
      "cerebellum approve"
      + files.filter { [.robot, .board].contains($0.role) }.map {
        " --\($0.role.rawValue) \($0.fullPath)"
      }.joined()
    return StartBlock(
      .configurationNotApproved,
      BilingualText(
        "\(reason.english). Look at the files, then `\(command)`, and start the daemon again.",
        "\(reason.chinese)。请检查这些文件，执行 `\(command)`，再重启守护进程。"))
  }
}

extension ApprovedFiles.State {
  /// What became of a file, for a person.
  public var text: BilingualText {
    switch self {
    case .approved: BilingualText("is as it was approved", "与批准时一致")
    case .changed: BilingualText("has changed since", "此后已更改")
    case .new: BilingualText("was not among what was approved", "不在批准之列")
    }
  }
}
