import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The MT6701 of the transcripts.
final class MT6701Golden: GoldenDevice {
  private let model: MT6701Model
  /// The software zero or direction of a driver changes its angles and is no part of ours.
  private var anglesAreShifted = false
  var chip: any SimulatedChip { model }
  let listed = [0x03, 0x04]

  init?(_ place: GoldenPlace) {
    guard place.device.contains("MT6701") || place.address == 0x06 else { return nil }
    model = MT6701Model(address: place.address, shaft: FixedShaft(radians: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { register == 0x03 || register == 0x04 }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    let name = call.name
    if ["setzero", "offset", "setdirection"].contains(where: name.contains) {
      anglesAreShifted = true
    }
    var opinion = GoldenOpinion()
    guard !anglesAreShifted, let (high, low) = Self.bytes(call.readings),
      ["angle", "readcount", "raw"].contains(where: name.contains)
    else { return opinion }
    let turns =
      MT6701.angle(counts: MT6701.counts(high: high, low: low)).radians / (2 * Double.pi)
    let units = [16384, 360, 2 * Double.pi, 1]
    opinion.alternatives = units.map { [turns * $0] }
    // Drivers that take the lower byte as it is.
    let unshifted = Double(UInt16(high) << 6 | UInt16(low)) / 16384
    opinion.isKnownDefect = { results in
      units.contains { GoldenJudge.agree([unshifted * $0], results) }
    }
    return opinion
  }

  /// Both angle bytes, of one burst or of two reads.
  private static func bytes(_ readings: [GoldenReading]) -> (UInt8, UInt8)? {
    if let burst = readings.last, burst.register == 0x03, burst.data.count == 2 {
      return (burst.data[0], burst.data[1])
    }
    let high = readings.last { $0.register == 0x03 && $0.data.count == 1 }
    let low = readings.last { $0.register == 0x04 && $0.data.count == 1 }
    guard let high, let low else { return nil }
    return (high.data[0], low.data[0])
  }
}
