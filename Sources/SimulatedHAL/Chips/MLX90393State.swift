import RobotUnits

/// The digital part of an MLX90393. Source: Melexis datasheet of the MLX90393, "Command List", "Memory
/// Map".
struct MLX90393State {
  enum Mode {
    case idle, single, burst
  }

  /// 64 words, and what a reset puts back.
  var registers = [UInt16](repeating: 0, count: 64)
  private var memory = [UInt16](repeating: 0, count: 64)
  var storeCommands = 0
  private(set) var mode = Mode.idle
  private(set) var axes: UInt8 = 0
  /// When the running measurement ends.
  private(set) var end: MonotonicInstant?
  /// Nobody answers before, once the reset's own answer was read.
  private var awake: MonotonicInstant?
  private var isResetting = false
  /// RS, until a status has told it.
  private var wasReset = true
  /// T, X, Y, Z as last measured, and whether that was read.
  private var words: [UInt16] = [0, 0, 0, 0]
  private var hasNew = false
  /// Loaded by a test: what the world does has no effect.
  private var isPinned = false
  /// The last command, as far as it came.
  private(set) var command: [UInt8] = []
  private var answer: [UInt8] = []
  private var next = 0
  private let startUp: TimeSpan

  init(startUp: TimeSpan) {
    self.startUp = startUp
    memory[0x00] = 0x007C
    memory[0x24] = 0xB4A4
    registers = memory
  }

  mutating func load(_ register: Int, _ value: UInt16) {
    registers[register] = value
    memory[register] = value
  }

  mutating func load(words: [UInt16]) {
    self.words = words
    isPinned = true
    hasNew = true
  }

  mutating func reset() {
    registers = memory
    mode = .idle
    end = nil
    wasReset = true
    hasNew = false
    isResetting = true
  }

  mutating func stop(at now: MonotonicInstant) {
    guard isResetting else { return }
    isResetting = false
    awake = now + startUp
  }

  /// The supply comes back; whoever asks next is late enough.
  mutating func powerCycle() {
    reset()
    isResetting = false
    awake = nil
  }

  // MARK: The bus

  mutating func start(reading: Bool, at now: MonotonicInstant) -> Bool {
    if let awake, now < awake { return false }
    awake = nil
    next = 0
    if !reading { command = [] }
    return true
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    command.append(byte)
    let length: Int =
      switch command[0] & 0xF0 {
      case 0x50: 2
      case 0x60: 4
      default: 1
      }
    if command.count == length { run(at: now) }
  }

  /// The answer to the last command; nobody drives the bus after it.
  mutating func read() -> UInt8 {
    next += 1
    return next <= answer.count ? answer[next - 1] : 0xFF
  }

  private mutating func run(at now: MonotonicInstant) {
    let low = command[0] & 0x0F
    switch command[0] & 0xF0 {
    case 0x00: reply()
    case 0x10, 0x30: begin(command[0] & 0xF0 == 0x10 ? .burst : .single, axes: low, at: now)
    case 0x40: readMeasurement(axes: low)
    case 0x50:
      let word = registers[Int(command[1] >> 2)]
      reply(data: [word])
    case 0x60:
      let register = Int(command[3] >> 2)
      // Only the customer's area is writable.
      if register < 0x20 { registers[register] = UInt16(command[1]) << 8 | UInt16(command[2]) }
      reply(isError: register >= 0x20)
    case 0x80:
      mode = .idle
      end = nil
      reply()
    case 0xD0:
      registers = memory
      reply()
    case 0xE0:
      storeCommands += 1
      reply()
    case 0xF0:
      reset()
      reply()
    default: reply(isError: true)
    }
  }

  private mutating func begin(_ mode: Mode, axes: UInt8, at now: MonotonicInstant) {
    self.mode = mode
    let selected = UInt8(truncatingIfNeeded: registers[0x01] >> 6 & 0x0F)
    self.axes = axes == 0 ? selected : axes
    hasNew = false
    end = now + conversionTime
    reply()
  }

