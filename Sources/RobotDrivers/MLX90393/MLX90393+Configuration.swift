public import RobotHAL
public import RobotUnits

extension MLX90393 {
  /// GAIN_SEL: the amplification, largest first.
  public enum Gain: UInt16, Sendable, CaseIterable {
    case times5, times4, times3, times2_5, times2, times1_667, times1_333, times1
  }

  /// RES: which 16 of the converter's 19 bits are given, finest first.
  public enum Resolution: UInt16, Sendable, CaseIterable {
    case res0, res1, res2, res3
  }

  /// How the chip measures.
  public enum Mode: Sendable, CaseIterable {
    /// Once for each turn, started by the turn before.
    case single
    /// Again and again, as fast as it can. Turns may come at any rate.
    case burst
  }

  /// Where a magnetometer is and how it measures.
  public struct Configuration: Hashable, Sendable {
    /// By the order code and the pins A1 and A0: 0x0C...0x0F, 0x10...0x13, or 0x18 on some boards.
    public let address: I2CAddress
    /// The amplification.
    public let gain: Gain
    /// RES of X and Y.
    public let resolutionXY: Resolution
    /// RES of Z.
    public let resolutionZ: Resolution
    /// OSR, 0...3.
    public let oversampling: Int
    /// DIG_FILT, 0...7.
    public let filter: Int
    /// OSR2 of the temperature, 0...3.
    public let temperatureOversampling: Int
    /// TCMP_EN: the chip corrects its sensitivity by its temperature.
    public let isCompensated: Bool
    /// Whether the temperature is read with the field: two bytes more.
    public let readsTemperature: Bool
    /// How the chip measures.
    public let mode: Mode

    /// Checks the address, the filters and what goes together.
    public init(
      address: I2CAddress, gain: Gain = .times1, resolutionXY: Resolution = .res0,
      resolutionZ: Resolution = .res0, oversampling: Int = 0, filter: Int = 2,
      temperatureOversampling: Int = 0, isCompensated: Bool = false,
      readsTemperature: Bool = true, mode: Mode = .single
    ) throws(ConfigurationError) {
      guard !address.isReserved else { throw .address(address) }
      guard (0...3).contains(oversampling), (0...7).contains(filter),
        (0...3).contains(temperatureOversampling)
      else { throw .range }
      // Getting Started Guide: with HALLCONF = 0xC these three do not work.
      guard oversampling + filter >= 2 else {
        throw .filter(oversampling: oversampling, filter: filter)
      }
      guard !isCompensated || resolutionXY.rawValue < 2 && resolutionZ.rawValue < 2 else {
        throw .compensation
      }
      self.address = address
      self.gain = gain
      self.resolutionXY = resolutionXY
      self.resolutionZ = resolutionZ
      self.oversampling = oversampling
      self.filter = filter
      self.temperatureOversampling = temperatureOversampling
      self.isCompensated = isCompensated
      self.readsTemperature = readsTemperature
      self.mode = mode
    }

    /// How long the chip measures.
    public var conversionTime: TimeSpan {
      MLX90393.conversionTime(
        oversampling: oversampling, filter: filter,
        temperatureOversampling: temperatureOversampling)
    }

    /// The least time between two turns: a measurement by a clock 10 % slow; none in burst mode.
    public var leastTurn: TimeSpan {
      switch mode {
      case .single: patience
      case .burst: .zero
      }
    }

    /// A measurement by a clock 10 % slow.
    var patience: TimeSpan { TimeSpan(nanoseconds: conversionTime.nanoseconds * 11 / 10) }

    /// The low four bits of SB, SM and RM: Z, Y, X and the temperature.
    var axes: UInt8 { readsTemperature ? 0x0F : 0x0E }

    /// The driver's bits of each register that it sets.
    var settings: [(register: Register, bits: UInt16)] {
      let offset: UInt16 = isCompensated ? 0x8000 : 0
      return [
        (.analog, gain.rawValue << 4 | 0x000C),
        // BURST_SEL is never 0, so that a chip that lost its supply is noticed by this register.
        (.mode, UInt16(axes) << 6 | (isCompensated ? 0x0400 : 0)),
        (
          .filter,
          UInt16(oversampling) | UInt16(filter) << 2 | resolutionXY.rawValue << 5
            | resolutionXY.rawValue << 7 | resolutionZ.rawValue << 9
            | UInt16(temperatureOversampling) << 11
        ),
        (.offsetX, offset), (.offsetY, offset), (.offsetZ, offset),
      ]
    }

    func coding(_ resolution: Resolution) -> Coding {
      if isCompensated { return .compensated }
      switch resolution {
      case .res0, .res1: return .signed
      case .res2: return .from8000
      case .res3: return .from4000
      }
    }
  }

  /// How long three axes and the temperature take: 67 µs + 64 µs · 2^OSR · (2 + 2^DIG_FILT) for an axis,
  /// 67 µs + 192 µs · 2^OSR2 for the temperature, and 231 µs around them. Source: datasheet, "Timing
  /// Specifications"; its table is this with OSR2 = 0.
  public static func conversionTime(
    oversampling: Int, filter: Int, temperatureOversampling: Int = 0
  ) -> TimeSpan {
    let axis: Int64 = 67 + 64 * (1 << Int64(oversampling)) * (2 + (1 << Int64(filter)))
    let temperature: Int64 = 67 + 192 * (1 << Int64(temperatureOversampling))
    return .microseconds(3 * axis + temperature + 231)
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// An address that no device may have.
    case address(I2CAddress)
    /// A filter or an oversampling that the chip does not have.
    case range
    /// A filter that is too short.
    case filter(oversampling: Int, filter: Int)
    /// Compensation with a coarse resolution.
    case compensation

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "MLX90393: \(address) is outside 0x08...0x77; use the address of the order code and of A1 "
          + "and A0 (0x0C...0x13, 0x18)"
      case .range:
        "MLX90393: oversampling 0...3, filter 0...7 and temperature oversampling 0...3; one of them "
          + "is outside"
      case .filter(let oversampling, let filter):
        "MLX90393: oversampling \(oversampling) with filter \(filter) does not work; their sum must "
          + "be at least 2"
      case .compensation:
        "MLX90393: temperature compensation needs res0 or res1 on all axes; choose a finer "
          + "resolution or switch the compensation off"
      }
    }
  }
}
