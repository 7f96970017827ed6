public import RobotHAL
public import RobotUnits

/// What can go wrong on a simulated I2C bus, below every driver.
public enum BusFault: Hashable, Sendable {
  /// The address byte is not acknowledged.
  case noAddressAcknowledge
  /// Byte `byte` of a write, from 0 and without the address, is not acknowledged and not taken.
  case noDataAcknowledge(byte: Int)
  /// In byte `byte` of a message the chip stops with SDA low. From then on every transfer fails after the
  /// adapter's timeout, until nine clocks come (`SimulatedI2CBus.recoveryLines`), the chip loses its
  /// supply, or the mux in front of it opens its channel: closing the channel again brings the fault back.
  case stuckData(byte: Int)
  /// The chip holds SCL low for so long in each byte. Beyond the adapter's timeout that ends the transfer.
  case stretch(perByte: TimeSpan)
  /// Another controller wins the bus at the address byte.
  case arbitrationLost
  /// The adapter stops after so many messages of a transfer.
  case shortTransfer(messages: Int)
  /// Bits of the bytes in `direction` flip, each with `perBit` (0...1).
  case flippedBits(perBit: Double, direction: Direction)
  /// The chip acknowledges, but every byte reads as this one: 0x00 or 0xFF.
  case constantReply(UInt8)
  /// Each register reads as it did when the fault began.
  case frozenReply
  /// The first `bytes` bytes of a reply are those of the reply before.
  case tornReply(bytes: Int)
  /// The chip starts anew, with the registers of its power-on; it does not miss a transfer.
  case reset
  /// The chip has no supply: nobody answers. It comes back with the registers of its power-on.
  case unpowered
  /// Another kind of chip is in its place: registers with constant contents, made from `seed`.
  case stranger(seed: UInt64)
  /// The wires of two channels of the mux are swapped.
  case swappedChannels(Int, Int)
  /// The adapter takes so much longer for every transfer, whoever is addressed.
  case slowAdapter(overhead: TimeSpan)

  /// Which way bytes go.
  public enum Direction: Hashable, Sendable {
    /// From the chip.
    case read
    /// To the chip.
    case write
  }

  /// Whether it lasts from its start to its end, rather than strike transfers: then neither count nor
  /// probability mean anything.
  public var isState: Bool {
    switch self {
    case .unpowered, .stranger, .swappedChannels: true
    default: false
    }
  }
}

/// Where a fault is.
public enum FaultPlace: Hashable, Sendable {
  /// All of the bus.
  case bus
  /// A device that is soldered to the bus itself.
  case device(I2CAddress)
  /// A device behind `channel` of the mux at `mux`.
  case behind(mux: I2CAddress, channel: Int, I2CAddress)

  /// The device's address.
  var address: I2CAddress? {
    switch self {
    case .bus: nil
    case .device(let address), .behind(_, _, let address): address
    }
  }
}
