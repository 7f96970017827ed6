import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The MPL115A2 of the transcripts.
final class MPL115A2Golden: GoldenDevice {
  private let model: MPL115A2Model
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x0B) + [0x12]

  init?(_ place: GoldenPlace) {
    guard place.device.contains("MPL115") else { return nil }
    model = MPL115A2Model(
      address: place.address, air: FixedAir(AirReading(pascals: 100_000, celsius: 25)))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }

  func isMeasured(_ register: Int) -> Bool { register < 0x04 }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    register == 0x12 && found == 0 ? "CONVERT is a command, not a value (table 3)" : nil
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    var bytes = InlineArray<8, UInt8>(repeating: 0)
    for index in 0..<8 { bytes[index] = UInt8(peek(4 + index)) }
    guard call.readings.contains(where: { $0.register < 0x04 }),
      let coefficients = MPL115A2.Coefficients(bytes: bytes)
    else { return opinion }
    let pressure = UInt16(peek(0)) << 2 | UInt16(peek(1)) >> 6
    let temperature = UInt16(peek(2)) << 2 | UInt16(peek(3)) >> 6
    let pascals = MPL115A2.pascals(
      pressure: pressure, temperature: temperature, coefficients: coefficients)
    let celsius = MPL115A2.celsius(temperature: temperature)
    let pressures = [pascals, pascals / 100, pascals / 1000]
    if call.results.count == 2 {
      opinion.alternatives = pressures.flatMap { [[$0, celsius], [celsius, $0]] }
    } else if call.name.contains("press") {
      opinion.alternatives = pressures.map { [$0] }
    } else if call.name.contains("temp") {
      opinion.alternatives = [[celsius]]
    }
    return opinion
  }
}
