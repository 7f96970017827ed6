public import RobotHAL
public import RobotUnits

extension Feetech {
  /// Which servo it is and what its EPROM shall say. Without a value a register stays as it is.
  public struct Configuration: Hashable, Sendable {
    /// The servo.
    public let id: ServoID
    /// What it must be.
    public let model: Model
    /// The speed of its line.
    public let speed: Frequency
    /// How long it waits before it answers, in steps of 2 us.
    public let returnDelay: TimeSpan
    /// Where its own position loop stops [rad]; 0..<2 pi.
    public let limits: ClosedRange<Double>?
    /// Above which its torque goes off [degC], 1...100.
    public let maximumTemperature: Int?
    /// Outside which its torque goes off [V], 0...25.4.
    public let supply: ClosedRange<Double>?
    /// The share of its stall torque that it may use, 0...1.
    public let torque: Double?
    /// On which faults its torque goes off.
    public let unloading: Faults?
    /// Where its zero is, -2047...2047 counts. STS only.
    public let homingOffset: Int?

    /// Checks all of them.
    public init(
      id: ServoID, model: Model = .sts3215, speed: Frequency = Frequency(unchecked: 1_000_000),
      returnDelay: TimeSpan = .zero, limits: ClosedRange<Double>? = nil,
      maximumTemperature: Int? = nil, supply: ClosedRange<Double>? = nil, torque: Double? = nil,
      unloading: Faults? = nil, homingOffset: Int? = nil
    ) throws(ConfigurationError) {
      guard Feetech.speedCode(speed) != nil else { throw .speed(speed) }
      guard (0...508_000).contains(returnDelay.nanoseconds) else { throw .returnDelay(returnDelay) }
      if let limits {
        let turn = Double(model.series.counts) * model.series.radiansPerCount
        // Equal limits would let it turn without end.
        guard limits.lowerBound >= 0, limits.upperBound < turn,
          Feetech.counts(radians: limits.lowerBound, series: model.series)
            < Feetech.counts(radians: limits.upperBound, series: model.series)
        else { throw .limits(limits, turn: turn) }
      }
      if let maximumTemperature, !(1...100).contains(maximumTemperature) {
        throw .temperature(maximumTemperature)
      }
      if let supply, supply.lowerBound < 0 || supply.upperBound > 25.4 { throw .supply(supply) }
      if let torque, !(0...1).contains(torque) { throw .torque(torque) }
      if let homingOffset {
        guard model.series == .sts else { throw .noHomingOffset(model) }
        guard abs(homingOffset) <= 2047 else { throw .homingOffset(homingOffset) }
      }
      self.id = id
      self.model = model
      self.speed = speed
      self.returnDelay = returnDelay
      self.limits = limits
      self.maximumTemperature = maximumTemperature
      self.supply = supply
      self.torque = torque
      self.unloading = unloading
      self.homingOffset = homingOffset
    }

    /// What EPROM shall say: answers everything, position mode, and what was asked for.
    var settings: [(register: Register, value: UInt16)] {
      let series = model.series
      var settings: [(Register, UInt16)] = [
        (.baudRate, UInt16(Feetech.speedCode(speed) ?? 0)),
        (.returnDelay, UInt16((returnDelay.nanoseconds + 1999) / 2000)),
        (.responseLevel, 1),
      ]
      if let limits {
        settings.append((.minimumAngle, counts(radians: limits.lowerBound, series: series)))
        settings.append((.maximumAngle, counts(radians: limits.upperBound, series: series)))
      }
      if let maximumTemperature {
        settings.append((.maximumTemperature, UInt16(maximumTemperature)))
      }
      if let supply {
        settings.append((.maximumVoltage, UInt16(supply.upperBound * 10 + 0.5)))
        settings.append((.minimumVoltage, UInt16(supply.lowerBound * 10 + 0.5)))
      }
      if let torque { settings.append((.maximumTorque, UInt16(torque * 1000 + 0.5))) }
      if let unloading { settings.append((.unloading, UInt16(unloading.rawValue))) }
      if let homingOffset {
        settings.append((.homingOffset, word(homingOffset, signBit: 11)))
      }
      if series == .sts { settings.append((.mode, 0)) }
      return settings
    }
  }

  /// The speeds that BAUD_RATE can give, by its value.
  public static let speeds: [Double] = [
    1_000_000, 500_000, 250_000, 128_000, 115_200, 76_800, 57_600, 38_400,
  ]

  /// The BAUD_RATE of a speed; `nil` where there is none.
  static func speedCode(_ speed: Frequency) -> Int? { speeds.firstIndex(of: speed.hertz) }
}
