import RobotHAL
import RobotUnits
import SimulatedHAL

/// A chip model as the replay sees it: a place in the bus tree and registers to seed and compare.
struct GoldenChip {
  enum Model {
    case pca9685(PCA9685Model)
    case as5600(AS5600Model)
    case ina226(INA226Model)
    case tca9548a(TCA9548AModel)
  }

  let path: String
  let address: UInt8
  let model: Model

  init?(path: String, address: UInt8, registers: [String: String], device: String) {
    guard let bus = I2CAddress(address) else { return nil }
    self.path = path
    self.address = address
    let isWide = registers.values.contains { $0.count > 4 }
    if registers["ctrl"] != nil
      || (registers.isEmpty && device.contains("TCA9548A") && (0x70...0x77).contains(address))
    {
      model = .tca9548a(TCA9548AModel(address: bus))
    } else if isWide || device.hasPrefix("INA226") {
      let supply = FixedSupply(busVolts: 0, amperes: 0)
      model = .ina226(INA226Model(address: bus, shuntOhms: 0.002, supply: supply))
    } else if address == 0x36 {
      model = .as5600(AS5600Model(shaft: FixedShaft(radians: 0)))
    } else if device.contains("PCA9685") || registers["0xFE"] != nil && registers["0x05"] != nil {
      model = .pca9685(PCA9685Model(address: bus))
    } else if device.contains("AS5600") {
      model = .as5600(AS5600Model(address: bus, shaft: FixedShaft(radians: 0)))
    } else {
      return nil
    }
    seed(registers)
  }

  /// Seeds the registers; those that a transcript leaves out are zero. An empty list is a chip fresh
  /// from power-on.
  private func seed(_ registers: [String: String]) {
    guard !registers.isEmpty else { return }
    for register in seeded { load(register, 0) }
    for (name, text) in registers {
      guard let value = Transcript.integer(text) else { continue }
      if case .tca9548a(let model) = model {
        model.control = UInt8(value)
      } else if let register = Transcript.integer(name) {
        load(register, value)
      }
    }
  }

  private var seeded: [Int] {
    switch model {
    case .pca9685: Array(0x00...0x45) + Array(0xFA...0xFE)
    case .as5600: Array(0x00...0x08) + Array(0x0B...0x0F) + Array(0x1A...0x1C)
    case .ina226: [0x01, 0x02, 0x03, 0x04]
    case .tca9548a: []
    }
  }

  var node: any SimulatedChip {
    switch model {
    case .pca9685(let model): model
    case .as5600(let model): model
    case .ina226(let model): model
    case .tca9548a(let model): model
    }
  }

  func load(_ register: Int, _ value: Int) {
    switch model {
    case .pca9685(let model): model.load(register: UInt8(register), value: UInt8(value))
    case .as5600(let model): model.load(register: UInt8(register), value: UInt8(value))
    case .ina226(let model): model.load(register: UInt8(register), value: UInt16(value))
    case .tca9548a(let model): model.control = UInt8(value)
    }
  }

  func peek(_ register: Int) -> Int {
    switch model {
    case .pca9685(let model): Int(model.peek(register: UInt8(register)))
    case .as5600(let model): Int(model.peek(register: UInt8(register)))
    case .ina226(let model): Int(model.peek(register: UInt8(register)))
    case .tca9548a(let model): Int(model.control)
    }
  }

  func powerCycle() {
    switch model {
    case .pca9685(let model): model.powerCycle()
    case .as5600(let model): model.powerCycle()
    case .ina226(let model): model.powerCycle()
    case .tca9548a(let model): model.powerCycle()
    }
  }

  var pointer: Int {
    switch model {
    case .pca9685(let model): Int(model.pointer)
    case .as5600(let model): Int(model.pointer)
    case .ina226(let model): Int(model.pointer)
    case .tca9548a: 0
    }
  }

  var isWide: Bool {
    if case .ina226 = model { true } else { false }
  }

  /// The value of a register as bytes on the wire.
  func bytes(_ register: Int) -> Int { isWide ? 2 : 1 }

  /// Registers whose value is the world's, not the chip's: a transcript may change them in between.
  func isMeasured(_ register: Int) -> Bool {
    switch model {
    case .as5600: (0x0B...0x0F).contains(register) || (0x1A...0x1C).contains(register)
    case .ina226: (0x01...0x04).contains(register) || register == 0x06
    case .pca9685, .tca9548a: false
    }
  }

  /// The registers under the bytes of a read of `count` that begins at `register`.
  func registers(from register: Int, count: Int) -> [Int] {
    switch model {
    case .ina226: Array(repeating: register, count: count)
    case .as5600 where [0x0C, 0x0E, 0x1B].contains(register):
      (0..<count).map { register + $0 % 2 }
    case .pca9685(let model) where model.peek(register: 0) & 0x20 == 0:
      Array(repeating: register, count: count)
    default: (0..<count).map { (register + $0) & 0xFF }
    }
  }

  /// Why a difference between our model and the one behind the transcripts is accepted, or nil.
  ///
  /// Our models follow the datasheet where the transcripts' models say less.
  func tolerance(register: Int, expected: Int, found: Int) -> String? {
    switch (model, register) {
    case (.pca9685, 0x00) where expected ^ found == 0x80:
      "RESTART: a PWM write and STOP clears it (7.3.1.1)"
    case (.pca9685, 0x00) where (expected ^ found) & ~0xC0 == 0 && found & 0x40 != 0:
      "EXTCLK: only a reset clears it (7.3.1)"
    case (.pca9685, 0x02...0x05) where expected & 0xFE == found: "bit 0 of a call address reads 0"
    case (.pca9685, 0x01) where expected & 0x1F == found,
      (.pca9685, 0x06...0x45) where expected & 0x1F == found:
      "reserved bits read 0 (tables 6 to 8)"
    case (.pca9685, 0xFE) where found == 3 && expected < 3: "PRE_SCALE is at least 3 (7.3.5)"
    case (.pca9685, 0xFA...0xFD) where found == 0: "ALL_LED registers read 0 (table 4)"
    case (.ina226, 0x05) where expected & 0x7FFF == found: "CALIBRATION has 15 bits (7.6.6)"
    case (.ina226, 0x00) where expected & 0x8000 != 0 && found == 0x4127:
      "CONFIG.RST clears itself (7.6.1)"
    case (.ina226, 0x06) where (expected ^ found) & ~0x1C == 0:
      "AFF, CVRF and OVF cannot be written and follow the conversions (7.6.7)"
    default: nil
    }
  }
}
