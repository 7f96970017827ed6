import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The INA226 of the transcripts: registers of two bytes.
final class INA226Golden: GoldenDevice {
  private let model: INA226Model
  /// From the driver's own calibration call [Ω].
  private var shuntOhms: Double?
  private var calibration: UInt16 = 0
  var chip: any SimulatedChip { model }
  let listed = [0x01, 0x02, 0x03, 0x04]
  let registerBytes = 2

  init?(_ place: GoldenPlace) {
    guard place.device.hasPrefix("INA226") || place.value(0xFF) & 0xFFF0 == 0x2260 else {
      return nil
    }
    model = INA226Model(
      address: place.address, shuntOhms: 0.002, supply: FixedSupply(busVolts: 0, amperes: 0))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt8(register), value: UInt16(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt8(register))) }
  func powerCycle() { model.powerCycle() }

  func isMeasured(_ register: Int) -> Bool {
    (0x01...0x04).contains(register) || register == 0x06
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x05 where expected & 0x7FFF == found: "CALIBRATION has 15 bits (7.6.6)"
    case 0x00 where expected & 0x8000 != 0 && found == 0x4127: "CONFIG.RST clears itself (7.6.1)"
    case 0x06 where (expected ^ found) & ~0x1C == 0:
      "AFF, CVRF and OVF cannot be written and follow the conversions (7.6.7)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    for bytes in call.writes where bytes.count == 3 && bytes[0] == 0x05 {
      calibration = UInt16(bytes[1]) << 8 | UInt16(bytes[2])
    }
    if call.name.hasPrefix("setmaxcurrentshunt") { shuntOhms = call.arguments.last }
    var opinion = GoldenOpinion()
    if let reading = call.readings.last {
      opinion.alternatives = values(call.name, reading).map { [$0] }
    }
    return opinion
  }

  private func values(_ call: String, _ reading: GoldenReading) -> [Double] {
    guard reading.data.count == 2 else { return [] }
    switch reading.register {
    case 0x01:
      guard call.contains("shunt") else { return [] }
      return Self.scaled(INA226.decodeShunt(reading.data.span, shuntOhms: 1).volts)
    case 0x02:
      // "Supply" is bus plus shunt.
      guard call.contains("bus") || call.contains("volt"), !call.contains("supply") else {
        return []
      }
      return Self.scaled(INA226.decodeBus(reading.data.span).volts)
    case 0x04:
      // The chip's current register is the shunt register times CAL; ours is the shunt register over
      // the resistance. They agree where the register is neither stale nor clipped.
      guard call.contains("current"), let shuntOhms else { return [] }
      let word = UInt16(reading.data[0]) << 8 | UInt16(reading.data[1])
      let shunt = UInt16(peek(0x01))
      let product = Int(Int16(bitPattern: shunt)) * Int(calibration) / 2048
      guard product == Int(Int16(bitPattern: word)) else { return [] }
      let bytes = [UInt8(shunt >> 8), UInt8(shunt & 0xFF)]
      return Self.scaled(INA226.decodeShunt(bytes.span, shuntOhms: shuntOhms).amperes)
    default: return []
    }
  }

  /// In base, milli and micro units.
  private static func scaled(_ value: Double) -> [Double] { [value, value * 1e3, value * 1e6] }
}
