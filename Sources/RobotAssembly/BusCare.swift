internal import LinuxHAL
internal import RobotConfiguration
internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Frees buses that hang: keeps the bus's executor off, clocks the chip free (`BusRescue`), sets all devices
/// up again (`BusSetUp`), and lets the executor go on. Other buses do not notice. It never moves the robot,
/// clears nothing and arms nothing. Real-time: no.
struct BusCare: ~Copyable {
  private enum Stage {
    case watching
    /// The executor has been asked to keep off.
    case shutting
    case settingUp(BusSetUp, clocks: Int)
    /// It did not work.
    case resting(until: MonotonicInstant)
  }

  /// A bus is freed after so many cycles in which nothing went over it.
  private static let deadCycles = 3
  /// Between two tries.
  private static let rest = TimeSpan.milliseconds(1000)

  private let model: RobotModel
  private let channels: [BusChannel]
  private let hardware: Hardware
  private var stages: [Stage]
  /// What was told last of each bus that hangs: told once.
  private var told: [RecoveryStep?]
  /// Whether joints need it: then it is not touched before the outputs are off.
  private let isNeeded: [Bool]

  init(_ model: RobotModel, _ channels: [BusChannel], _ hardware: Hardware) {
    self.model = model
    self.channels = channels
    self.hardware = hardware
    stages = channels.map { _ in .watching }
    told = channels.map { _ in nil }
    let robot = model.robot
    let needed = Set(
      robot.joints.flatMap { joint in
        joint.devices.map { robot.devices[$0].bus }
      })
    isNeeded = channels.indices.map(needed.contains)
  }

  /// Whether `bus` is being freed, so that nobody else may use it.
  func isAtWork(_ bus: Int) -> Bool {
    if case .watching = stages[bus] { return false }
    return true
  }

  /// Whether nothing goes over `bus`.
  func isDead(_ bus: Int) -> Bool { isAtWork(bus) || channels[bus].gate.deadCycles > 0 }

  /// Goes on with what is to be done. Adds to `missing` the devices that could not be set up.
  mutating func tend(
    _ snapshot: borrowing RobotSnapshot, _ now: MonotonicInstant, missing: inout [Int]
  ) -> [DeviceCare.Event] {
    var events: [DeviceCare.Event] = []
    for bus in stages.indices {
      let step: RecoveryStep?
      switch stages[bus] {
      case .watching:
        step = watch(bus, mayBegin: !isNeeded[bus] || !snapshot.lifecycle.isPowered())
      case .shutting: step = channels[bus].gate.isShut ? free(bus, now, &missing) : nil
      case .settingUp(let setUp, let clocks): step = goOn(bus, setUp, clocks, now, &missing)
      case .resting(let until): step = now < until ? nil : wake(bus, now, &missing)
      }
      guard let step, told[bus] != step else { continue }
      told[bus] = step
      var isMended = false
      if case .done = step { (isMended, told[bus]) = (true, nil) }
      let name = model.robot.buses[bus].name
      events.append(DeviceCare.Event(device: name, text: step.text(name), isMended: isMended))
    }
    return events
  }

  private mutating func watch(_ bus: Int, mayBegin: Bool) -> RecoveryStep? {
    guard channels[bus].gate.deadCycles >= BusCare.deadCycles else {
      if channels[bus].gate.deadCycles == 0 { told[bus] = nil }
      return nil
    }
    guard hardware.recovery[bus] != nil else {
      return .helpless(boardBus: model.robot.buses[bus].boardBus)
    }
    guard mayBegin else { return nil }
    channels[bus].gate.shut()
    stages[bus] = .shutting
    return .begun
  }

  /// Another try. Where the lines could not be had, the bus may have come back by itself.
  private mutating func wake(
    _ bus: Int, _ now: MonotonicInstant, _ missing: inout [Int]
  ) -> RecoveryStep? {
    if channels[bus].gate.isShut { return free(bus, now, &missing) }
    guard channels[bus].gate.deadCycles > 0 else {
      stages[bus] = .watching
      return nil
    }
    channels[bus].gate.shut()
    stages[bus] = .shutting
    return nil
  }

  private mutating func free(
    _ bus: Int, _ now: MonotonicInstant, _ missing: inout [Int]
  ) -> RecoveryStep? {
    switch rescue(bus) {
    case .success(.free(let clocks)):
      let setUp = BusSetUp(model, bus: bus, on: hardware.adapters[bus])
      return goOn(bus, setUp, clocks, now, &missing)
    case .success(.clockHeld): return rest(bus, now, .heldLow(isClock: true))
    case .success(.dataHeld): return rest(bus, now, .heldLow(isClock: false))
    case .success(.failed(let error)): return giveBack(bus, now, "\(error.kind)")
    case .failure(let error): return giveBack(bus, now, error.description)
    }
  }

  /// Holds the wires for as long as it takes.
  private func rescue(_ bus: Int) -> Result<BusRescue.Outcome, LinuxDeviceError> {
    guard let wires = hardware.recovery[bus] else { return .success(.dataHeld) }
    let robot = model.robot
    let own = robot.muxResets.filter { robot.devices[$0.device].bus == bus }.map(\.line)
    let resets = Set(own).sorted().compactMap { line in
      hardware.outputs[line].map { BusRescue.Reset(line: $0, rests: robot.lines[line].isSafeHigh) }
    }
    let adapter = hardware.adapters[bus]
    do throws(LinuxDeviceError) {
      let rescue = BusRescue(wires: try wires.hold(), resets: resets) { adapter.pause($0) }
      return .success(rescue.run())
    } catch {
      return .failure(error)
    }
  }

  private mutating func goOn(
    _ bus: Int, _ setUp: BusSetUp, _ clocks: Int, _ now: MonotonicInstant, _ missing: inout [Int]
  ) -> RecoveryStep? {
    var setUp = setUp
    switch setUp.goOn(now) {
    case .goesOn:
      stages[bus] = .settingUp(setUp, clocks: clocks)
      return nil
    case .hangs(let device):
      return rest(bus, now, .hangsAgain(device: model.robot.devices[device].name))
    case .done(let devices):
      missing += devices
      stages[bus] = .watching
      channels[bus].gate.open()
      return .done(clocks: clocks, devices: setUp.count - devices.count)
    }
  }

  /// Tries again later, and keeps the executor off: a transfer could only fail.
  private mutating func rest(
    _ bus: Int, _ now: MonotonicInstant, _ step: RecoveryStep
  ) -> RecoveryStep {
    stages[bus] = .resting(until: now + BusCare.rest)
    return step
  }

  /// Tries again later; nobody knows how the wires stand, so the adapter may try too.
  private mutating func giveBack(
    _ bus: Int, _ now: MonotonicInstant, _ problem: String
  ) -> RecoveryStep {
    channels[bus].gate.open()
    return rest(bus, now, .linesFailed(problem))
  }
}

extension LineDescription {
  /// The safe level of an output.
  fileprivate var isSafeHigh: Bool {
    if case .output(_, let safeHigh) = role { safeHigh } else { true }
  }
}
