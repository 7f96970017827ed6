import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The ICM-20948 of the transcripts; registers are counted as bank · 256 + address.
final class ICM20948Golden: GoldenDevice {
  private let model: ICM20948Model
  /// The transcript's model keeps its registers over a reset; ours does not.
  private var wasReset = false
  var chip: any SimulatedChip { model }
  let listed = Array(0x000...0x3FF)
  let compared = Array(0x000...0x3FF)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("ICM20948") || place.device.contains("ICM-20948"),
      (0x68...0x69).contains(place.address.rawValue)
    else { return nil }
    // Its magnetometer has a place of its own where the transcript has one.
    model = ICM20948Model(
      address: place.address, source: FixedMotion(), hasMagnetometer: false)
    seed(place)
  }

  var pointer: Int { model.bank << 8 | Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt16(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt16(register))) }
  func powerCycle() {
    model.powerCycle()
    wasReset = true
  }

  func register(named name: String) -> Int? {
    InertialGolden.register(named: name, banks: 4)
  }

  /// Asked for every write, also for those that reset.
  func register(of request: [UInt8]) -> Int? {
    if model.bank == 0, request.count == 2, request[0] == 0x06, request[1] & 0x80 != 0 {
      wasReset = true
    }
    return request.first.map { model.bank << 8 | Int($0) & 0x7F }
  }

  func registers(from register: Int, count: Int) -> [Int] {
    (0..<count).map { index in
      let address = (register + index) & 0x7F
      return address == 0x7F ? address : register & 0x300 | address
    }
  }

  func isMeasured(_ register: Int) -> Bool {
    (0x017...0x01C).contains(register) || (0x02D...0x052).contains(register) || register == 0x317
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x006 where (expected ^ found) & ~0xC1 == 0:
      "PWR_MGMT_1: DEVICE_RESET clears itself and leaves 0x41"
    case 0x003 where (expected ^ found) & ~0x0E == 0:
      "USER_CTRL: the reset bits clear themselves"
    case 0x315 where (expected ^ found) == 0x80: "I2C_SLV4_EN clears itself"
    case 0x005 where wasReset && found == 0x40, 0x201 where wasReset && found == 0x01,
      0x214 where wasReset && found == 0x01:
      "DEVICE_RESET restores the datasheet's value"
    case 0x07F where expected & 0x30 == found: "REG_BANK_SEL has two bits"
    case 0x001...0x3FF where wasReset && found == 0: "DEVICE_RESET resets all registers"
    default: nil
    }
  }

  private var scales: InertialGolden {
    let acceleration = [2, 4, 8, 16][peek(0x214) >> 1 & 3]
    let rate = [250, 500, 1000, 2000][peek(0x201) >> 1 & 3]
    return InertialGolden(
      acceleration: InvenSenseRanges.Acceleration(g: acceleration)?.scale ?? 0,
      angularVelocity: InvenSenseRanges.AngularVelocity(degreesPerSecond: rate)?.scale ?? 0,
      field: ICM20948.field(counts: 1))
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    // Some drivers look their range up afterwards.
    guard let reading = call.readings.last(where: { isMeasured($0.register) }) else {
      return GoldenOpinion()
    }
    // RoomTemp_Offset taken for the 21 °C that it belongs to; it is 0.
    let counts = InertialGolden.words(reading.data.prefix(2), isBigEndian: true).first ?? 0
    return InertialGolden.opinion(
      values(reading), of: call, defects: [[(counts - 21) / 333.87 + 21]])
  }

  private func values(_ reading: GoldenReading) -> [[Double]] {
    let data = reading.data
    let words = InertialGolden.words(data, isBigEndian: true)
    switch (reading.register, data.count) {
    case (0x02D, 6), (0x02D, 2), (0x02F, 2), (0x031, 2): return scales.accelerations(words)
    case (0x033, 6), (0x033, 2), (0x035, 2), (0x037, 2): return scales.angularVelocities(words)
    case (0x039, 2):
      return InertialGolden.temperatures(
        ICM20948.celsius(counts: Int16(words[0])), counts: words[0])
    case (0x02D, 12):
      return scales.burst(Array(words[0..<3]), Array(words[3..<6]), celsius: 0, counts: 0)
    case (0x02D, 14...23):
      let all = scales.burst(
        Array(words[0..<3]), Array(words[3..<6]),
        celsius: ICM20948.celsius(counts: Int16(words[6])), counts: words[6])
      return data.count >= 20 ? all + fields(data.dropFirst(14)) : all
    case (0x03B, 6...9): return fields(data[...])
    default: return []
    }
  }

  /// In the magnetometer's own axes, with ST1 before the words or without.
  private func fields(_ data: ArraySlice<UInt8>) -> [[Double]] {
    [data.prefix(6), data.dropFirst().prefix(6)].flatMap { bytes in
      bytes.count == 6
        ? scales.fields(InertialGolden.words(bytes, isBigEndian: false)) : []
    }
  }
}
