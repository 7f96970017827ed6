import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The LM75 and PCT2075 of the transcripts: registers of two bytes, but for Conf and Tidle.
final class LM75Golden: GoldenDevice {
  private let model: LM75Model
  var chip: any SimulatedChip { model }
  let listed = [0x00, 0x01, 0x02, 0x03, 0x04]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    guard place.device.contains("LM75") || place.device.contains("PCT2075") else { return nil }
    model = LM75Model(address: place.address, body: FixedTemperature(celsius: 0))
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
    case 0x01, 0x04:
      expected >> 8 == found || expected & 0x1F == found
        ? "Conf and Tidle are one byte, of which three bits read 0 (table 5)" : nil
    case 0x02, 0x03:
      expected & 0xFF80 == found ? "limits have nine bits (table 5)" : nil
    default: nil
    }
  }

  func adopt(request: [UInt8], expected: [UInt8], found: [UInt8]) -> String? {
    guard let register = request.first, register == 0x01 || register == 0x04 else { return nil }
    return "Conf and Tidle are one byte, which a longer read repeats (table 5)"
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.register == 0x00, reading.data.count == 2,
      call.name.contains("temp"), !call.name.contains("raw")
    else { return opinion }
    let word = UInt16(reading.data[0]) << 8 | UInt16(reading.data[1])
    // Eleven bits, and the nine of the first LM75.
    for celsius in [word, word & 0xFF80].map({ LM75.celsius(register: $0) }) {
      opinion.alternatives += [[celsius], [celsius * 1000], [celsius * 1.8 + 32]]
    }
    return opinion
  }
}
