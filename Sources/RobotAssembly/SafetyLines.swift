internal import RobotConfiguration
internal import RobotHAL

/// The digital lines that the control thread watches and drives.
struct SafetyLines {
  private struct Stop {
    let line: any DigitalInput
    let pressedLevel: Bool
  }
  private struct Enable {
    let line: any DigitalOutput
    let activeLevel: Bool
    let safeLevel: Bool
  }

  private let stops: [Stop]
  private let enables: [Enable]
  private var isEnabled: Bool?

  init(_ robot: RobotDescription, _ hardware: Hardware) {
    var stops: [Stop] = []
    var enables: [Enable] = []
    let outputs = Set(robot.devices.compactMap(\.outputEnable))
    for (index, line) in robot.lines.enumerated() {
      switch line.role {
      case .input(let normallyClosed):
        if line.isEmergencyStop, let input = hardware.inputs[index] {
          // An open circuit lets the pull-up win: high. Normally closed: open means pressed.
          stops.append(Stop(line: input, pressedLevel: normallyClosed))
        }
      case .output(let activeLow, let safeHigh):
        if outputs.contains(index), let output = hardware.outputs[index] {
          enables.append(Enable(line: output, activeLevel: !activeLow, safeLevel: safeHigh))
        }
      }
    }
    self.stops = stops
    self.enables = enables
  }

  /// Whether any emergency stop is pressed; a line that cannot be read counts as lost, and as pressed.
  func read(isLost: inout Bool) -> Bool {
    var isPressed = false
    for stop in stops {
      do throws(BusError) {
        if try stop.line.level() == stop.pressedLevel { isPressed = true }
      } catch {
        isLost = true
        isPressed = true
      }
    }
    return isPressed
  }

  /// Drives all output-enable lines, when that changes something. Says whether every line took it.
  mutating func drive(enabled: Bool) -> Bool {
    guard isEnabled != enabled else { return true }
    isEnabled = enabled
    var isDriven = true
    for enable in enables {
      do throws(BusError) {
        try enable.line.drive(enabled ? enable.activeLevel : enable.safeLevel)
      } catch {
        isDriven = false
        // Tried again in the next cycle.
        isEnabled = nil
      }
    }
    return isDriven
  }
}
