public import RobotHAL
public import RobotUnits

extension MPR121 {
  /// Where a touch sensor is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// 0x5A...0x5D, by what ADDR is connected to.
    public let address: I2CAddress
    /// How many electrodes are measured, from 0 on.
    public let electrodes: Int
    /// By how many counts the data must fall below the baseline to be a touch.
    public let touchThreshold: UInt8
    /// Below how many counts it is no touch any more.
    public let releaseThreshold: UInt8
    /// How many measurements in a row it takes to be one or the other, less one.
    public let debounce: UInt8
    /// ESI: milliseconds between two measurements, 2 to the power of this.
    public let intervalExponent: UInt8
    /// The supply of the chip [V], by which it finds the charge of each electrode.
    public let supplyVolts: Double

    /// Checks address, count, thresholds and supply.
    ///
    /// `measurementInterval` is 1, 2, 4, ... 128 ms; four of them make a new number.
    public init(
      address: I2CAddress = 0x5A, electrodes: Int = 12, touchThreshold: Int = 12,
      releaseThreshold: Int = 6, debounce: Int = 0,
      measurementInterval: TimeSpan = .milliseconds(1), supplyVolts: Double = 3.3
    ) throws(ConfigurationError) {
      guard (0x5A...0x5D).contains(address.rawValue) else { throw .address(address) }
      guard (1...12).contains(electrodes) else { throw .electrodes(electrodes) }
      guard (1...255).contains(touchThreshold), (0..<touchThreshold).contains(releaseThreshold)
      else { throw .thresholds(touch: touchThreshold, release: releaseThreshold) }
      guard (0...7).contains(debounce) else { throw .debounce(debounce) }
      guard
        let exponent = (0...7).first(where: {
          measurementInterval == .milliseconds(1 << Int64($0))
        })
      else { throw .measurementInterval(measurementInterval) }
      guard (1.71...3.6).contains(supplyVolts) else { throw .supply(volts: supplyVolts) }
      self.address = address
      self.electrodes = electrodes
      self.touchThreshold = UInt8(touchThreshold)
      self.releaseThreshold = UInt8(releaseThreshold)
      self.debounce = UInt8(debounce)
      intervalExponent = UInt8(exponent)
      self.supplyVolts = supplyVolts
    }

    /// How often there is a new number, SFI (4) times ESI: reading more often gives the same again.
    public var leastTurn: TimeSpan { .milliseconds(4 << Int64(intervalExponent)) }

    /// ECR while it measures: the baseline starts from the first measurement (CL = 3) and is followed.
    var electrodeRegister: UInt8 { 0xC0 | UInt8(electrodes) }

    /// What is written while the chip is stopped, by the register that it begins at.
    var settings: [(register: Register, bytes: [UInt8])] {
      // The level of a charged electrode: 0.7 V below the supply at most, 90 % of that as target and
      // 65 % at least (AN3889).
      let upper = (supplyVolts - 0.7) / supplyVolts * 256
      return [
        // MHD, NHD, NCL and FDL rising, falling; NHD, NCL and FDL touched. NHD = 0 is no step at all:
        // the baseline stands while an electrode is touched (AN3891).
        (
          .baselineFilters,
          [0x01, 0x01, 0x0E, 0x00, 0x01, 0x05, 0x01, 0x00, 0x00, 0x00, 0x00]
        ),
        (
          .thresholds,
          (0..<12).flatMap { _ in [touchThreshold, releaseThreshold] }
        ),
        // 16 µA and 0.5 µs until the auto-configuration has its own; six samples, then four.
        (.debounce, [debounce << 4 | debounce, 0x10, 0x20 | intervalExponent]),
        // FFI as in CONFIG1, baseline as with CL = 3 (BVA), configure at the start (ACE). Never again
        // while it runs (ARE): a firm grasp would change the scale under itself.
        (.autoConfiguration, [0x0D, 0x00]),
        (
          .limits, [UInt8(upper), UInt8(upper * 0.65), UInt8(upper * 0.9)]
        ),
      ]
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// No electrode, or more than there are.
    case electrodes(Int)
    /// A release that is no less than the touch.
    case thresholds(touch: Int, release: Int)
    /// More than three bits.
    case debounce(Int)
    /// Not a power of two.
    case measurementInterval(TimeSpan)
    /// Not a supply of this chip.
    case supply(volts: Double)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "MPR121: \(address) is outside 0x5A...0x5D; use the address that ADDR selects"
      case .electrodes(let count):
        "MPR121: \(count) electrodes, but 1...12 can be measured, from 0 on"
      case .thresholds(let touch, let release):
        "MPR121: a touch threshold of \(touch) with a release threshold of \(release); use a touch "
          + "of 1...255 counts and a release below it"
      case .debounce(let count): "MPR121: a debounce of \(count) is outside 0...7"
      case .measurementInterval(let span):
        "MPR121: a measurement interval of \(span.microseconds) us; use 1, 2, 4, 8, 16, 32, 64 or "
          + "128 ms"
      case .supply(let volts):
        "MPR121: a supply of \(volts) V is outside 1.71...3.6 V; give the chip's own supply"
      }
    }
  }
}
