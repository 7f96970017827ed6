public import RobotHAL

extension BNO055 {
  /// Where a sensor is and what it fuses. The fusion chooses ranges and rates itself: ±4 g, ±2000 °/s,
  /// 100 Hz (section 3.5).
  public struct Configuration: Hashable, Sendable {
    /// 0x28, or 0x29 with COM3 high.
    public let address: I2CAddress
    /// What is fused.
    public let mode: Mode
    /// Whether a 32 kHz crystal is soldered to XIN32 and XOUT32.
    public let hasExternalCrystal: Bool

    /// Checks the address.
    public init(
      address: I2CAddress = 0x28, mode: Mode = .imu, hasExternalCrystal: Bool = false
    ) throws(ConfigurationError) {
      guard (0x28...0x29).contains(address.rawValue) else { throw .address(address) }
      self.address = address
      self.mode = mode
      self.hasExternalCrystal = hasExternalCrystal
    }

    /// The value of SYS_TRIGGER.
    var trigger: UInt8 { hasExternalCrystal ? Bits.externalCrystal : 0 }

    /// What a person should know before this chip is put on a bus of `board`, by its name in the board
    /// file (`raspberrypi-4b`).
    public func warnings(forBoard board: String) -> [Warning] {
      let stretches = ["raspberrypi-0", "raspberrypi-1", "raspberrypi-2", "raspberrypi-3"]
      guard (stretches + ["raspberrypi-zero", "raspberrypi-4"]).contains(where: board.hasPrefix)
      else { return [] }
      return [.clockStretching(board: board)]
    }
  }

  /// Something that a person should know of.
  public enum Warning: Hashable, Sendable, CustomStringConvertible {
    /// The board's I2C controller does not stand clock stretching.
    case clockStretching(board: String)

    /// What follows and what to do.
    public var description: String {
      switch self {
      case .clockStretching(let board):
        "BNO055: it stretches the clock, which the I2C controller of \(board) misreads "
          + "(raspberrypi/linux#254): bytes will be wrong now and then; use a bus of i2c-gpio, or "
          + "set the bus to 50 kHz or less"
      }
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "BNO055: \(address) is neither 0x28 (COM3 low) nor 0x29 (COM3 high); use the one that COM3 "
          + "selects"
      }
    }
  }
}

extension BNO055.Mode: CaseIterable {
  public static var allCases: [Self] { [.imu, .ndofWithoutFastCalibration, .ndof] }
}
