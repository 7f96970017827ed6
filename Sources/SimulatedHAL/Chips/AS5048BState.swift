import RobotUnits

/// The digital part of an AS5048B. Source: ams AS5048A/AS5048B v1-11.
struct AS5048BState {
  var registers = [UInt8](repeating: 0, count: 256)
  var magnet = AS5048BModel.Magnet()
  private(set) var pointer: UInt8 = 0
  private(set) var programCommands = 0
  private var expectsPointer = false
  /// No byte of the current read was given yet.
  private var isFirst = false
  /// Measured registers that hold a loaded value.
  private var pinned = [Bool](repeating: false, count: 256)
  private var start = Start.done

  private enum Start {
    case done
    /// The supply came back; nobody has looked since.
    case pending
    case running(until: MonotonicInstant)
  }

  private enum Register {
    static let program = 0x03, address = 0x15, zero = 0x16
    static let gain = 0xFA, diagnostics = 0xFB, magnitude = 0xFC, angle = 0xFE
  }

  init(address: UInt8) { registers[Register.address] = address >> 2 & 0x1F ^ 0x10 }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    let index = Int(register)
    registers[index] = value
    guard index >= Register.gain else { return }
    pinned[index] = true
    // The two bytes of a number are one measurement.
    if index >= Register.magnitude { pinned[index ^ 1] = true }
  }

  mutating func powerCycle() {
    registers[Register.zero] = 0
    registers[Register.zero + 1] = 0
    pointer = 0
    start = .pending
  }

  // MARK: The bus

  mutating func start(reading: Bool) {
    expectsPointer = !reading
    isFirst = reading
  }

  mutating func write(_ byte: UInt8) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    switch Int(pointer) {
    case Register.program:
      registers[Register.program] = byte
      programCommands += 1
    case Register.address...Register.zero + 1: registers[Int(pointer)] = byte
    default: break
    }
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    isFirst = false
    defer { pointer &+= 1 }
    return registers[Int(pointer)]
  }

  // MARK: Measurement

  /// Whether the next byte read begins a measurement.
  var needsSample: Bool {
    Int(pointer) == Register.gain || isFirst && Int(pointer) > Register.gain
  }

  mutating func sample(radians: Double, at now: MonotonicInstant) {
    guard hasStarted(at: now) else {
      for index in Register.gain...0xFF { put(0, at: index) }
      return
    }
    var diagnostics: UInt8 = 0x01
    if magnet.overflows { diagnostics |= 0x02 }
    if magnet.isTooStrong { diagnostics |= 0x04 }
    if magnet.isTooWeak { diagnostics |= 0x08 }
    put(magnet.isTooStrong ? 0x00 : magnet.isTooWeak ? 0xFF : 0x80, at: Register.gain)
    put(diagnostics, at: Register.diagnostics)
    store(0x0800, at: Register.magnitude)
    // A CORDIC that overflowed has turned on nothing: the last angle stands.
    guard !magnet.overflows else { return }
    let turns = radians / (2 * Double.pi)
    let fraction = turns.isFinite ? turns - turns.rounded(.down) : 0
    let zero = Int(registers[Register.zero]) << 6 | Int(registers[Register.zero + 1] & 0x3F)
    store((Int((fraction * 16384).rounded()) - zero) & 0x3FFF, at: Register.angle)
  }

  /// tSTARTUP is 10 ms.
  private mutating func hasStarted(at now: MonotonicInstant) -> Bool {
    switch start {
    case .done: return true
    case .pending:
      start = .running(until: now + .milliseconds(10))
      return false
    case .running(let until):
      if now >= until { start = .done }
      return now >= until
    }
  }

  /// Bits 13...6, then bits 5...0.
  private mutating func store(_ value: Int, at index: Int) {
    put(UInt8(value >> 6), at: index)
    put(UInt8(value & 0x3F), at: index + 1)
  }

  private mutating func put(_ byte: UInt8, at index: Int) {
    if !pinned[index] { registers[index] = byte }
  }
}
