import RobotDrivers
import RobotHAL
import RobotUnits

/// Compares what a third-party driver made of its readings with what our drivers make of the same
/// bytes. A call that no rule knows is counted, not failed.
struct GoldenJudge {
  /// The transcript shows what not to do (README): a different result is then to be expected.
  let isNegativeExample: Bool
  /// The software zero, direction or offset of a driver changes its angles and is no part of ours.
  private var anglesAreShifted = false
  /// From the driver's own calibration call [Ω].
  private var shuntOhms: Double?
  private var calibration: UInt16 = 0
  /// The driver was told of an oscillator other than 25 MHz.
  private var oscillatorIsChanged = false

  init(_ transcript: Transcript) {
    let text = transcript.name + transcript.notes + transcript.steps.map(\.call).joined()
    isNegativeExample = ["DEFECT", "torn", "COLLISION", "destroyed"].contains(where: text.contains)
  }

  mutating func judge(
    _ step: Transcript.Step, readings: [GoldenReplay.Reading],
    writes: [(GoldenChip, [UInt8])], into outcome: inout GoldenReplay.Outcome
  ) {
    let call = step.call.lowercased()
    note(call, writes: writes)
    judgeEncoding(step, call: call, writes: writes, into: &outcome)
    guard let result = step.result.number, let reading = readings.last else { return }
    let word = reading.data.reduce(0) { $0 << 8 | UInt16($1) }
    let candidates: [Double]
    switch reading.chip.model {
    case .as5600: candidates = encoder(call, reading, word: word)
    case .ina226: candidates = monitor(call, reading, word: word)
    case .pca9685: candidates = controller(call, reading)
    case .tca9548a: candidates = call.contains("mask") ? [Double(word)] : []
    }
    guard !candidates.isEmpty else {
      outcome.unjudgedCalls.append(step.call)
      return
    }
    outcome.judgedResults += 1
    guard !candidates.contains(where: { Self.agree($0, result) }) else { return }
    let text =
      "\(step.call): our conversion of the same bytes gives \(candidates), the driver \(result)"
    if isNegativeExample || isKnownScale(reading, word: word, result: result) {
      outcome.deviations.insert(text)
    } else {
      outcome.failures.append(text)
    }
  }

  /// Drivers that spread 360° over 4095 counts.
  private func isKnownScale(_ reading: GoldenReplay.Reading, word: UInt16, result: Double) -> Bool {
    guard case .as5600 = reading.chip.model else { return false }
    let turns = Double(word & 0x0FFF) / 4095
    return Self.agree(turns * 360, result) || Self.agree(turns * 2 * Double.pi, result)
  }

  /// C++ drivers print 32-bit floats.
  private static func agree(_ ours: Double, _ theirs: Double) -> Bool {
    abs(ours - theirs) <= 1e-6 * max(abs(ours), abs(theirs)) + 1e-12
  }

  private mutating func note(_ call: String, writes: [(GoldenChip, [UInt8])]) {
    if ["setoffset", "setdirection", "increaseoffset", "resetposition", "resetcumulative"]
      .contains(where: call.contains)
    {
      anglesAreShifted = true
    }
    if call.contains("oscillator") || call.contains("reference_clock") {
      oscillatorIsChanged = true
    }
    for (chip, bytes) in writes where bytes.count == 3 && bytes[0] == 0x05 && chip.isWide {
      calibration = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
    }
    if call.hasPrefix("setmaxcurrentshunt") { shuntOhms = Self.numbers(call).last }
  }

  // MARK: AS5600

  private func encoder(_ call: String, _ reading: GoldenReplay.Reading, word: UInt16) -> [Double] {
    switch (reading.register, reading.data.count) {
    case (0x0B, 1):
      let status = AS5600.Status(byte: reading.data[0])
      if call.contains("strong") || call.contains("min_gain") { return [status.tooStrong ? 1 : 0] }
      if call.contains("weak") || call.contains("max_gain") { return [status.tooWeak ? 1 : 0] }
      if call.contains("detect") { return [status.magnetDetected ? 1 : 0] }
      return []
    case (0x0C, 2), (0x0E, 2):
      guard call.contains("angle"), !anglesAreShifted else { return [] }
      let reply: [UInt8] = [0x20] + reading.data
      let counts = AS5600.decode(reply.span).counts
      let radians = AS5600.angle(counts: counts).radians
      let degrees = radians * 180 / Double.pi
      if call.contains("degree") || call.contains("deg)") { return [degrees] }
      if call.contains("rad)") || call.contains("radian") { return [radians] }
      return [Double(counts), degrees, radians]
    default: return []
    }
  }

  // MARK: INA226

