import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The AS5600 of the transcripts.
final class AS5600Golden: GoldenDevice {
  private let model: AS5600Model
  /// The software zero, direction or offset of a driver changes its angles and is no part of ours.
  private var anglesAreShifted = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x08) + Array(0x0B...0x0F) + Array(0x1A...0x1C)

  init?(_ place: GoldenPlace) {
    guard place.address == 0x36 || place.device.contains("AS5600") else { return nil }
    model = AS5600Model(address: place.address, shaft: FixedShaft(radians: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }

  func isMeasured(_ register: Int) -> Bool {
    (0x0B...0x0F).contains(register) || (0x1A...0x1C).contains(register)
  }

  func registers(from register: Int, count: Int) -> [Int] {
    [0x0C, 0x0E, 0x1B].contains(register)
      ? (0..<count).map { register + $0 % 2 } : (0..<count).map { (register + $0) & 0xFF }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    if ["setoffset", "setdirection", "increaseoffset", "resetposition", "resetcumulative"]
      .contains(where: call.name.contains)
    {
      anglesAreShifted = true
    }
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last else { return opinion }
    opinion.alternatives = values(call.name, reading).map { [$0] }
    // Drivers that spread 360° over 4095 counts.
    let word = reading.data.reduce(0) { $0 << 8 | UInt16($1) }
    let turns = Double(word & 0x0FFF) / 4095
    opinion.isKnownDefect = { results in
      GoldenJudge.agree([turns * 360], results)
        || GoldenJudge.agree([turns * 2 * Double.pi], results)
    }
    return opinion
  }

  private func values(_ call: String, _ reading: GoldenReading) -> [Double] {
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
}
