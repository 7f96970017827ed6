import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The PCA9685 of the transcripts.
final class PCA9685Golden: GoldenDevice {
  private let model: PCA9685Model
  /// The driver was told of an oscillator other than 25 MHz.
  private var oscillatorIsChanged = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x45) + Array(0xFA...0xFE)

  init?(_ place: GoldenPlace) {
    let names = place.registers.keys
    guard
      place.device.contains("PCA9685") || names.contains("0xFE") && names.contains("0x05")
    else { return nil }
    model = PCA9685Model(address: place.address)
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func answers(_ address: UInt8) -> Bool { (2...5).contains { peek($0) >> 1 == Int(address) } }

  func registers(from register: Int, count: Int) -> [Int] {
    model.peek(register: 0) & 0x20 == 0
      ? Array(repeating: register, count: count) : (0..<count).map { (register + $0) & 0xFF }
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x00 where expected ^ found == 0x80: "RESTART: a PWM write and STOP clears it (7.3.1.1)"
    case 0x00 where (expected ^ found) & ~0xC0 == 0 && found & 0x40 != 0:
      "EXTCLK: only a reset clears it (7.3.1)"
    case 0x02...0x05 where expected & 0xFE == found: "bit 0 of a call address reads 0"
    case 0x01 where expected & 0x1F == found, 0x06...0x45 where expected & 0x1F == found:
      "reserved bits read 0 (tables 6 to 8)"
    case 0xFE where found == 3 && expected < 3: "PRE_SCALE is at least 3 (7.3.5)"
    case 0xFA...0xFD where found == 0: "ALL_LED registers read 0 (table 4)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    if call.name.contains("oscillator") || call.name.contains("reference_clock") {
      oscillatorIsChanged = true
    }
    var opinion = GoldenOpinion()
    if let reading = call.readings.last, reading.register == 0xFE, reading.data.count == 1,
      call.name.contains("freq"), !oscillatorIsChanged
    {
      // Some drivers give whole hertz.
      let hertz = PCA9685.frequency(preScale: reading.data[0]).hertz
      opinion.alternatives = [[hertz], [hertz.rounded()], [hertz.rounded(.down)]]
    }
    if call.results.isEmpty { judgeEncoding(call, &opinion) }
    return opinion
  }

  private func judgeEncoding(_ call: GoldenCall, _ opinion: inout GoldenOpinion) {
    guard let last = call.writes.last else { return }
    if call.name.contains("freq"), !oscillatorIsChanged, let hertz = call.arguments.first,
      let wrote = call.writes.last(where: { $0.count == 2 && $0[0] == 0xFE })?[1],
      let frequency = Frequency(hertz: hertz)
    {
      let ours = PCA9685.preScale(frequency: frequency)
      opinion.comparedEncodings += 1
      if ours != wrote {
        opinion.deviations.append(
          "prescale for \(hertz) Hz: the driver writes \(wrote), rounding gives \(ours)")
      }
    }
    if call.name.hasPrefix("set_pwm("), let (channel, counts) = Self.pulse(call) {
      judge(counts: counts, channel: channel, &opinion)
    }
    if call.name.contains("(full on)") || call.name.contains("(full off)"), last.count == 5 {
      judge(
        counts: call.name.contains("(full on)") ? 4096 : 0, channel: (Int(last[0]) - 0x06) / 4,
        &opinion)
    }
  }

  /// `set_pwm(channel, on, off)` with a pulse that begins at 0, or the full ON and OFF bits.
  private static func pulse(_ call: GoldenCall) -> (channel: Int, counts: UInt16)? {
    let values = call.arguments
    guard values.count == 3 else { return nil }
    let (channel, on, off) = (Int(values[0]), values[1], values[2])
    if on == 4096, off == 0 { return (channel, 4096) }
    if on == 0, off == 4096 { return (channel, 0) }
    return on == 0 && off > 0 && off < 4096 ? (channel, UInt16(off)) : nil
  }

  private func judge(counts: UInt16, channel: Int, _ opinion: inout GoldenOpinion) {
    var request = PCA9685.outputs(channels: channel...channel, at: 0x40).request
    var span = request.mutableSpan
    PCA9685.encode(counts: counts, offset: 0, into: &span)
    let written = (0..<4).map { UInt8(peek(0x06 + 4 * channel + $0)) }
    opinion.comparedEncodings += 1
    if Array(request.dropFirst()) != written {
      opinion.failures.append("we encode \(request), the registers hold \(written)")
    }
  }
}
