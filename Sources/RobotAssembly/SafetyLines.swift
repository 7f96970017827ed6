internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The digital lines that the control thread watches and drives.
///
/// Real-time: `read` and `drive` yes, `init` no; system calls: one per line.
struct SafetyLines: ~Copyable {
  /// What a line is driven to.
  struct Levels: BitwiseCopyable, Sendable {
    var active: Bool
    var safe: Bool
  }

  private let stops: LineStorage<any DigitalInput>
  /// The level of each stop while it is pressed.
  private let pressedLevels: FixedArray<Bool>
  private let enables: LineStorage<any DigitalOutput>
  private let enableLevels: FixedArray<Levels>
  private var isEnabled: Bool?

  init(_ robot: RobotDescription, _ hardware: Hardware) {
    var stops: [any DigitalInput] = []
    var pressedLevels: [Bool] = []
    var enables: [any DigitalOutput] = []
    var enableLevels: [Levels] = []
    let outputs = Set(robot.devices.compactMap(\.outputEnable))
    for (index, line) in robot.lines.enumerated() {
      switch line.role {
      case .input(let normallyClosed):
        if line.isEmergencyStop, let input = hardware.inputs[index] {
          stops.append(input)
          // An open circuit lets the pull-up win: high. Normally closed: open means pressed.
          pressedLevels.append(normallyClosed)
        }
      case .output(let activeLow, let safeHigh):
        if outputs.contains(index), let output = hardware.outputs[index] {
          enables.append(output)
          enableLevels.append(Levels(active: !activeLow, safe: safeHigh))
        }
      }
    }
    self.stops = LineStorage(stops)
    self.pressedLevels = FixedArray(pressedLevels)
    self.enables = LineStorage(enables)
    self.enableLevels = FixedArray(enableLevels)
  }

  /// Whether any emergency stop is pressed; a line that cannot be read counts as lost, and as pressed.
  @_noAllocation @_noLocks
  func read(isLost: inout Bool) -> Bool {
    var isPressed = false
    for index in 0..<pressedLevels.count {
      do throws(BusError) {
        if try escapeLevel(stops.base + index) == pressedLevels[index] { isPressed = true }
      } catch {
        isLost = true
        isPressed = true
      }
    }
    return isPressed
  }

  /// Drives all output-enable lines, when that changes something. Says whether every line took it.
  @_noAllocation @_noLocks
  mutating func drive(enabled: Bool) -> Bool {
    if let isEnabled, isEnabled == enabled { return true }
    isEnabled = enabled
    var isDriven = true
    for index in 0..<enableLevels.count {
      let levels = enableLevels[index]
      do throws(BusError) {
        try escapeDrive(enables.base + index, enabled ? levels.active : levels.safe)
      } catch {
        isDriven = false
        // Tried again in the next cycle.
        isEnabled = nil
      }
    }
    return isDriven
  }
}

/// Lines behind a pointer: a copy of one would count a reference, which the control path must not.
struct LineStorage<Line>: ~Copyable {
  private let count: Int
  private let lines: UnsafeMutablePointer<Line>
  /// The first line. Valid as long as the storage is.
  let base: UnsafePointer<Line>

  init(_ lines: [Line]) {
    count = lines.count
    self.lines = .allocate(capacity: max(lines.count, 1))
    for (index, line) in lines.enumerated() { (self.lines + index).initialize(to: line) }
    base = UnsafePointer(self.lines)
  }

  deinit {
    lines.deinitialize(count: count)
    lines.deallocate()
  }
}
