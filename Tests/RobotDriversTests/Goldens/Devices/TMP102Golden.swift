import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The TMP102 of the transcripts: registers of two bytes.
final class TMP102Golden: GoldenDevice {
  private let model: TMP102Model
  var chip: any SimulatedChip { model }
  let listed = [0x00, 0x01, 0x02, 0x03]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    let isOther = place.device.contains("LM75") || place.device.contains("PCT2075")
    guard
      place.device.contains("TMP102") && !isOther
        || place.value(0x01) & 0x600F == 0x6000 && (0x48...0x4B).contains(place.address.rawValue)
    else { return nil }
    model = TMP102Model(address: place.address, body: FixedTemperature(celsius: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt16(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { register == 0x00 }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x01 where (expected ^ found) & ~0xE02F == 0:
      "OS, R1, R0, AL and the lowest bits of CONFIGURATION are the chip's own (table 6-10)"
    case 0x02 where expected & 0xFFF8 == found || expected & 0xFFF0 == found,
      0x03 where expected & 0xFFF8 == found || expected & 0xFFF0 == found:
      "limits have twelve or thirteen bits (table 6-12)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.register == 0x00, reading.data.count == 2,
      call.name.contains("temp"), !call.name.contains("raw")
    else { return opinion }
    let word = UInt16(reading.data[0]) << 8 | UInt16(reading.data[1])
    let celsius = TMP102.celsius(register: word)
    opinion.alternatives = [[celsius], [celsius * 1000], [celsius * 1.8 + 32]]
    return opinion
  }
}
