import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The magnetometer of an ICM-20948 in the transcripts, where it is bypassed to the host's bus.
final class AK09916Golden: GoldenDevice {
  private let model: AK09916Model
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x32)

  init?(_ place: GoldenPlace) {
    let isNamed = place.device.contains("AK09916") || place.device.contains("ICM")
    guard place.address == 0x0C, isNamed else { return nil }
    model = AK09916Model(source: FixedMotion())
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { (0x10...0x18).contains(register) }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x32 where found == 0: "CNTL3.SRST clears itself"
    case 0x31 where found == 0: "CNTL3.SRST and a single measurement lead to power-down"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    guard let reading = call.readings.last(where: { (0x10...0x11).contains($0.register) }) else {
      return GoldenOpinion()
    }
    let bytes = reading.data.dropFirst(0x11 - reading.register).prefix(6)
    guard bytes.count == 6 else { return GoldenOpinion() }
    let scales = InertialGolden(field: ICM20948.field(counts: 1))
    return InertialGolden.opinion(
      scales.fields(InertialGolden.words(bytes, isBigEndian: false)), of: call)
  }
}
