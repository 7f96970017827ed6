import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The INA219 of the transcripts: registers of two bytes.
final class INA219Golden: GoldenDevice {
  private let model: INA219Model
  /// From the driver's own call; `nil` where it did not tell [Ω].
  private var shuntOhms: Double?
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = [0x01, 0x02, 0x03, 0x04]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    guard place.device.contains("INA219") || place.value(0x00) == 0x399F else { return nil }
    model = INA219Model(
      address: place.address, shuntOhms: 0.1, supply: FixedSupply(busVolts: 0, amperes: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt16(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { (0x01...0x04).contains(register) }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x00 where expected & 0x8000 != 0 && found == 0x399F:
      "CONFIGURATION.RST clears itself (8.6.2.1)"
    case 0x00 where expected & 0x3FFF == found: "bits 15 and 14 of CONFIGURATION read 0 (8.6.2.1)"
    case 0x05 where expected & 0xFFFE == found: "bit 0 of CALIBRATION reads 0 (8.6.4)"
    case 0x05 where found == 0 && wasReset: "RST clears CALIBRATION (8.6.2.1)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    for bytes in call.writes where bytes.count == 3 && bytes[0] == 0x00 && bytes[1] & 0x80 != 0 {
      wasReset = true
    }
    followShunt(call)
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.data.count == 2, !call.name.contains("raw")
    else { return opinion }
    let word = UInt16(reading.data[0]) << 8 | UInt16(reading.data[1])
    switch reading.register {
    case 0x01 where call.name.contains("shunt"):
      let volts = INA219.shuntVolts(counts: Int16(bitPattern: word))
      opinion.alternatives = Self.scaled(volts)
    case 0x02 where call.name.contains("volt") && !call.name.contains("supply"):
      opinion.alternatives = Self.scaled(INA219.busVolts(register: word))
      // Drivers that take the register as signed.
      let signed = Double(Int16(bitPattern: word) >> 3) * 4e-3
      opinion.isKnownDefect = { results in
        Self.scaled(signed).contains { GoldenJudge.agree($0, results) }
      }
    case 0x04 where call.name.contains("current"): judgeCurrent(word, &opinion)
    default: break
    }
    return opinion
  }

  /// Adafruit's drivers take the 0.1 Ω of their board, but for the range of 5 A.
  private func followShunt(_ call: GoldenCall) {
    if call.name.hasPrefix("setmaxcurrentshunt") {
      shuntOhms = call.arguments.last
    } else if call.name.contains("5a") {
      shuntOhms = nil
    } else if call.name.hasPrefix("ina219(i2c") || call.name.contains("set_calibration") {
      shuntOhms = 0.1
    } else if call.name.hasPrefix("ina219(") {
      shuntOhms = call.arguments.first { $0 > 0 && $0 < 1 }
    }
  }

  /// The chip's current register is the shunt register times CALIBRATION; ours is the shunt register
  /// over the resistance. They agree where the register is neither stale nor clipped nor rounded.
  private func judgeCurrent(_ word: UInt16, _ opinion: inout GoldenOpinion) {
    let shunt = Int(Int16(bitPattern: UInt16(peek(0x01))))
    let calibration = peek(0x05)
    let product = shunt * calibration
    guard let shuntOhms, calibration > 0, product % 4096 == 0,
      product / 4096 == Int(Int16(bitPattern: word))
    else { return }
    let amperes = INA219.shuntVolts(counts: Int16(shunt)) / shuntOhms
    opinion.alternatives = Self.scaled(amperes)
    // CALIBRATION is whole, so a driver's step is up to one part in it off.
    let part = 1 / Double(calibration)
    opinion.isKnownDefect = { results in
      results.count == 1
        && Self.scaled(amperes).contains { abs($0[0] - results[0]) <= abs($0[0]) * part }
    }
  }

  /// In base, milli and micro units.
  private static func scaled(_ value: Double) -> [[Double]] {
    [[value], [value * 1e3], [value * 1e6]]
  }
}
