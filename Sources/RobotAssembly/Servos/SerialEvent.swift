internal import RobotConfiguration
public import RobotUnits
internal import SimulatedHAL

/// What happens on a serial line, or to a servo on it, for a while.
public struct SerialEvent: Hashable, Sendable {
  /// What happens.
  enum Kind: Hashable, Sendable {
    case unplugged
    case flips(Double)
    case losses(Double)
    case unpowered(servo: Int)
    case overloaded(servo: Int)
  }

  /// The place of its fault in the scenario.
  public let number: Int
  /// The line's index among the serial lines of the robot.
  public let line: Int
  /// The servo's index among the robot's; `nil` for what happens to the line.
  public let servo: Int?
  /// When it begins.
  public let start: MonotonicInstant
  /// When it ends; `nil` never.
  public let end: MonotonicInstant?
  let kind: Kind
  let seed: UInt64

  /// `nil` for a fault that is elsewhere.
  init?(
    _ fault: FaultScenario.Fault, _ number: Int, on robot: RobotDescription, seed: UInt64,
    from start: MonotonicInstant, until end: MonotonicInstant?
  ) {
    let servo = robot.servos.firstIndex { $0.name == fault.place.name }
    let line = robot.serialBuses.firstIndex { $0.name == fault.place.name }
    switch (fault.place.target, fault.kind, servo, line) {
    case (.device, .unpowered, let servo?, _): kind = .unpowered(servo: servo)
    case (.device, .overloaded, let servo?, _): kind = .overloaded(servo: servo)
    case (.serial, .unplugged, _, _?): kind = .unplugged
    case (.serial, .noise(let perByte), _, _?): kind = .flips(perByte)
    case (.serial, .lostBytes(let perByte), _, _?): kind = .losses(perByte)
    default: return nil
    }
    self.number = number
    self.servo = fault.place.target == .device ? servo : nil
    self.line = self.servo.map { robot.servos[$0].bus } ?? line ?? 0
    self.start = start
    self.end = end
    self.seed = seed
  }

  /// Whether it goes on at `now`.
  public func isActive(at now: MonotonicInstant) -> Bool {
    start <= now && end.map { now < $0 } ?? true
  }

  /// Whether a command may not reach `servo` at `now`: an unplugged line stays closed until somebody opens it.
  public func isInTheWay(of servo: Int, on line: Int, at now: MonotonicInstant) -> Bool {
    guard self.servo.map({ $0 == servo }) ?? (self.line == line) else { return false }
    return kind == .unplugged ? start <= now : isActive(at: now)
  }
}

extension SimulatedWorld {
  /// Lets what `events` has due at `now` happen, and ends what is over.
  func disturb(_ events: [SerialEvent], at now: MonotonicInstant) {
    for line in Set(events.filter { $0.servo == nil }.map(\.line)) {
      let active = events.filter { $0.servo == nil && $0.line == line && $0.isActive(at: now) }
      let isPlugged = !active.contains { $0.kind == .unplugged }
      if serialLines[line].isPlugged != isPlugged {
        serialLines[line].setPlugged(isPlugged, isClosed: true)
      }
      var faults = SerialFaults()
      for event in active {
        switch event.kind {
        case .flips(let chance): faults.flip = max(faults.flip, chance)
        case .losses(let chance): faults.loss = max(faults.loss, chance)
        default: continue
        }
        faults.seed = event.seed
      }
      // Set anew, its random numbers would begin again.
      if serialLines[line].faults != faults { serialLines[line].setFaults(faults) }
    }
    for servo in Set(events.compactMap(\.servo)) {
      let active = events.filter { $0.servo == servo && $0.isActive(at: now) }.map(\.kind)
      servos[servo].setPlugged(!active.contains(.unpowered(servo: servo)))
      servos[servo].expose(load: active.contains(.overloaded(servo: servo)) ? 1 : 0)
    }
  }
}
