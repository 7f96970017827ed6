import RobotUnits

/// The digital part of an MPR121. Source: NXP MPR121 rev 4.
struct MPR121State {
  var registers = [UInt8](repeating: 0, count: 256)
  var pointer: UInt8 = 0
  /// The current through REXT is too large.
  var hasOvercurrent = false
  private var expectsPointer = false
  /// Measured registers that hold a loaded value.
  private var pinned = [Bool](repeating: false, count: 256)
  /// When it went into run mode, and how many measurements since have been taken.
  private var began: MonotonicInstant?
  private var taken: Int64 = 0

  enum Register {
    static let touch = 0x00, outOfRange = 0x02, data = 0x04, baseline = 0x1E, lastMeasured = 0x2A
    static let thresholds = 0x41, current = 0x5C, time = 0x5D, electrodes = 0x5E
    static let ownCurrent = 0x5F, ownTime = 0x6C, freeFirst = 0x73, freeLast = 0x7A
    static let autoConfiguration = 0x7B, upper = 0x7D, lower = 0x7E, target = 0x7F
    static let softReset = 0x80
  }

  init() { reset() }

  /// All registers read 0 after a reset but CONFIG1 and CONFIG2.
  mutating func reset() {
    for index in registers.indices where !pinned[index] { registers[index] = 0 }
    registers[Register.current] = 0x10
    registers[Register.time] = 0x24
    began = nil
  }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    registers[Int(register)] = value
    if Int(register) <= Register.lastMeasured { pinned[Int(register)] = true }
  }

  var electrodes: Int { min(Int(registers[Register.electrodes] & 0x0F), 12) }
  private var isRunning: Bool { registers[Register.electrodes] & 0x3F != 0 }
  private var isOverloaded: Bool { registers[1] & 0x80 != 0 }
  var isPinned: Bool { pinned[Register.data] }

  // MARK: The bus

  mutating func start(reading: Bool) { expectsPointer = !reading }

  mutating func read() -> UInt8 {
    let byte = registers[Int(pointer)]
    pointer &+= 1
    return byte
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    store(byte, at: Int(pointer), now)
    pointer &+= 1
  }

  private mutating func store(_ byte: UInt8, at register: Int, _ now: MonotonicInstant) {
    switch register {
    case Register.softReset: if byte == 0x63 { reset() }
    case Register.electrodes:
      // OVCF must be cleared first.
      guard !isOverloaded else { return }
      let wasRunning = isRunning
      registers[register] = byte
      began = isRunning ? (wasRunning ? began : now) : nil
      if !wasRunning { taken = 0 }
      if isRunning, hasOvercurrent { overload() }
    case 1: if byte & 0x80 != 0, !pinned[1] { registers[1] &= 0x7F }
    case Register.freeFirst...Register.freeLast: registers[register] = byte
    // Everything else in stop mode only; the measured data never.
    case Register.baseline...0x7F: if !isRunning { registers[register] = byte }
    default: break
    }
  }

  /// The other status bits and ECR are cleared, and the chip stops.
  mutating func overload() {
    for index in 0...3 where !pinned[index] { registers[index] = 0 }
    if !pinned[1] { registers[1] = 0x80 }
    registers[Register.electrodes] = 0
    began = nil
  }

  // MARK: Measurement

  /// SFI times ESI.
  private var period: TimeSpan {
    let samples: [Int64] = [4, 6, 10, 18]
    let bits = registers[Register.time]
    return .milliseconds(samples[Int(bits >> 3 & 3)] << Int64(bits & 7))
  }

  /// The end of the last measurement that has not been taken yet.
  func due(at now: MonotonicInstant) -> MonotonicInstant? {
    guard let began, !isPinned else { return nil }
    let done = (now - began).nanoseconds / period.nanoseconds
    return done > taken ? began + period * done : nil
  }

  /// ACE: the first measurement of a run is preceded by a search for charges.
  var configuresItself: Bool { taken == 0 && registers[Register.autoConfiguration] & 0x01 != 0 }

  mutating func take(_ instant: MonotonicInstant, farads: [Double], supplyVolts: Double) {
    if configuresItself { configure(farads: farads, supplyVolts: supplyVolts) }
    let isFirst = taken == 0
    guard let began else { return }
    taken = (instant - began).nanoseconds / period.nanoseconds
    var touched = UInt16(registers[0]) | UInt16(registers[1] & 0x0F) << 8
    for electrode in 0..<electrodes {
      let counts = data(electrode, farads: farads[electrode], supplyVolts: supplyVolts)
      registers[Register.data + 2 * electrode] = UInt8(counts & 0xFF)
      registers[Register.data + 2 * electrode + 1] = UInt8(counts >> 8)
      if isFirst { loadBaseline(electrode, counts) }
      let fall = Int(registers[Register.baseline + electrode]) << 2 - counts
      let bit: UInt16 = 1 << UInt16(electrode)
      if fall > Int(registers[Register.thresholds + 2 * electrode]) { touched |= bit }
      if fall < Int(registers[Register.thresholds + 2 * electrode + 1]) { touched &= ~bit }
    }
    registers[0] = UInt8(touched & 0xFF)
    registers[1] = registers[1] & 0x80 | UInt8(touched >> 8)
  }

  /// CL: the upper five bits of the first data, or all.
  private mutating func loadBaseline(_ electrode: Int, _ counts: Int) {
    switch registers[Register.electrodes] >> 6 {
    case 2: registers[Register.baseline + electrode] = UInt8((counts & 0x3E0) >> 2)
    case 3: registers[Register.baseline + electrode] = UInt8(counts >> 2)
    default: break
    }
  }

  /// The charge I · T makes a voltage Q / C; 1024 counts are the supply.
  private func data(_ electrode: Int, farads: Double, supplyVolts: Double) -> Int {
    let own = Int(registers[Register.ownCurrent + electrode] & 0x3F)
    let microamperes = own != 0 ? own : Int(registers[Register.current] & 0x3F)
    let shift = electrode & 1 == 0 ? 0 : 4
    let ownTime = Int(registers[Register.ownTime + electrode / 2] >> UInt8(shift) & 7)
    let time = ownTime != 0 ? ownTime : Int(registers[Register.time] >> 5)
    let seconds = time == 0 ? 0 : 0.5e-6 * Double(1 << (time - 1))
    let volts = Double(microamperes) * 1e-6 * seconds / farads
    return volts.isFinite ? Int(min(max(volts / supplyVolts * 1024, 0), 1023)) : 0
  }

  /// The shortest time at which a current brings each electrode to the target level (AN3889).
  private mutating func configure(farads: [Double], supplyVolts: Double) {
    registers[Register.outOfRange] = 0
    registers[Register.outOfRange + 1] = 0
    for electrode in 0..<electrodes {
      let volts = Double(registers[Register.target]) / 256 * supplyVolts
      let charge = volts * farads[electrode] * 1e6
      var choice: (time: Int, current: Double)?
      for time in 1...7 where choice == nil {
        let current = (charge / (0.5e-6 * Double(1 << (time - 1)))).rounded()
        if current >= 1, current <= 63 { choice = (time, current) }
      }
      guard let choice else {
        registers[Register.outOfRange + electrode / 8] |= 1 << UInt8(electrode % 8)
        registers[Register.outOfRange + 1] |= 0x80
        continue
      }
      registers[Register.ownCurrent + electrode] = UInt8(choice.current)
      let shift = UInt8(electrode & 1 == 0 ? 0 : 4)
      let index = Register.ownTime + electrode / 2
      registers[index] = registers[index] & ~(7 << shift) | UInt8(choice.time) << shift
    }
  }
}
