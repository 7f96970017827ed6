import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// A button that somebody presses for a while: a person who is asked to, or the line of simulated hardware.
struct ScenarioButton {
  /// The place of the fault in its scenario.
  let number: Int
  let line: LineDescription
  /// In the scenario's own time.
  let start: MonotonicInstant
  let end: MonotonicInstant?
  var isPressed = false
  var isDone = false

  /// Those of `scenario`.
  static func all(
    _ scenario: FaultScenario, _ schedule: FaultSchedule, _ robot: RobotDescription
  ) -> [ScenarioButton] {
    let numbers = scenario.faults.indices.filter { scenario.faults[$0].kind == .pressed }
    return zip(numbers, schedule.presses).map { number, press in
      ScenarioButton(
        number: number, line: robot.lines[press.line], start: press.start, end: press.end)
    }
  }

  /// The level of its line while it is pressed, or is not.
  func level(pressed: Bool) -> Bool {
    guard case .input(let normallyClosed) = line.role else { return false }
    return normallyClosed == pressed
  }
}

extension ScenarioPlayer {
  /// How long a person may take [s].
  private static let patience = 60.0

  /// Presses and lets go what is due.
  func press(at time: MonotonicInstant, _ session: DaemonSession) throws(ToolFailure) {
    for index in buttons.indices where !buttons[index].isDone {
      let button = buttons[index]
      if !button.isPressed, button.start <= time {
        buttons[index].isPressed = true
        watch.strike(button.number)
        try set(button, pressed: true, session)
      } else if button.isPressed, let end = button.end, end <= time {
        buttons[index].isDone = true
        try set(button, pressed: false, session)
      }
    }
  }

  /// Lets go of all that is pressed; a person is asked to.
  func release(_ session: DaemonSession) throws(ToolFailure) {
    for index in buttons.indices where buttons[index].isPressed && !buttons[index].isDone {
      buttons[index].isDone = true
      try set(buttons[index], pressed: false, session)
    }
  }

  private func set(
    _ button: ScenarioButton, pressed: Bool, _ session: DaemonSession
  ) throws(ToolFailure) {
    if setup.isSimulated {
      try session.perform(.setLine(name: button.line.name, isHigh: button.level(pressed: pressed)))
      return
    }
    let name = button.line.name
    if pressed {
      console.say("  Press the emergency stop now (\(name)).", "  请现在按下急停（\(name)）。")
    } else {
      console.say("  Release the emergency stop now (\(name)).", "  请现在松开急停（\(name)）。")
    }
    let begin = Environment.instant()
    while true {
      if console.isInterrupted() { throw .interrupted }
      if let state = try session.nextState(timeout: .milliseconds(20)) {
        let isPressed = state.flags.contains(.eStopPressed)
        if isPressed == pressed {
          if pressed { watch.startFirstFault(at: state.time) }
          watch.see(state)
          break
        }
        watch.see(state)
      }
      if (Environment.instant() - begin).seconds > Self.patience {
        watch.complain(
          "\(name) was not \(pressed ? "pressed" : "released") within \(Int(Self.patience)) s")
        break
      }
    }
    pause = pause + (Environment.instant() - begin)
  }
}
