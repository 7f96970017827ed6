import RobotHAL
import SimulatedHAL

/// Where a transcript has a chip, and what it says of it.
struct GoldenPlace {
  let address: I2CAddress
  /// The non-zero registers by name; empty for a chip that is only known to acknowledge.
  let registers: [String: String]
  /// The transcript's device, in its words.
  let device: String

  /// The value of `register`, 0 where it is not listed.
  func value(_ register: Int) -> Int {
    registers.first { Transcript.integer($0.key) == register }
      .flatMap { Transcript.integer($0.value) } ?? 0
  }
}

/// What a step read in one message: the bytes that were written before it in the same transfer, or in
/// the last one, and the register that they begin at.
struct GoldenReading {
  let chip: GoldenChip
  let register: Int
  let request: [UInt8]
  let data: [UInt8]
}

/// A call of a third-party driver and what went over the wire for it.
struct GoldenCall {
  /// In lower case.
  let name: String
  /// What it returned: one number, several, or none.
  let results: [Double]
  /// What the chip in question was asked and answered, in order.
  let readings: [GoldenReading]
  /// What was written to it, in order.
  let writes: [[UInt8]]

  /// The decimal numbers in the arguments.
  var arguments: [Double] {
    name.drop { $0 != "(" && $0 != "=" }.split { !($0.isNumber || $0 == ".") }
      .compactMap { Double($0) }
  }
}

/// What our driver says of a call.
struct GoldenOpinion {
  /// What our conversions make of the bytes; each list is one unit that the driver may have meant.
  var alternatives: [[Double]] = []
  /// Encodings that were compared, right or wrong.
  var comparedEncodings = 0
  /// What the driver does worse, each with its reason.
  var deviations: [String] = []
  /// What we would have written differently, without a reason.
  var failures: [String] = []
  /// Whether a result that is none of the alternatives is a known defect of the driver.
  var isKnownDefect: (_ results: [Double]) -> Bool = { _ in false }
}

/// A chip model as the replay sees it, and our driver's opinion of what others make of the bytes. One
/// file per device in Devices/.
protocol GoldenDevice: AnyObject {
  /// The model of a chip at `place`; `nil` when it is another chip.
  init?(_ place: GoldenPlace)
  /// The model.
  var chip: any SimulatedChip { get }
  /// The registers that a transcript may list: what it leaves out of them is 0.
  var listed: [Int] { get }
  /// The registers that are 0 in the end unless the transcript says otherwise.
  var compared: [Int] { get }
  /// The bytes of a register's value on the wire.
  var registerBytes: Int { get }
  /// Whether the low byte of a register of two bytes comes first.
  var isLittleEndian: Bool { get }
  /// The register that a read without a write begins at.
  var pointer: Int { get }
  func load(_ register: Int, _ value: Int)
  func peek(_ register: Int) -> Int
  func powerCycle()
  /// The register that a transcript calls `name`; `nil` where it is none.
  func register(named name: String) -> Int?
  /// Whether a value is the world's, not the chip's: a transcript may change it in between.
  func isMeasured(_ register: Int) -> Bool
  /// The register that a read after `request` begins at; `nil` when `request` selects none.
  func register(of request: [UInt8]) -> Int?
  /// The registers under the bytes of a read of `count` that begins at `register`.
  func registers(from register: Int, count: Int) -> [Int]
  /// Why a difference between our model and the one behind the transcripts is accepted, or `nil`. Our
  /// models follow the datasheet where the transcripts' models say less.
  func tolerance(register: Int, expected: Int, found: Int) -> String?
  /// Why another reply than ours to `request` is accepted, or `nil`: for chips that take commands, whose
  /// replies are no registers.
  func adopt(request: [UInt8], expected: [UInt8], found: [UInt8]) -> String?
  /// Whether the chip also answers `address` now.
  func answers(_ address: UInt8) -> Bool
  /// What our driver says of `call`. Called for each call in order, so that settings can be followed.
  func opinion(of call: GoldenCall) -> GoldenOpinion
}

extension GoldenDevice {
  var registerBytes: Int { 1 }
  var isLittleEndian: Bool { false }
  var compared: [Int] { registerBytes == 1 ? Array(0...255) : [] }
  var pointer: Int { 0 }
  func register(named name: String) -> Int? { Transcript.integer(name) }
  func isMeasured(_ register: Int) -> Bool { false }
  func register(of request: [UInt8]) -> Int? { request.first.map { Int($0) } }
  func registers(from register: Int, count: Int) -> [Int] {
    registerBytes == 1
      ? (0..<count).map { (register + $0) & 0xFF }
      : Array(repeating: register, count: count)
  }
  func tolerance(register: Int, expected: Int, found: Int) -> String? { nil }
  func adopt(request: [UInt8], expected: [UInt8], found: [UInt8]) -> String? { nil }
  func answers(_ address: UInt8) -> Bool { false }

  /// Seeds the registers; those that a transcript leaves out are zero. An empty list is a chip fresh from
  /// power-on.
  func seed(_ place: GoldenPlace) {
    guard !place.registers.isEmpty else { return }
    for register in listed { load(register, 0) }
    for (name, text) in place.registers {
      if let register = register(named: name), let value = Transcript.integer(text) {
        load(register, value)
      }
    }
  }
}

/// The devices that the replay knows. The first that recognises a place takes it.
enum GoldenCatalog {
  static var devices: [any GoldenDevice.Type] {
    [
      TCA9548AGolden.self,
      AS5048BGolden.self,
      MT6701Golden.self,
      INA219Golden.self,
      INA260Golden.self,
      TMP102Golden.self,
      LM75Golden.self,
      INA226Golden.self,
      AS5600Golden.self,
      PCA9685Golden.self,
      VL6180XGolden.self,
      VCNL4040Golden.self,
      BMP280Golden.self,
      MPL115A2Golden.self,
      DRV8830Golden.self,
      ADS1x15Golden.self,
      MLX90393Golden.self,
      MPR121Golden.self,
      MPU6050Golden.self,
      LSM6DSOGolden.self,
      ICM20948Golden.self,
      AK09916Golden.self,
      BNO055Golden.self,
    ]
  }

  static func make(_ place: GoldenPlace) -> (any GoldenDevice)? {
    for device in devices {
      if let made = device.init(place) { return made }
    }
    return nil
  }
}
