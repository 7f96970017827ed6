import RobotHAL
import RobotUnits
import SimulatedHAL
import TestSupport

/// A transcript played on our chip models.
struct GoldenReplay {
  /// The result for one transcript.
  struct Outcome {
    var failures: [String] = []
    /// Accepted differences, each with its reason.
    var deviations: Set<String> = []
    /// Results compared with our conversions.
    var judgedResults = 0
    /// Calls that no rule of ours knows.
    var unjudgedCalls: [String] = []
  }

  private let transcript: Transcript
  private let world: GoldenWorld
  private var outcome = Outcome()
  private let judge: GoldenJudge
  private var powerCycles = 0

  static func run(_ transcript: Transcript) -> Outcome {
    var replay = GoldenReplay(transcript: transcript, world: GoldenWorld(transcript))
    for path in replay.world.unknown {
      replay.outcome.deviations.insert("no model for the chip at \(path)")
    }
    for step in transcript.steps { replay.play(step) }
    replay.compareFinalRegisters()
    return replay.outcome
  }

  private init(transcript: Transcript, world: GoldenWorld) {
    self.transcript = transcript
    judge = GoldenJudge(transcript)
    self.world = world
  }

  private mutating func fail(_ call: String, _ text: String) {
    outcome.failures.append("\(call): \(text)")
  }

  // MARK: Steps

  private mutating func play(_ step: Transcript.Step) {
    let before = world.bus.counters
    var readings: [GoldenReading] = []
    var writes: [(GoldenChip, [UInt8])] = []
    if step.acts.isEmpty, case .null = step.result, Self.losesPower(step.call, orResets: true) {
      losePower(step.call)
    }
    for act in step.acts {
      switch act {
      case .delay(let microseconds): world.bus.pause(.microseconds(microseconds))
      case .event(let text):
        if Self.losesPower(text) {
          losePower(text)
        } else {
          outcome.deviations.insert("unknown event: \(text)")
        }
      case .transfer(let address, let messages, let isAcknowledged):
        if isAcknowledged {
          perform(address, messages, step: step, readings: &readings, writes: &writes)
        } else {
          refuse(address, messages, step: step)
        }
      }
    }
    compareWire(step, from: before)
    judge.judge(
      step, readings: readings, writes: writes, of: world.chips, into: &outcome)
  }

  /// Transcripts tell a loss of power in words only. A step in which the driver does nothing may also
  /// say "reset".
  private static func losesPower(_ text: String, orResets: Bool = false) -> Bool {
    let text = text.lowercased().filter { $0.isLetter }
    let words = ["powerloss", "powercycle", "powerfail", "powerlost", "brown", "repower"]
    let more = ["losespower", "lostpower", "lossofpower", "supply"]
    return (words + more + (orResets ? ["power", "reset"] : [])).contains(where: text.contains)
  }

  private mutating func losePower(_ reason: String) {
    for chip in world.chips { chip.device.powerCycle() }
    powerCycles += 1
    outcome.deviations.insert("power cycle: \(reason)")
  }

  /// README: 9 clocks a byte, one a START, repeated START and STOP. Where something was not
  /// acknowledged, the transcripts count what the driver asked for and not what was on the wire.
  private mutating func compareWire(
    _ step: Transcript.Step, from before: SimulatedI2CBus.Counters
  ) {
    let isWhole = step.acts.allSatisfy {
      if case .transfer(_, _, false) = $0 { false } else { true }
    }
    guard isWhole else { return }
    let after = world.bus.counters
    let bytes = after.bytes - before.bytes
    let clocks = after.clocks - before.clocks
    if let expected = step.wireBytes, expected != bytes {
      fail(step.call, "\(bytes) bytes on the wire, not \(expected)")
    }
    if let expected = step.wireClocks, expected != clocks {
      fail(step.call, "\(clocks) SCL clocks, not \(expected)")
    }
  }

  // MARK: Transfers

  private mutating func perform(
    _ address: UInt8, _ messages: [Transcript.Message], step: Transcript.Step,
    readings: inout [GoldenReading], writes: inout [(GoldenChip, [UInt8])]
  ) {
    let listeners = world.listeners(address)
    if listeners.isEmpty,
      world.unknown.contains(where: { GoldenWorld.address(ofPath: $0) == address })
    {
      return  // reported once, as a chip without a model
    }
    // A read begins where the last write put the pointer, in this transfer or before.
    var register = listeners.first?.device.pointer ?? 0
    var request: [UInt8] = []
    let replies = transfer(address, messages)
    guard let replies else {
      fail(step.call, "0x\(String(address, radix: 16)) does not acknowledge")
      return
    }
    var index = 0
    for message in messages {
      switch message {
      case .write(let bytes):
        request = bytes
        if let selected = listeners.first?.device.register(of: bytes) { register = selected }
        for chip in listeners where !bytes.isEmpty { writes.append((chip, bytes)) }
      case .read(_, let data):
        let found = replies[index]
        index += 1
        guard let data else { continue }
        if let chip = listeners.first, listeners.count == 1 {
          readings.append(
            GoldenReading(chip: chip, register: register, request: request, data: data))
        }
        compare(data, found, at: register, after: request, of: listeners, step: step)
      }
    }
  }

