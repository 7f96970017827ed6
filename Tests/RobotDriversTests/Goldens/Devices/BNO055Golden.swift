import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL

/// The BNO055 of the transcripts; registers are counted as page · 256 + address.
final class BNO055Golden: GoldenDevice {
  private let model: BNO055Model
  /// The transcript's model keeps its registers over a reset; ours does not.
  private var wasReset = false
  /// Registers that were written outside the configuration mode.
  private var ignored: Set<Int> = []
  var chip: any SimulatedChip { model }
  let listed = Array(0x00...0x6A)
  let compared = Array(0x00...0x6A)

  init?(_ place: GoldenPlace) {
    guard place.device.contains("BNO055"), (0x28...0x29).contains(place.address.rawValue) else {
      return nil
    }
    // The transcripts' models start at once.
    model = BNO055Model(address: place.address, source: FixedMotion(), startUp: .zero)
    seed(place)
  }

  var pointer: Int { model.page << 8 | Int(model.pointer) }
  func load(_ register: Int, _ value: Int) {
    model.load(register: UInt16(register), value: UInt8(value))
  }
  func peek(_ register: Int) -> Int { Int(model.peek(register: UInt16(register))) }
  func powerCycle() {
    model.powerCycle()
    wasReset = true
  }

  func register(named name: String) -> Int? {
    InertialGolden.register(named: name, banks: 2)
  }

  /// Asked for every write, also for those that reset, and for those that the chip ignores.
  func register(of request: [UInt8]) -> Int? {
    if request.count == 2, request[0] == 0x3F, request[1] & 0x20 != 0 { wasReset = true }
    if request.count > 1, peek(0x3D) & 0x0F != 0 {
      ignored.formUnion((0..<request.count - 1).map { Int(request[0]) + $0 })
    }
    return request.first.map { $0 == 0x07 ? 0x07 : model.page << 8 | Int($0) }
  }

  func registers(from register: Int, count: Int) -> [Int] {
    (0..<count).map { index in
      (register + index) & 0xFF == 0x07 ? 0x07 : register & 0x100 | (register + index) & 0xFF
    }
  }

  func isMeasured(_ register: Int) -> Bool {
    (0x08...0x3A).contains(register) || (0x101...0x106).contains(register)
  }

  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch register {
    case 0x3F where expected & 0xC0 == found: "SYS_TRIGGER: the triggers clear themselves (4.3.63)"
    case 0x3B where wasReset && found == 0x80: "UNIT_SEL resets to 0x80 (table 4-2)"
    case 0x3D where (expected ^ found) & 0x0F == 0: "OPR_MODE: the upper bits are reserved (4.3.61)"
    case 0x41 where wasReset && found == 0x24: "AXIS_MAP_CONFIG resets to 0x24 (table 4-2)"
    case 0x3E...0x6A where wasReset && found == 0: "RST_SYS resets all registers"
    case 0x3B...0x6A where register != 0x3D && ignored.contains(register):
      "written outside the configuration mode, which the chip ignores (3.3)"
    case 0x108...0x17F: "page 1 is a page of its own, with its own defaults (table 4-3)"
    default: nil
    }
  }

  func opinion(of call: GoldenCall) -> GoldenOpinion {
    guard let reading = call.readings.last else { return GoldenOpinion() }
    // 900 counts are 1 rad/s, and only where UNIT_SEL says so; some return that as °/s.
    let words = InertialGolden.words(reading.data, isBigEndian: false)
    return InertialGolden.opinion(
      values(reading), of: call,
      defects: reading.register == 0x14 ? [words.map { $0 / 900 }] : [])
  }

  private func values(_ reading: GoldenReading) -> [[Double]] {
    let words = InertialGolden.words(reading.data, isBigEndian: false)
    switch (reading.register, reading.data.count) {
    case (0x08, 6), (0x28, 6), (0x2E, 6):
      let si = words.map { BNO055.acceleration(counts: Int16($0)) }
      return [si, si.map { $0 / 9.80665 }, si.map { $0 * 100 }]
    case (0x0E, 6):
      let si = words.map { BNO055.field(counts: Int16($0)) }
      return [si, si.map { $0 * 1e6 }, words]
    case (0x14, 6):
      let si = words.map { BNO055.angularVelocity(counts: Int16($0)) }
      return [si, si.map { $0 * 180 / Double.pi }, words]
    case (0x1A, 6):
      let degrees = words.map { $0 / 16 }
      return [degrees, degrees.map { $0 * Double.pi / 180 }, words]
    case (0x20, 8):
      let parts = words.map { BNO055.quaternion(counts: Int16($0)) }
      // W first, as the registers have it, or last.
      return [parts, Array(parts[1...]) + [parts[0]], words]
    case (0x34, 1):
      let celsius = Double(Int8(bitPattern: reading.data[0]))
      return InertialGolden.temperatures(celsius, counts: celsius)
    case (0x35, 1):
      let levels = [6, 4, 2, 0].map { Double(reading.data[0] >> UInt8($0) & 3) }
      return [levels, [Double(reading.data[0])], [reading.data[0] == 0xFF ? 1 : 0]]
    default: return []
    }
  }
}