  private mutating func readMeasurement(axes: UInt8) {
    let chosen = (0..<4).filter { axes >> UInt8($0) & 1 != 0 }
    reply(isError: !hasNew, data: chosen.map { words[$0] })
    hasNew = false
  }

  /// Modes 7 and 5, ERROR 4, RS 2, count 1...0: words less one; 3 where there are none, which no
  /// document says.
  private mutating func reply(isError: Bool = false, data: [UInt16] = []) {
    var status: UInt8 = data.isEmpty ? 3 : UInt8(data.count - 1)
    switch mode {
    case .idle: break
    case .single: status |= 0x20
    case .burst: status |= 0x80
    }
    if isError { status |= 0x10 }
    if wasReset { status |= 0x04 }
    wasReset = false
    answer = [status] + data.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  }

  // MARK: Measurement

  /// 67 + 64 · 2^OSR · (2 + 2^DIG_FILT) µs for an axis, 67 + 192 · 2^OSR2 µs for the temperature, and
  /// 231 µs.
  private var conversionTime: TimeSpan {
    let bits = Int64(registers[0x02])
    let filter: Int64 = 2 + (1 << (bits >> 2 & 7))
    let axis: Int64 = 67 + filter << (6 + (bits & 3))
    let temperature: Int64 = axes & 1 == 0 ? 0 : 67 + 192 << (bits >> 11 & 3)
    return .microseconds(Int64((axes >> 1).nonzeroBitCount) * axis + temperature + 231)
  }

  /// BURST_DATA_RATE is in 20 ms; 0 is as fast as it goes.
  private var burstPeriod: TimeSpan {
    max(conversionTime, .milliseconds(Int64(registers[0x01] & 0x3F) * 20))
  }

  /// When the measurement ended that has ended by `now`: the last of a burst.
  mutating func finished(at now: MonotonicInstant) -> MonotonicInstant? {
    guard let first = end, first <= now else { return nil }
    guard mode == .burst else { return first }
    let period = burstPeriod.nanoseconds
    return first + TimeSpan(nanoseconds: (now - first).nanoseconds / period * period)
  }

  mutating func finish(_ instant: MonotonicInstant, reading: MagneticReading) {
    hasNew = true
    if mode == .burst {
      end = instant + burstPeriod
    } else {
      mode = .idle
      end = nil
    }
    guard !isPinned else { return }
    let reference = Double(registers[0x24])
    words[0] = UInt16(
      min(max((reference + (reading.celsius - 35) * 45.2).rounded(), 0), 65535))
    for axis in 0..<3 {
      let resolution = Int(registers[0x02] >> UInt16(5 + 2 * axis) & 3)
      words[1 + axis] = word(reading.tesla[axis], resolution: resolution, isZ: axis == 2)
    }
  }

  /// 0.150 µT a count of X and Y, 0.242 µT of Z, at RES 0 and GAIN_SEL 7; twice that for each RES.
  private func word(_ tesla: Double, resolution: Int, isZ: Bool) -> UInt16 {
    let gains = [5, 4, 3, 2.5, 2, 1.667, 1.333, 1]
    let scale =
      (isZ ? 0.242e-6 : 0.150e-6) * gains[Int(registers[0x00] >> 4 & 7)]
      * Double(1 << resolution)
    let limits: [Double] = [32767, 32767, 22000, 11000]
    let limit = limits[resolution]
    let counts = tesla.isNaN ? 0 : Int(min(max(tesla / scale, -limit), limit).rounded())
    if registers[0x01] & 0x0400 != 0 { return UInt16(counts + 0x8000) }
    switch resolution {
    case 2: return UInt16(counts + 0x8000)
    case 3: return UInt16(counts + 0x4000)
    default: return UInt16(bitPattern: Int16(counts))
    }
  }
}
