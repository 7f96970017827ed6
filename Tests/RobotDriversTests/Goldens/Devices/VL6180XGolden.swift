import RobotDrivers
import RobotHAL
import SimulatedHAL

/// The VL6180X of the transcripts: registers at addresses of two bytes.
final class VL6180XGolden: GoldenDevice {
  private let model: VL6180XModel
  var chip: any SimulatedChip { model }
  let listed = Array(0x000...0x3FF)
  let compared = Array(0x000...0x3FF)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("VL6180") else { return nil }
    model = VL6180XModel(address: place.address, target: FixedTarget(metres: 0.1))
    seed(place)
  }

  var pointer: Int { Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt16(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt16(register))) }
  func powerCycle() { model.powerCycle() }

  func isMeasured(_ register: Int) -> Bool { (0x4D...0x80).contains(register) }

  func register(of request: [UInt8]) -> Int? {
    request.count >= 2 ? Int(request[0]) << 8 | Int(request[1]) : nil
  }
  func registers(from register: Int, count: Int) -> [Int] {
    (0..<count).map { (register + $0) & 0x3FF }
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x18 where expected & ~0x01 == found || found == 0:
      "SYSRANGE__START: the start bit clears itself, and stopping ends continuous mode"
    case 0x38 where expected & ~0x01 == found & ~0x01:
      "SYSALS__START: the start bit clears itself"
    case 0x15 where found == 0: "SYSTEM__INTERRUPT_CLEAR is write only"
    case 0x2E where expected & ~0x01 == found:
      "SYSRANGE__VHV_RECALIBRATE: bit 0 clears itself"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    var opinion = GoldenOpinion()
    guard let reading = call.readings.last, reading.register == 0x62, reading.data.count == 1,
      call.name.contains("range") || call.name.contains("dist")
    else { return opinion }
    let metres = VL6180X.metres(counts: reading.data[0])
    opinion.alternatives = [[metres * 1000], [metres * 100], [metres]]
    return opinion
  }
}
