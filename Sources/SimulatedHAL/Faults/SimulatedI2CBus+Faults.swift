public import RobotUnits

extension SimulatedI2CBus {
  /// Lets `plan` happen from now on, in the place of what was planned before. Load it when everything is
  /// soldered. Real-time: no.
  public func inject(_ plan: FaultPlan) {
    withState { $0.faults.load(plan, on: $0.segment) }
  }

  /// Lets `fault` happen beside what is planned already, and returns its place in the plan. Real-time: no.
  public func begin(_ fault: PlannedFault) -> Int {
    withState { $0.faults.append(fault, on: $0.segment) }
  }

  /// Ends the fault at `index` of the plan; a chip that it made hang lets go with the next transfer. Real-time: no.
  public func end(_ index: Int, at now: MonotonicInstant) {
    withState { $0.faults.end(index, at: now) }
  }

  /// How many transfers each fault of the plan has struck so far; states count their beginnings.
  public var strikes: [Int] { withState { $0.faults.entries.map(\.strikes) } }

  /// Whether a chip holds SDA low.
  public var isHeldLow: Bool { withState { $0.faults.isHeldLow } }

  /// All chips lose their supply for a moment. Real-time: no.
  public func powerCycle() {
    withState { state in
      for chip in state.segment.chips(at: .bus) { chip.powerCycle() }
      state.faults.release()
    }
  }

  /// How long the adapter waits for a bus that does not move, before a transfer fails.
  public var timeout: TimeSpan {
    get { withState { $0.timeout } }
    set { withState { $0.timeout = newValue } }
  }

  /// SCL and SDA as GPIO lines.
  public var recoveryLines: RecoveryLines {
    RecoveryLines(clock: BusLine(self, isClock: true), data: BusLine(self, isClock: false))
  }

  func level(isClock: Bool) -> Bool {
    withState { state in
      isClock ? state.lines.isClockHigh : state.lines.isDataHigh && !state.faults.isHeldLow
    }
  }

  func drive(isClock: Bool, _ level: Bool) {
    let now = busTime
    withState { state in
      state.lines.drive(isClock: isClock, level, &state.segment, &state.faults, at: now)
    }
  }
}
