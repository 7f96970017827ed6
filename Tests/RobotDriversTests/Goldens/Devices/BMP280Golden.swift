import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The BMP280 of the transcripts.
final class BMP280Golden: GoldenDevice {
  private let model: BMP280Model
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x88...0xA1) + [0xD0, 0xE0] + Array(0xF3...0xFC)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("BMP280") else { return nil }
    model = BMP280Model(
      address: place.address, air: FixedAir(AirReading(pascals: 100_000, celsius: 25)))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }

  func isMeasured(_ register: Int) -> Bool {
    register == 0xF3 || (0xF7...0xFC).contains(register)
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0xE0 where found == 0: "reset reads 0 (4.3.2)"
    case 0xF4 where expected & 0xFC == found: "a forced measurement ends in sleep (3.6.2)"
    case 0xF4,
      0xF5 where wasReset && found == 0:
      "a reset takes the settings away (4.3.2)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    if call.writes.contains([0xE0, 0xB6]) { wasReset = true }
    var opinion = GoldenOpinion()
    guard
      call.readings.contains(where: { (0xF7...0xFC).contains($0.register) && $0.data.count >= 2 }),
      let trim = trim
    else { return opinion }
    let fine = BMP280.fineTemperature(counts: counts(0xFA), trim: trim)
    // Bosch's double version truncates the fine temperature for the pressure; some drivers also give it
    // as the temperature, others truncate nowhere.
    // Its whole-number versions give hundredths of a degree and whole pascals, and may be off by one in
    // the fine temperature.
    let hundredths = (-1...1).map { Double(((Int(fine) + $0) * 5 + 128) >> 8) / 100 }
    let celsius = [fine, Double(Int(fine))].map { BMP280.celsius(fine: $0) } + hundredths
    let pascals = [fine, Double(Int(fine))].map {
      BMP280.pascals(counts: counts(0xF7), fine: $0, trim: trim)
    }
    let pressures = (pascals + [pascals[0].rounded(.down)]).flatMap { [$0, $0 / 100, $0 / 1000] }
    if call.results.count == 2 {
      opinion.alternatives = celsius.flatMap { t in pressures.flatMap { [[t, $0], [$0, t]] } }
    } else if call.name.contains("press") {
      opinion.alternatives = pressures.map { [$0] }
    } else if call.name.contains("temp") {
      opinion.alternatives = celsius.map { [$0] }
    }
    return opinion
  }

  private var trim: BMP280.Trim? {
    var words = InlineArray<12, UInt16>(repeating: 0)
    for index in 0..<12 {
      words[index] = UInt16(peek(0x89 + 2 * index)) << 8 | UInt16(peek(0x88 + 2 * index))
    }
    return BMP280.Trim(words: words)
  }

  private func counts(_ register: Int) -> Int {
    peek(register) << 12 | peek(register + 1) << 4 | peek(register + 2) >> 4
  }
}
