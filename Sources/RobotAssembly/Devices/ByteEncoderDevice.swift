internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL

/// An encoder whose set-up is data (`ByteRegisterChip`): what is left to say are its schema, its exchange, its decoder and
/// its model.
protocol ByteEncoderDevice: DeviceDriver {
  /// The driver.
  associatedtype Chip: ByteRegisterChip

  /// Where it is.
  var address: I2CAddress { get }
  /// How its replies are understood.
  static var decoding: EncoderDecoding { get }
}

extension ByteEncoderDevice {
  static var identity: ChipIdentity { Chip.identity }
  var watch: SettingsWatch? { Chip.watch(at: address) }

  func setUp(on bus: inout some I2CBus) throws(DeviceProblem) -> DeviceDecoder {
    do { try Chip.setUp(at: address, on: &bus) } catch { throw DeviceProblem("\(error)") }
    return .encoder(Self.decoding)
  }

  /// The address of `device`, which is to be one of `usualAddresses`.
  static func address(of device: DeviceDescription) throws(DeviceProblem) -> I2CAddress {
    let address = device.i2cAddress
    guard !usualAddresses.contains(address.rawValue) else { return address }
    let list = usualAddresses.compactMap { I2CAddress($0)?.description }.joined(separator: ", ")
    throw DeviceProblem("\(Chip.name): \(address) is none of its addresses: \(list)")
  }
}
