internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import SimulatedHAL

/// `driver: tmag5273`.
struct TMAG5273Device: ByteEncoderDevice {
  typealias Chip = TMAG5273

  static let schema = DriverSchema(
    name: "tmag5273", kind: .encoder, addresses: 0x22...0x78, defaultAddress: 0x35,
    maximumSpeed: 1e6)
  /// Variants A, B, C, D.
  static let usualAddresses: [UInt8] = [0x35, 0x22, 0x78, 0x44]
  static let decoding = EncoderDecoding.tmag5273(TMAG5273.Decoder())

  let address: I2CAddress

  init(_ device: DeviceDescription) throws(DeviceProblem) { address = try Self.address(of: device) }

  var readings: [CyclicExchange] { [CyclicExchange(TMAG5273.sample(at: address))] }

  func makeChip(_ scene: ChipScene) -> any SimulatedChip {
    EncoderChip.tmag5273(address: address, shaft: scene.shaft)
  }
}
