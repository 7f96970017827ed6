import SimulatedHAL
import VhostUser

/// A line of the simulated board between what is wired to it and the guest: the guest has it while it drives it, else
/// what is outside (a button, a resistor) has it.
final class GuestLine {
  /// The board's name, which the guest sees.
  let name: String
  /// The robot file's name, where it has one.
  let robotName: String?
  private let line: SimulatedLine
  private let isOutput: Bool
  private let group: Int?
  private var outside: Bool
  private var guest: Bool?
  private var shown: Set<Bool> = []

  /// The lines of an encoder are a `group`.
  init(
    _ name: String, robotName: String? = nil, _ line: SimulatedLine, isOutput: Bool,
    group: Int? = nil
  ) {
    self.group = group
    self.name = name
    self.robotName = robotName
    self.line = line
    self.isOutput = isOutput
    outside = line.isHigh
  }

  /// The electrical level.
  var isHigh: Bool { line.isHigh }

  /// What is outside has it at `level` from now on.
  func set(outside level: Bool) {
    outside = level
    show()
  }

  /// Whether somebody has brought it to `level` since the beginning.
  func hasShown(_ level: Bool) -> Bool { shown.contains(level) }

  /// The line as the guest has it; only an output can be driven.
  var port: GPIOLine {
    GPIOLine(
      name: name, group: group, level: { [line] in line.isHigh }, drive: isOutput ? drive : nil)
  }

  private func drive(_ level: Bool?) {
    guest = level
    show()
  }

  private func show() {
    let level = guest ?? outside
    line.set(level)
    shown.insert(level)
  }
}
