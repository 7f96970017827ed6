public import RobotHAL
public import RobotUnits

extension PCA9685 {
  /// What an output does while OE is high (MODE2.OUTNE, table 12).
  public enum DisabledOutput: Sendable {
    /// Low: the safe choice for a bridge with active-high inputs.
    case low
    /// High with totem-pole outputs, floating with open drains.
    case high
    /// Floating.
    case highImpedance
  }

  /// Where a chip is and how its outputs work.
  public struct Configuration: Hashable, Sendable {
    /// 0x40...0x7F without the all-call and reserved addresses.
    public let address: I2CAddress
    /// The PRE_SCALE value, 3...255.
    public let preScale: UInt8
    /// The chip's real oscillator [Hz]; it differs from 25 MHz from chip to chip.
    public let oscillator: Frequency
    /// The MODE2 value: totem pole or open drain, inverted or not, changes at STOP.
    let mode2: UInt8

    /// The PWM frequency that the chip really makes; differs from the wanted one by up to a few
    /// percent.
    public var frequency: Frequency {
      PCA9685.frequency(preScale: preScale, oscillator: oscillator)
    }

    /// Checks address, frequency (24...1526 Hz) and oscillator (23...27 MHz). `oscillator` is what
    /// was measured on the board; 25 MHz is the datasheet's typical value.
    public init(
      address: I2CAddress, frequency: Frequency, oscillator: Frequency = nominalOscillator,
      inverted: Bool = false, openDrain: Bool = false, disabledOutput: DisabledOutput = .low
    ) throws(ConfigurationError) {
      guard address.rawValue >= 0x40, !address.isReserved, address != 0x70 else {
        throw .address(address)
      }
      guard (24...1526).contains(frequency.hertz) else { throw .frequency(frequency) }
      guard (23e6...27e6).contains(oscillator.hertz) else { throw .oscillator(oscillator) }
      self.address = address
      self.oscillator = oscillator
      preScale = PCA9685.preScale(frequency: frequency, oscillator: oscillator)
      var mode2: UInt8 = openDrain ? 0x00 : 0x04
      if inverted { mode2 |= 0x10 }
      switch disabledOutput {
      case .low: break
      case .high: mode2 |= 0x01
      case .highImpedance: mode2 |= 0x02
      }
      self.mode2 = mode2
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// Not a frequency that PRE_SCALE can give.
    case frequency(Frequency)
    /// Not an oscillator that this chip can have.
    case oscillator(Frequency)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "PCA9685: \(address) is not one of 0x40...0x6F, 0x71...0x77; use the address that A5...A0 "
          + "select (0x70 is the all-call address)"
      case .frequency(let frequency):
        "PCA9685: \(frequency.hertz) Hz is outside 24...1526 Hz; use 50 Hz for analog servos, "
          + "1 kHz for bridges"
      case .oscillator(let oscillator):
        "PCA9685: an oscillator of \(oscillator.hertz) Hz is outside 23...27 MHz; measure the PWM "
          + "frequency and scale 25 MHz by measured over wanted"
      }
    }
  }
}
