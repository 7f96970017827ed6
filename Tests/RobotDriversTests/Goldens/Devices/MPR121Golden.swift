import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The MPR121 of the transcripts.
final class MPR121Golden: GoldenDevice {
  private let model: MPR121Model
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x7F)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("MPR121"), (0x5A...0x5D).contains(place.address.rawValue) else {
      return nil
    }
    model = MPR121Model(
      address: place.address, electrodes: FixedCapacitances(farads: 10e-12))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  func isMeasured(_ register: Int) -> Bool { register <= 0x2A }

  private var hasOvercurrent: Bool { peek(0x01) & 0x80 != 0 }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x5E where found == 0 && hasOvercurrent:
      "OVCF: ECR is cleared and takes no value until OVCF is cleared"
    case 0x2B...0x7F where hasOvercurrent:
      "OVCF: the chip has stopped, so that settings are taken"
    case 0x5F...0x72 where expected == 0 || found == 0:
      "charges found by the auto-configuration, which the transcripts' model has not"
    case 0x5C where found == 0x10, 0x5D where found == 0x24:
      "a soft reset restores CONFIG1 and CONFIG2"
    case 0x80 where found == 0: "the reset register reads 0"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last else { return opinion }
    let data = reading.data
    switch (reading.register, data.count) {
    case (0x00, 2...):
      let word = Int(data[1]) << 8 | Int(data[0])
      judgeTouch(word, call, &opinion)
    // The kernel reads the two bytes one by one, high before low.
    case (0x00, 1) where call.readings.count > 1 && call.readings.first?.register == 0x01:
      judgeTouch(Int(call.readings[0].data[0]) << 8 | Int(data[0]), call, &opinion)
    case (0x00, 1), (0x01, 1): break
    case (0x04...0x1D, 2):
      let counts = MPR121.filtered(low: data[0], high: data[1])
      opinion.alternatives = [[Double(counts)]]
    case (0x1E...0x2A, 1):
      opinion.alternatives = [[Double(MPR121.baseline(byte: data[0]))], [Double(data[0])]]
    case (0x2B..., 1): opinion.alternatives = [[Double(data[0])]]
    default: break
    }
    return opinion
  }

  private func judgeTouch(_ word: Int, _ call: GoldenCall, _ opinion: inout GoldenOpinion) {
    let bits = MPR121.touched(low: UInt8(word & 0xFF), high: UInt8(word >> 8))
    let masks = [0x0FFF, 0x1FFF, 0x7FFF, 0xFFFF].map { word & $0 }
    let results = masks.flatMap { mask -> [[Double]] in
      let each = (0..<12).map { mask >> $0 & 1 == 1 ? 1.0 : 0 }
      return [[Double(mask)], each] + Self.single(call, each)
    }
    if let bits {
      // As a word, or each electrode, or the one that was asked for.
      let each = (0..<12).map { bits >> UInt16($0) & 1 == 1 ? 1.0 : 0 }
      opinion.alternatives = [[Double(bits)], [Double(word)], each] + Self.single(call, each)
    } else {
      // Only the whole word tells that nothing was measured; what masks OVCF away is a known defect.
      opinion.alternatives = [[Double(word)]]
      opinion.isKnownDefect = { found in results.contains { GoldenJudge.agree($0, found) } }
    }
  }

  /// `is_touched(3)`, `[3].value`
  private static func single(_ call: GoldenCall, _ each: [Double]) -> [[Double]] {
    let digits = call.name.split { !$0.isNumber }.compactMap { Int($0) }
    return digits.last.map { $0 < each.count ? [[each[$0]]] : [] } ?? []
  }
}
