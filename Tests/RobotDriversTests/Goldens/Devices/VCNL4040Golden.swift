import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The VCNL4040 of the transcripts: registers of two bytes, low byte first.
final class VCNL4040Golden: GoldenDevice {
  private let model: VCNL4040Model
  /// The transcript lists its registers as they go over the wire, 0x8601 for 0x0186.
  private let isSwapped: Bool
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x0C)
  let registerBytes = 2
  let isLittleEndian = true

  init?(_ place: GoldenPlace) {
    guard place.device.contains("VCNL4040") else { return nil }
    model = VCNL4040Model(
      address: place.address, light: FixedLight(LightReading(reflected: 0, lux: 0)))
    isSwapped = place.value(0x0C) == 0x8601
    seed(place)
    seeded = true
  }
  private var seeded = false

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    let word = UInt16(truncatingIfNeeded: value)
    // What is loaded later comes from the replay, which has it in order.
    model.load(register: UInt8(register), value: isSwapped && !seeded ? word.byteSwapped : word)
  }
  func peek(_ register: Int) -> Int {
    let word = model.peek(register: UInt8(register))
    return Int(isSwapped ? word.byteSwapped : word)
  }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { (0x08...0x0B).contains(register) }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard
      let reading = call.readings.last(where: { (0x08...0x0A).contains($0.register) }),
      reading.data.count == 2
    else { return opinion }
    let counts = Reply(reading.data).littleEndian(at: 0)
    if reading.register == 0x08 {
      if call.name.contains("prox") { opinion.alternatives = [[Double(counts)]] }
    } else if ["lux", "light", "white", "ambient", "als"].contains(where: call.name.contains) {
      let field = model.peek(register: 0x00) >> 6 & 3
      opinion.alternatives = [
        [VCNL4040.lux(counts: counts, field: field)], [Double(counts)],
      ]
    }
    return opinion
  }
}