  /// A transfer that the transcript says was not acknowledged: either nobody is there, or a fault was
  /// injected into a chip that is.
  private mutating func refuse(
    _ address: UInt8, _ messages: [Transcript.Message], step: Transcript.Step
  ) {
    if let bus = I2CAddress(address), transfer(address, [.write([])]) != nil {
      outcome.deviations.insert("injected: no acknowledge at \(bus)")
      world.bus.failNext(1, at: bus)
    }
    if transfer(address, messages) != nil {
      fail(step.call, "0x\(String(address, radix: 16)) acknowledges")
    }
  }

  /// The bytes of the read messages, or nil when something was not acknowledged.
  private func transfer(_ address: UInt8, _ messages: [Transcript.Message]) -> [[UInt8]]? {
    guard let bus = I2CAddress(address) else { return nil }
    var storage: [UInt8] = []
    for message in messages {
      switch message {
      case .write(let bytes): storage += bytes
      case .read(let count, _): storage += [UInt8](repeating: 0xA5, count: count)
      }
    }
    storage.append(0)  // never empty, so that it has an address
    return storage.withUnsafeMutableBufferPointer { buffer -> [[UInt8]]? in
      guard let base = buffer.baseAddress else { return nil }
      var raw: [I2CMessage] = []
      var offset = 0
      for message in messages {
        let (count, flags): (Int, I2CMessage.Flags) =
          switch message {
          case .write(let bytes): (bytes.count, [])
          case .read(let count, _): (count, .read)
          }
        raw.append(
          I2CMessage(address: bus, flags: flags, length: count, buffer: base + offset))
        offset += count
      }
      do throws(BusError) {
        try raw.withUnsafeMutableBufferPointer { (all) throws(BusError) in
          try world.bus.transfer(all)
        }
      } catch { return nil }
      return raw.filter { $0.flags.contains(.read) }.map {
        Array(UnsafeBufferPointer(start: $0.buffer, count: Int($0.length)))
      }
    }
  }

  // MARK: Comparison

  private mutating func compare(
    _ expected: [UInt8], _ found: [UInt8], at register: Int, after request: [UInt8],
    of listeners: [GoldenChip], step: Transcript.Step
  ) {
    guard expected != found else { return }
    if let chip = listeners.first, listeners.count == 1 {
      if let reason = chip.device.adopt(request: request, expected: expected, found: found) {
        outcome.deviations.insert(reason)
        return
      }
      if accept(expected, found, register, chip) { return }
    }
    // The power may have gone within a step: then the registers are those of a fresh chip.
    if powerCycles == 0, Self.losesPower(step.call) || Self.losesPower(transcript.name),
      let chip = listeners.first
    {
      losePower("noticed in \(step.call)")
      let fresh = chip.device.registers(from: register, count: expected.count)
        .map { chip.device.peek($0) }
      if fresh == expected.map({ Int($0) }) { return }
    }
    fail(
      step.call,
      "read \(hexadecimal(found)) from register 0x\(String(register, radix: 16)), "
        + "the transcript has \(hexadecimal(expected))")
  }

  /// Differences with a reason: the world changed under the chip, or a documented deviation.
  private mutating func accept(
    _ expected: [UInt8], _ found: [UInt8], _ register: Int, _ chip: GoldenChip
  ) -> Bool {
    let registers = chip.device.registers(from: register, count: expected.count)
    var reasons: [String] = []
    if chip.device.registerBytes == 2 {
      guard expected.count == 2, found.count == 2 else { return false }
      let (high, low) = chip.device.isLittleEndian ? (1, 0) : (0, 1)
      let word = Int(expected[high]) << 8 | Int(expected[low])
      let ours = Int(found[high]) << 8 | Int(found[low])
      guard let reason = reason(chip, register, word, ours) else { return false }
      reasons.append(reason)
    } else {
      for (index, register) in registers.enumerated() where expected[index] != found[index] {
        guard let reason = reason(chip, register, Int(expected[index]), Int(found[index])) else {
          return false
        }
        reasons.append(reason)
      }
    }
    outcome.deviations.formUnion(reasons)
    return true
  }

  private func reason(_ chip: GoldenChip, _ register: Int, _ expected: Int, _ found: Int)
    -> String?
  {
    if let text = chip.device.tolerance(register: register, expected: expected, found: found) {
      return text
    }
    guard chip.device.isMeasured(register) else { return nil }
    chip.device.load(register, expected)
    return "the measured value at \(chip.path) changed between the steps"
  }

  private mutating func compareFinalRegisters() {
    for (path, registers) in transcript.final {
      guard let chip = world.chip(path) else {
        if !world.unknown.contains(path) { fail("final registers", "no chip at \(path)") }
        continue
      }
      var expected: [Int: Int] = [:]
      for (name, text) in registers {
        guard let register = chip.device.register(named: name) else {
          outcome.deviations.insert("unknown register \(name) at \(path)")
          continue
        }
        expected[register] = Transcript.integer(text)
      }
      for register in Set(expected.keys).union(chip.device.compared).sorted() {
        let value = expected[register] ?? 0
        let found = chip.device.peek(register)
        guard value != found else { continue }
        if let reason = reason(chip, register, value, found) {
          outcome.deviations.insert(reason)
        } else {
          fail(
            "final registers",
            "\(path) register 0x\(String(register, radix: 16)) is 0x\(String(found, radix: 16)), "
              + "the transcript has 0x\(String(value, radix: 16))")
        }
      }
    }
  }

  private func hexadecimal(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
