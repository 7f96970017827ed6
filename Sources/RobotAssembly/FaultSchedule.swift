public import RobotConfiguration
internal import RobotHAL
public import RobotUnits
public import SimulatedHAL

/// The faults of a scenario, as a simulated robot has them: a plan for each bus, and buttons to press.
public struct FaultSchedule: Sendable {
  /// One per bus, in the order of the robot file.
  public let plans: [FaultPlan]
  /// The buttons.
  public fileprivate(set) var presses: [Press]
  /// What happens on serial lines.
  public fileprivate(set) var serial: [SerialEvent]
  /// What happens to joints, to the supply and to thermometers, and what the caller does: to the brain, the loop and
  /// for people.
  public fileprivate(set) var windows: [FaultWindow]
  /// Where each fault of the scenario went, in its order: a bus and the place in its plan; `nil` for one
  /// that is not on a bus.
  public let places: [Place?]

  /// A fault of a plan.
  public struct Place: Hashable, Sendable {
    /// The bus.
    public let bus: Int
    /// The place in its plan.
    public let index: Int
  }

  /// A button that is held for a while.
  public struct Press: Hashable, Sendable {
    /// The line's index in the robot file.
    public let line: Int
    /// When it is pressed.
    public let start: MonotonicInstant
    /// When it is let go; `nil` never.
    public fileprivate(set) var end: MonotonicInstant?
  }

  /// The faults of `scenario` on `robot`, which has everything that it names (`FaultScenario.check`). The
  /// scenario begins at `start`.
  public init(
    _ scenario: FaultScenario, on robot: RobotDescription, from start: MonotonicInstant
  ) {
    var faults = robot.buses.map { _ in [PlannedFault]() }
    var presses: [Press] = []
    var places: [Place?] = []
    var serial: [SerialEvent] = []
    var windows: [FaultWindow] = []
    for (number, fault) in scenario.faults.enumerated() {
      let begin = start + TimeSpan(seconds: fault.start)
      let end = fault.duration.map { begin + TimeSpan(seconds: $0) }
      if let (bus, place) = robot.place(fault.place),
        let kind = BusFault(fault.kind, seed: scenario.seed &+ UInt64(number))
      {
        places.append(Place(bus: bus, index: faults[bus].count))
        faults[bus].append(
          PlannedFault(
            kind, at: place, from: begin, until: end, count: fault.count ?? kind.usualCount,
            probability: fault.probability))
      } else {
        places.append(nil)
        if let window = FaultWindow(fault, number, on: robot, from: begin, until: end) {
          windows.append(window)
        }
        if let event = SerialEvent(
          fault, number, on: robot, seed: scenario.seed &+ UInt64(number), from: begin, until: end)
        {
          serial.append(event)
        }
        let line = robot.lines.firstIndex { $0.name == fault.place.name }
        if fault.kind == .pressed, let line {
          presses.append(Press(line: line, start: begin, end: end))
        }
      }
    }
    plans = faults.enumerated().map {
      FaultPlan(seed: scenario.seed &+ UInt64($0.offset), $0.element)
    }
    self.presses = presses
    self.serial = serial
    self.windows = windows
    self.places = places
  }

  /// The same, and what it does beside the buses is over at `now`.
  fileprivate func over(at now: MonotonicInstant) -> FaultSchedule {
    var schedule = self
    for index in presses.indices { schedule.presses[index].end = now }
    for index in windows.indices { schedule.windows[index].end = now }
    return schedule
  }
}

extension SimulatedWorld {
  /// Lets `schedule` happen, in the place of the one before.
  public func inject(_ schedule: FaultSchedule) {
    for (bus, plan) in zip(buses, schedule.plans) { bus.inject(plan) }
  }

  /// Lets what `schedule` has due at `now` beside the buses happen, and ends what is over: buttons, serial lines,
  /// joints, supply, temperatures.
  public func disturb(_ schedule: FaultSchedule, at now: MonotonicInstant) {
    for line in Set(schedule.presses.map(\.line)) {
      let isPressed = schedule.presses.contains { press in
        press.line == line && press.start <= now && press.end.map { now < $0 } ?? true
      }
      lines[line].set(isPressed == opensWhenPressed(line))
    }
    disturb(schedule.serial, at: now)
    if !schedule.windows.isEmpty { disturb(schedule.windows, at: now) }
  }

  /// Ends all that `schedule` lets happen on I2C buses and beside them, and what is left of it: chips that hang and
  /// chips with registers of their own begin with those of their power-on. Serial lines are not looked at.
  public func recover(from schedule: FaultSchedule, at now: MonotonicInstant) {
    for bus in buses {
      bus.inject(FaultPlan(seed: 0, []))
      bus.powerCycle()
    }
    var over = schedule.over(at: now)
    over.serial = []
    disturb(over, at: now)
  }
}

extension RobotDescription {
  /// Where on which bus a scenario's name is; `nil` for what is on none.
  fileprivate func place(_ place: FaultScenario.Place) -> (bus: Int, place: FaultPlace)? {
    switch place.target {
    case .bus: buses.firstIndex { $0.name == place.name }.map { ($0, .bus) }
    case .device:
      devices.first { $0.name == place.name }.map { ($0.bus, faultPlace(of: $0)) }
    case .line, .serial, .joint, .robot: nil
    }
  }

  /// Where `device` is on its bus.
  public func faultPlace(of device: DeviceDescription) -> FaultPlace {
    guard let via = device.via else { return .device(device.i2cAddress) }
    return .behind(mux: devices[via.mux].i2cAddress, channel: via.channel, device.i2cAddress)
  }
}

extension BusFault {
  /// What the file calls `kind`; `nil` for what is not on a bus.
  fileprivate init?(_ kind: FaultScenario.Kind, seed: UInt64) {
    switch kind {
    case .addressNotAcknowledged: self = .noAddressAcknowledge
    case .dataNotAcknowledged(let byte): self = .noDataAcknowledge(byte: byte)
    case .stuckData(let byte): self = .stuckData(byte: byte)
    case .stretch(let perByte): self = .stretch(perByte: TimeSpan(seconds: perByte))
    case .arbitrationLost: self = .arbitrationLost
    case .shortTransfer(let messages): self = .shortTransfer(messages: messages)
    case .flippedBits(let perBit, let isRead):
      self = .flippedBits(perBit: perBit, direction: isRead ? .read : .write)
    case .constantReply(let byte): self = .constantReply(byte)
    case .frozenReply: self = .frozenReply
    case .tornReply(let bytes): self = .tornReply(bytes: bytes)
    case .reset: self = .reset
    case .unpowered: self = .unpowered
    case .wrongDevice: self = .stranger(seed: seed)
    case .swappedChannels(let one, let other): self = .swappedChannels(one, other)
    case .slowAdapter(let overhead): self = .slowAdapter(overhead: TimeSpan(seconds: overhead))
    case .pressed, .unplugged, .noise, .lostBytes, .overloaded, .silentClient, .notANumber,
      .commandStep, .beyondLimits, .gains, .asked, .jammed, .load, .deadMotor, .inverted,
      .strongMotor, .overrun, .supplySag, .overheated, .slippedMagnet, .daemonKilled, .daemonHung,
      .configurationEdited, .configurationCut, .secondClient, .clientGone, .fullDisk:
      return nil
    }
  }

  /// A chip that hangs or starts anew does it once, unless the file says how often.
  fileprivate var usualCount: Int? {
    switch self {
    case .stuckData, .reset: 1
    default: nil
    }
  }
}

extension TimeSpan {
  init(seconds: Double) { self.init(nanoseconds: Int64(seconds * 1e9 + 0.5)) }
}