  private func monitor(_ call: String, _ reading: GoldenReplay.Reading, word: UInt16) -> [Double] {
    guard reading.data.count == 2 else { return [] }
    switch reading.register {
    case 0x01:
      guard call.contains("shunt") else { return [] }
      let volts = INA226.decodeShunt(reading.data.span, shuntOhms: 1).volts
      return Self.scaled(volts)
    case 0x02:
      // "Supply" is bus plus shunt.
      guard call.contains("bus") || call.contains("volt"), !call.contains("supply") else {
        return []
      }
      return Self.scaled(INA226.decodeBus(reading.data.span).volts)
    case 0x04:
      // The chip's current register is the shunt register times CAL; ours is the shunt register over
      // the resistance. They agree where the register is neither stale nor clipped.
      guard call.contains("current"), let shuntOhms else { return [] }
      let shunt = UInt16(reading.chip.peek(0x01))
      let product = Int(Int16(bitPattern: shunt)) * Int(calibration) / 2048
      guard product == Int(Int16(bitPattern: word)) else { return [] }
      let bytes = [UInt8(shunt >> 8), UInt8(shunt & 0xFF)]
      return Self.scaled(INA226.decodeShunt(bytes.span, shuntOhms: shuntOhms).amperes)
    default: return []
    }
  }

  /// In base, milli and micro units.
  private static func scaled(_ value: Double) -> [Double] { [value, value * 1e3, value * 1e6] }

  // MARK: PCA9685

  private func controller(_ call: String, _ reading: GoldenReplay.Reading) -> [Double] {
    guard reading.register == 0xFE, reading.data.count == 1, call.contains("freq"),
      !oscillatorIsChanged
    else { return [] }
    // Some drivers give whole hertz.
    let hertz = PCA9685.frequency(preScale: reading.data[0]).hertz
    return [hertz, hertz.rounded(), hertz.rounded(.down)]
  }

  private func judgeEncoding(
    _ step: Transcript.Step, call: String, writes: [(GoldenChip, [UInt8])],
    into outcome: inout GoldenReplay.Outcome
  ) {
    guard case .null = step.result, let last = writes.last, case .pca9685 = last.0.model else {
      return
    }
    if call.contains("freq"), !oscillatorIsChanged, let hertz = Self.numbers(call).first,
      let wrote = writes.last(where: { $0.1.count == 2 && $0.1[0] == 0xFE })?.1[1],
      let frequency = Frequency(hertz: hertz)
    {
      let ours = PCA9685.preScale(frequency: frequency)
      outcome.judgedResults += 1
      if ours != wrote {
        outcome.deviations.insert(
          "prescale for \(hertz) Hz: the driver writes \(wrote), rounding gives \(ours)")
      }
    }
    if call.hasPrefix("set_pwm("), let (channel, counts) = Self.pulse(call) {
      judge(counts: counts, channel: channel, of: last.0, step, into: &outcome)
    }
    if call.contains("(full on)") || call.contains("(full off)"), last.1.count == 5 {
      let channel = (Int(last.1[0]) - 0x06) / 4
      judge(
        counts: call.contains("(full on)") ? 4096 : 0, channel: channel, of: last.0, step,
        into: &outcome)
    }
  }

  /// `set_pwm(channel, on, off)` with a pulse that begins at 0, or the full ON and OFF bits.
  private static func pulse(_ call: String) -> (channel: Int, counts: UInt16)? {
    let values = numbers(call)
    guard values.count == 3 else { return nil }
    let (channel, on, off) = (Int(values[0]), values[1], values[2])
    if on == 4096, off == 0 { return (channel, 4096) }
    if on == 0, off == 4096 { return (channel, 0) }
    return on == 0 && off > 0 && off < 4096 ? (channel, UInt16(off)) : nil
  }

  private func judge(
    counts: UInt16, channel: Int, of chip: GoldenChip, _ step: Transcript.Step,
    into outcome: inout GoldenReplay.Outcome
  ) {
    var request = PCA9685.outputs(channels: channel...channel, at: 0x40).request
    var span = request.mutableSpan
    PCA9685.encode(counts: counts, offset: 0, into: &span)
    let written = (0..<4).map { UInt8(chip.peek(0x06 + 4 * channel + $0)) }
    outcome.judgedResults += 1
    if Array(request.dropFirst()) != written {
      outcome.failures.append("\(step.call): we encode \(request), the registers hold \(written)")
    }
  }

  /// The decimal numbers in the arguments of a call.
  private static func numbers(_ call: String) -> [Double] {
    let arguments = call.drop { $0 != "(" && $0 != "=" }
    return arguments.split { !($0.isNumber || $0 == ".") }.compactMap { Double($0) }
  }
}
