import RobotHAL
import SimulatedHAL

/// The TCA9548A of the transcripts: one register without an address, which they call `ctrl`.
final class TCA9548AGolden: GoldenDevice {
  let model: TCA9548AModel
  var chip: any SimulatedChip { model }
  let listed = [0]
  let compared = [0]

  init?(_ place: GoldenPlace) {
    guard
      place.registers["ctrl"] != nil
        || (place.registers.isEmpty && place.device.contains("TCA9548A")
          && (0x70...0x77).contains(place.address.rawValue))
    else { return nil }
    model = TCA9548AModel(address: place.address)
    if let value = place.registers["ctrl"].flatMap(Transcript.integer) { load(0, value) }
  }

  func load(_ register: Int, _ value: Int) { model.control = UInt8(value) }
  func peek(_ register: Int) -> Int { Int(model.control) }
  func powerCycle() { model.powerCycle() }
  func register(named name: String) -> Int? { 0 }
  func register(of request: [UInt8]) -> Int? { nil }
  func registers(from register: Int, count: Int) -> [Int] { Array(repeating: 0, count: count) }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    if call.name.contains("mask"), let reading = call.readings.last {
      opinion.alternatives = [reading.data.map { Double($0) }]
    }
    return opinion
  }
}
