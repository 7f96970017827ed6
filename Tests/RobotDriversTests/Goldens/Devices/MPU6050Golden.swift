import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The MPU6050 of the transcripts.
final class MPU6050Golden: GoldenDevice {
  private let model: MPU6050Model
  /// The transcript's model keeps its registers over a reset; ours does not.
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x0D...0x3A) + Array(0x3B...0x48) + Array(0x49...0x75)

  init?(_ place: GoldenPlace) {
    guard
      place.device.contains("MPU6050") || place.device.contains("MPU-6050"),
      (0x68...0x69).contains(place.address.rawValue)
    else { return nil }
    model = MPU6050Model(address: place.address, source: FixedMotion())
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
    (0x3A...0x48).contains(register) || (0x72...0x74).contains(register)
  }
  /// Asked for every write, also for those that reset.
  func register(of request: [UInt8]) -> Int? {
    if request.count == 2, request[0] == 0x6B, request[1] & 0x80 != 0 { wasReset = true }
    return request.first.map { Int($0) }
  }
  func registers(from register: Int, count: Int) -> [Int] {
    register == 0x74
      ? Array(repeating: register, count: count) : (0..<count).map { (register + $0) & 0xFF }
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x6B where (expected ^ found) & ~0xC0 == 0 && found & 0x40 != 0:
      "PWR_MGMT_1: DEVICE_RESET clears itself and leaves the chip asleep"
    case 0x68 where found == 0: "SIGNAL_PATH_RESET is write only"
    case 0x6A where expected & 0xF8 == found: "USER_CTRL: the reset bits clear themselves"
    case 0x0D...0x75 where wasReset && found == (register == 0x6B ? 0x40 : 0):
      "DEVICE_RESET resets all registers"
    default: nil
    }
  }

  private var scales: InertialGolden {
    let acceleration = [2, 4, 8, 16][peek(0x1C) >> 3 & 3]
    let rate = [250, 500, 1000, 2000][peek(0x1B) >> 3 & 3]
    return InertialGolden(
      acceleration: InvenSenseRanges.Acceleration(g: acceleration)?.scale ?? 0,
      angularVelocity: InvenSenseRanges.AngularVelocity(degreesPerSecond: rate)?.scale ?? 0)
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    // Drivers that read the bytes one by one: put together what followed each other.
    let readings = call.readings.filter { isMeasured($0.register) }
    guard let last = readings.last else { return GoldenOpinion() }
    var data = last.data
    var first = last.register
    for reading in readings.dropLast().reversed() {
      guard reading.register + reading.data.count == first else { break }
      data = reading.data + data
      first = reading.register
    }
    return InertialGolden.opinion(values(first, data), of: call)
  }

  private func values(_ register: Int, _ data: [UInt8]) -> [[Double]] {
    let words = InertialGolden.words(data, isBigEndian: true)
    switch (register, data.count) {
    case (0x3B, 6), (0x3B, 2), (0x3D, 2), (0x3F, 2): return scales.accelerations(words)
    case (0x43, 6), (0x43, 2), (0x45, 2), (0x47, 2): return scales.angularVelocities(words)
    case (0x41, 2): return temperature(words[0])
    case (0x3B, 14), (0x3A, 15):
      let all = InertialGolden.words(data.suffix(14), isBigEndian: true)
      return scales.burst(
        Array(all[0..<3]), Array(all[4..<7]),
        celsius: MPU6050.celsius(counts: Int16(all[3]), part: .mpu6050), counts: all[3])
    default: return []
    }
  }

  private func temperature(_ counts: Double) -> [[Double]] {
    let celsius = MPU6050.celsius(counts: Int16(counts), part: .mpu6050)
    return InertialGolden.temperatures(celsius, counts: counts)
  }
}
