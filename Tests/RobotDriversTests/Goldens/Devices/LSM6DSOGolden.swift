import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The LSM6DSO of the transcripts.
final class LSM6DSOGolden: GoldenDevice {
  private let model: LSM6DSOModel
  /// The transcript's model keeps its registers over a reset; ours does not.
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x01...0x7F)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("LSM6DS"), (0x6A...0x6B).contains(place.address.rawValue) else {
      return nil
    }
    model = LSM6DSOModel(address: place.address, source: FixedMotion())
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() {
    model.powerCycle()
    wasReset = true
  }
  func isMeasured(_ register: Int) -> Bool {
    (0x1A...0x2D).contains(register) || (0x35...0x3D).contains(register)
      || (0x49...0x4F).contains(register)
  }
  /// Asked for every write, also for those that reset.
  func register(of request: [UInt8]) -> Int? {
    if request.count == 2, request[0] == 0x12, request[1] & 0x01 != 0 { wasReset = true }
    return request.first.map { Int($0) }
  }
  func registers(from register: Int, count: Int) -> [Int] {
    peek(0x12) & 0x04 == 0
      ? Array(repeating: register, count: count) : (0..<count).map { (register + $0) & 0xFF }
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x12 where (expected ^ found) & ~0x05 == 0:
      "CTRL3_C: SW_RESET clears itself and sets IF_INC (9.14)"
    case 0x18 where wasReset && found == 0xE0: "CTRL9_XL resets to 0xE0 (9.20)"
    case 0x01...0x7F where wasReset && found == 0 && !isMeasured(register):
      "SW_RESET resets the control registers (9.14)"
    default: nil
    }
  }

  private var scales: InertialGolden {
    let acceleration = LSM6DSO.AccelerationRange(rawValue: UInt8(peek(0x10) >> 2 & 3))
    // FS_125 beats FS_G.
    let control = UInt8(peek(0x11))
    let rate = LSM6DSO.AngularVelocityRange(rawValue: control & 2 != 0 ? 1 : control >> 1 & 6)
    return InertialGolden(
      acceleration: acceleration?.scale ?? 0, angularVelocity: rate?.scale ?? 0)
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    // Some drivers look their range up afterwards.
    guard let reading = call.readings.last(where: { isMeasured($0.register) }) else {
      return GoldenOpinion()
    }
    return InertialGolden.opinion(values(reading), of: call)
  }

  private func values(_ reading: GoldenReading) -> [[Double]] {
    let words = InertialGolden.words(reading.data, isBigEndian: false)
    switch (reading.register, reading.data.count) {
    case (0x28, 6), (0x28, 2), (0x2A, 2), (0x2C, 2): return scales.accelerations(words)
    case (0x22, 6), (0x22, 2), (0x24, 2), (0x26, 2): return scales.angularVelocities(words)
    case (0x20, 2):
      return InertialGolden.temperatures(
        LSM6DSO.celsius(counts: Int16(words[0])), counts: words[0])
    case (0x22, 12):
      return scales.burst(Array(words[3..<6]), Array(words[0..<3]), celsius: 0, counts: 0)
    case (0x20, 14):
      return scales.burst(
        Array(words[4..<7]), Array(words[1..<4]),
        celsius: LSM6DSO.celsius(counts: Int16(words[0])), counts: words[0])
    default: return []
    }
  }
}
