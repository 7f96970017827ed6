import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The AS5048B of the transcripts.
final class AS5048BGolden: GoldenDevice {
  private let model: AS5048BModel
  /// The software zero or direction of a driver changes its angles and is no part of ours.
  private var anglesAreShifted = false
  var chip: any SimulatedChip { model }
  let listed = [0x03] + Array(0x15...0x17) + Array(0xFA...0xFF)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("AS5048") else { return nil }
    model = AS5048BModel(address: place.address, shaft: FixedShaft(radians: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { (0xFA...0xFF).contains(register) }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    if ["clockwise", "zero"].contains(where: call.name.contains) { anglesAreShifted = true }
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.data.count == 2 else { return opinion }
    let counts = AS5048B.counts(high: reading.data[0], low: reading.data[1])
    switch reading.register {
    case 0xFE where call.name.contains("angle") && !anglesAreShifted:
      let turns = AS5048B.angle(counts: counts).radians / (2 * Double.pi)
      // Counts, turns, degrees, radians, gon, minutes and seconds of arc, and three kinds of mil.
      let units = [16384, 1, 360, 2 * Double.pi, 400, 21_600, 1_296_000, 6400, 6300, 6000]
      opinion.alternatives = units.map { [turns * $0] }
    case 0xFC where call.name.contains("magnitude"): opinion.alternatives = [[Double(counts)]]
    default: break
    }
    return opinion
  }
}
