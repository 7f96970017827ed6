public import RobotConfiguration
public import RobotCore

/// One thing that was found before the first cycle and forbids to arm until it is mended and the daemon
/// started again.
public struct StartBlock: Hashable, Sendable {
  /// What.
  public let refusal: Refusal
  /// Of which joint, or -1. There is one block at most of a joint and a refusal.
  public let joint: Int
  /// What it is and what to do, with the file and the key, for a person.
  public let text: BilingualText

  init(_ refusal: Refusal, joint: Int = -1, _ text: BilingualText) {
    self.refusal = refusal
    self.joint = joint
    self.text = text
  }
}

extension LoadedRobot {
  /// What forbids to arm as long as the daemon runs with these files. `isSimulated`: no hardware moves;
  /// `stateDirectory`: where the approval is.
  public func startBlocks(
    isSimulated: Bool, stateDirectory: String, today: CalendarDay = .today()
  ) -> [StartBlock] {
    var blocks = isSimulated ? [] : hardwareBlocks(today)
    if !isSimulated || model.robot.safety.approval == .always {
      blocks += approvalBlocks(stateDirectory)
    }
    return blocks
  }

  /// What forbids to arm on hardware, whoever approved the files.
  func hardwareBlocks(_ today: CalendarDay = .today()) -> [StartBlock] {
    (calibration?.blocks(model.robot, today) ?? []) + (releaseBlock.map { [$0] } ?? [])
  }
}
