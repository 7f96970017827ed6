import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The ADS1115 or ADS1015 of the transcripts: registers of two bytes.
final class ADS1x15Golden: GoldenDevice {
  private let model: ADS1x15Model
  private let isADS1015: Bool
  var chip: any SimulatedChip { model }
  let listed = [0x00, 0x02, 0x03]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    guard place.device.contains("ADS1"), (0x48...0x4B).contains(place.address.rawValue) else {
      return nil
    }
    isADS1015 = !place.device.contains("ADS1115")
    model = ADS1x15Model(
      part: isADS1015 ? .ads1015 : .ads1115, address: place.address, inputs: FixedVoltages())
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
    case 0x01 where expected ^ found == 0x8000:
      "OS follows the conversion time, the transcript's model is idle at the second look"
    case 0x02 where isADS1015 && expected & 0xFFF0 == found,
      0x03 where isADS1015 && expected | 0x000F == found:
      "the last four bits of an ADS1015's thresholds are fixed (SBAS473)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.register == 0x00, reading.data.count == 2
    else { return opinion }
    let word = Int16(bitPattern: UInt16(reading.data[0]) << 8 | UInt16(reading.data[1]))
    let ranges = ADS1x15.FullScale.allCases
    let range = ranges[min(peek(0x01) >> 9 & 7, ranges.count - 1)]
    let volts = ADS1x15.volts(counts: word, fullScaleVolts: range.volts)
    // In counts, left-justified or not, or in V, mV or µV.
    opinion.alternatives = [
      [Double(word)], [Double(isADS1015 ? word >> 4 : word)], [volts], [volts * 1e3],
      [volts * 1e6],
    ]
    // Drivers that spread the range over 32 767 counts, or 2047.
    let steps = isADS1015 ? 2047.0 / 2048 : 32767.0 / 32768
    opinion.isKnownDefect = { results in
      [1, 1e3, 1e6].contains { GoldenJudge.agree([volts / steps * $0], results) }
    }
    return opinion
  }
}
