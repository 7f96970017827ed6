internal import RobotConfiguration
internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The digital lines that the control thread watches and drives.
///
/// Real-time: `read` and `drive` yes, `init` no; system calls: one per line.
struct SafetyLines: ~Copyable {
  private let stops: LineStorage<any DigitalInput>
  /// The level of each stop while it is pressed.
  private let pressedLevels: FixedArray<Bool>
  /// The two contacts of an emergency stop that has two, or none.
  private let channels: LineStorage<any DigitalInput>
  private var pair: ChannelPair
  private let switches: LineStorage<any DigitalInput>
  private var enables: DrivenLines
  private var brakes: DrivenLines

  init(_ robot: RobotDescription, _ hardware: Hardware) {
    var stops: [any DigitalInput] = []
    var pressedLevels: [Bool] = []
    let paired = robot.emergencyStop?.channels ?? []
    for (index, line) in robot.lines.enumerated() where !paired.contains(index) {
      if case .input(let normallyClosed) = line.role, line.isEmergencyStop,
        let input = hardware.inputs[index]
      {
        stops.append(input)
        // An open circuit lets the pull-up win: high. Normally closed: open means pressed.
        pressedLevels.append(normallyClosed)
      }
    }
    self.stops = LineStorage(stops)
    self.pressedLevels = FixedArray(pressedLevels)
    // What has a role has an input: the robot file was checked.
    channels = LineStorage(paired.compactMap { hardware.inputs[$0] })
    pair = ChannelPair(bound: robot.emergencyStop?.discrepancy ?? .zero)
    switches = LineStorage(robot.limitSwitches.compactMap { hardware.inputs[$0.line] })
    enables = DrivenLines(robot.enableLines, robot, hardware)
    brakes = DrivenLines(robot.brakes.map(\.line), robot, hardware)
  }

  /// Takes the levels at `now`. A line that cannot be read counts as lost, and as pressed or open.
  @_noAllocation @_noLocks
  mutating func read(into input: inout CycleInput, at now: MonotonicInstant) {
    for index in 0..<pressedLevels.count {
      let level = level(stops.base + index, lost: pressedLevels[index], &input)
      if level == pressedLevels[index] { input.emergencyStop = true }
    }
    if channels.count == 2 {
      // Both are normally closed: open is high.
      let first = level(channels.base, lost: true, &input)
      let second = level(channels.base + 1, lost: true, &input)
      if pair.update(first, second, at: now) { input.emergencyStop = true }
      if pair.isDiscrepant { input.channelDisagreement = pair.disagreement.seconds }
    }
    for index in 0..<switches.count where level(switches.base + index, lost: true, &input) {
      input.openSwitches |= 1 << UInt64(truncatingIfNeeded: index)
    }
  }

  /// Drives all output-enable lines and brakes, when that changes something. Says whether every line took
  /// it.
  @_noAllocation @_noLocks
  mutating func drive(enabled: Bool, brakesReleased: Bool) -> Bool {
    let isDriven = enables.drive(enabled)
    return brakes.drive(brakesReleased) && isDriven
  }

  @_noAllocation @_noLocks
  private func level(
    _ line: UnsafePointer<any DigitalInput>, lost: Bool, _ input: inout CycleInput
  ) -> Bool {
    do throws(BusError) {
      return try escapeLevel(line)
    } catch {
      input.safetyLineLost = true
      return lost
    }
  }
}

/// Output lines that are active or safe together.
struct DrivenLines: ~Copyable {
  /// What a line is driven to.
  struct Levels: BitwiseCopyable, Sendable {
    var active: Bool
    var safe: Bool
  }

  private let lines: LineStorage<any DigitalOutput>
  private let levels: FixedArray<Levels>
  private var isActive: Bool?

  init(_ indices: [Int], _ robot: RobotDescription, _ hardware: Hardware) {
    var lines: [any DigitalOutput] = []
    var levels: [Levels] = []
    for index in indices {
      if case .output(let activeLow, let safeHigh) = robot.lines[index].role,
        let output = hardware.outputs[index]
      {
        lines.append(output)
        levels.append(Levels(active: !activeLow, safe: safeHigh))
      }
    }
    self.lines = LineStorage(lines)
    self.levels = FixedArray(levels)
  }

  /// Drives the lines, when that changes something. Says whether every line took it.
  @_noAllocation @_noLocks
  mutating func drive(_ isActive: Bool) -> Bool {
    if let before = self.isActive, before == isActive { return true }
    self.isActive = isActive
    var isDriven = true
    for index in 0..<levels.count {
      do throws(BusError) {
        try escapeDrive(
          lines.base + index, isActive ? levels[index].active : levels[index].safe)
      } catch {
        isDriven = false
        // Tried again in the next cycle.
        self.isActive = nil
      }
    }
    return isDriven
  }
}

/// Lines behind a pointer: a copy of one would count a reference, which the control path must not.
struct LineStorage<Line>: ~Copyable {
  let count: Int
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
