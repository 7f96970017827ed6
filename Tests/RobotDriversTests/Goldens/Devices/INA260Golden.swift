import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The INA260 of the transcripts: registers of two bytes.
final class INA260Golden: GoldenDevice {
  private let model: INA260Model
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = [0x01, 0x02, 0x03]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    guard place.device.contains("INA260") || place.value(0xFF) & 0xFFF0 == 0x2270 else {
      return nil
    }
    model = INA260Model(address: place.address, supply: FixedSupply(busVolts: 0, amperes: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt16(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { (0x01...0x03).contains(register) || register == 0x06 }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x00 where expected & 0x8000 != 0 && found == 0x6127:
      "CONFIGURATION.RST clears itself (8.6.1)"
    case 0x00 where expected & 0x0FFF | 0x6000 == found:
      "bits 14...12 of CONFIGURATION read 110 (8.6.1)"
    case 0x06 where found == 0 && wasReset, 0x07 where found == 0 && wasReset:
      "RST clears the settings (8.6.1)"
    case 0x06 where (expected ^ found) & ~0x1C == 0:
      "AFF, CVRF and OVF cannot be written and follow the conversions (8.6.5)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    for bytes in call.writes where bytes.count == 3 && bytes[0] == 0x00 && bytes[1] & 0x80 != 0 {
      wasReset = true
    }
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.data.count == 2, !call.name.contains("raw")
    else { return opinion }
    let word = UInt16(reading.data[0]) << 8 | UInt16(reading.data[1])
    switch reading.register {
    case 0x01 where call.name.contains("current"):
      opinion.alternatives = Self.scaled(INA260.amperes(counts: Int16(bitPattern: word)))
    case 0x02 where call.name.contains("volt"):
      opinion.alternatives = Self.scaled(INA260.busVolts(counts: word))
    default: break
    }
    return opinion
  }

  /// In base and milli units.
  private static func scaled(_ value: Double) -> [[Double]] { [[value], [value * 1e3]] }
}
