import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The MLX90393 of the transcripts: commands, each answered with a status byte.
final class MLX90393Golden: GoldenDevice {
  private let model: MLX90393Model
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x09) + [0x24]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    let address = place.address.rawValue
    guard place.device.contains("MLX90393"), (0x0C...0x18).contains(address) else { return nil }
    // The transcripts' chips answer at once after a reset.
    model = MLX90393Model(
      address: place.address, field: FixedField(MagneticReading(tesla: .zero)), startUp: .zero)
    seed(place)
  }

  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt16(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }
  var pointer: Int { register(of: model.command) ?? 0 }
  func register(of request: [UInt8]) -> Int? {
    request.count == 2 && request[0] & 0xF0 == 0x50 ? Int(request[1] >> 2) : nil
  }

  func adopt(request: [UInt8], expected: [UInt8], found: [UInt8]) -> String? {
    // Some read the answer in a transfer of its own.
    let request = request.isEmpty ? model.command : request
    guard let command = request.first, expected.count == found.count, !expected.isEmpty else {
      return nil
    }
    let isMeasurement = command & 0xF0 == 0x40
    guard expected.dropFirst() == found.dropFirst() || isMeasurement else { return nil }
    guard isMeasurement else {
      // Their count of words where there are none, their modes and RS are not documented.
      let isErrorAlike = (expected[0] ^ found[0]) & 0x10 == 0
      return isErrorAlike ? "status bits other than ERROR differ" : nil
    }
    // The field is the transcript's, and so is whether it was new.
    var words: [UInt16] = [0, 0, 0, 0]
    var index = 1
    for word in 0..<4 where command >> UInt8(word) & 1 != 0 && index + 1 < expected.count {
      words[word] = UInt16(expected[index]) << 8 | UInt16(expected[index + 1])
      index += 2
    }
    model.load(temperature: words[0], x: words[1], y: words[2], z: words[3])
    return "the field and its status are the transcript's"
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    // The transcripts' chips have no lasting memory that a reset goes back to.
    for bytes in call.writes where bytes.count == 4 && bytes[0] & 0xF0 == 0x60 {
      load(Int(bytes[3] >> 2), Int(bytes[1]) << 8 | Int(bytes[2]))
    }
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last,
      let command = (reading.request.isEmpty ? call.writes.last : reading.request)?.first,
      command & 0xF0 == 0x40, reading.data.count >= 3,
      reading.data.count == 1 + 2 * (command & 0x0F).nonzeroBitCount
    else { return opinion }
    var words = stride(from: 1, to: reading.data.count - 1, by: 2).map {
      UInt16(reading.data[$0]) << 8 | UInt16(reading.data[$0 + 1])
    }
    var celsius: [Double] = []
    if command & 1 != 0 {
      let word = words.removeFirst()
      let own = MLX90393.celsius(counts: word, reference: UInt16(peek(0x24)))
      // Without the chip's own reference, and at another temperature (tedyapo).
      let typical = MLX90393.celsius(counts: word, reference: 46244)
      celsius = [own, typical, typical - 10, Double(word)]
      if words.isEmpty { opinion.alternatives = celsius.map { [$0] } }
    }
    guard words.count == 3 else { return opinion }
    let counts = (0..<3).map { Double(coding($0).counts(words[$0])) }
    let tesla = (0..<3).map { counts[$0] * teslaPerCount($0) }
    // The table's numbers are those of 1x and RES 0 times gain and RES, rounded to 1 nT: some drivers
    // multiply instead.
    let product = (0..<3).map { counts[$0] * Self.unrounded(self, $0) }
    let raw = words.map { Double($0) }
    let units = [1, 1e3, 1e4, 1e6, 1e9]
    let fields =
      [counts, raw, words.map { Double(Int16(bitPattern: $0)) }]
      + units.map { unit in tesla.map { $0 * unit } }
      + units.map { unit in product.map { $0 * unit } }
    opinion.alternatives =
      fields + fields.flatMap { field in celsius.flatMap { [field + [$0], [$0] + field] } }
    opinion.alternatives += fields.flatMap { $0.map { [$0] } }
    // 0.161 and 0.294 µT: the sensitivity of an early datasheet (tedyapo).
    let early = (0..<3).map {
      product[$0] / ($0 == 2 ? 0.242 : 0.150) * ($0 == 2 ? 0.294 : 0.161)
    }
    opinion.isKnownDefect = { results in
      let field = results.count == 4 ? Array(results.prefix(3)) : results
      return units.contains { unit in
        field.count == 3
          && zip(early, field).allSatisfy { abs($0 * unit - $1) <= 0.02 * abs($1) + 1e-9 }
      }
    }
    return opinion
  }

  private func resolution(_ axis: Int) -> Int { peek(0x02) >> (5 + 2 * axis) & 3 }

  private func coding(_ axis: Int) -> MLX90393.Coding {
    switch resolution(axis) {
    case 2: .from8000
    case 3: .from4000
    default: peek(0x01) & 0x0400 != 0 ? .compensated : .signed
    }
  }

  private func teslaPerCount(_ axis: Int) -> Double {
    let gain = MLX90393.Gain.allCases[peek(0x00) >> 4 & 7]
    let resolution = MLX90393.Resolution.allCases[resolution(axis)]
    return axis == 2
      ? MLX90393.teslaPerCountZ(gain: gain, resolution: resolution)
      : MLX90393.teslaPerCountXY(gain: gain, resolution: resolution)
  }

  private static func unrounded(_ device: MLX90393Golden, _ axis: Int) -> Double {
    let gains = [5, 4, 3, 2.5, 2, 5 / 3.0, 4 / 3.0, 1]
    let base = axis == 2 ? 0.242e-6 : 0.150e-6
    return base * gains[device.peek(0x00) >> 4 & 7] * Double(1 << device.resolution(axis))
  }
}
