public import RobotHAL
public import RobotUnits

extension ADS1x15 {
  /// Which of the two converters.
  public enum Part: String, Sendable, CaseIterable {
    /// 16 bits, 8...860 samples a second.
    case ads1115 = "ADS1115"
    /// 12 bits, left-justified, 128...3300 samples a second.
    case ads1015 = "ADS1015"

    /// The samples per second by the value of CONFIG.DR (SBAS444 and SBAS473, table "Config Register").
    /// The ADS1015 has 3300 twice.
    public var sampleRates: [Int] {
      switch self {
      case .ads1115: [8, 16, 32, 64, 128, 250, 475, 860]
      case .ads1015: [128, 250, 490, 920, 1600, 2400, 3300]
      }
    }
  }

  /// CONFIG.PGA: the voltage of a whole range, to either side. The pins never take more than the chip's
  /// supply plus 0.3 V.
  public enum FullScale: UInt16, Sendable, CaseIterable {
    case volts6_144, volts4_096, volts2_048, volts1_024, volts0_512, volts0_256

    /// The range to either side [V].
    public var volts: Double {
      switch self {
      case .volts6_144: 6.144
      case .volts4_096: 4.096
      case .volts2_048: 2.048
      case .volts1_024: 1.024
      case .volts0_512: 0.512
      case .volts0_256: 0.256
      }
    }
  }

  /// CONFIG.MUX: what is measured against what.
  public enum Terminals: UInt16, Sendable, CaseIterable {
    /// A pair of inputs.
    case ain0ToAin1, ain0ToAin3, ain1ToAin3, ain2ToAin3
    /// An input against ground.
    case ain0, ain1, ain2, ain3

    /// Whether it is a pair.
    public var isDifferential: Bool { rawValue < 4 }
  }

  /// A force-sensing resistor and a fixed one in series.
  public struct Divider: Hashable, Sendable {
    /// The voltage over both [V].
    public let supplyVolts: Double
    /// The fixed resistor [Ω].
    public let resistorOhms: Double
    /// Whether the sensor is between supply and input, so that more force is more voltage.
    public let sensorIsAtSupply: Bool

    /// A divider, by default with the sensor at the supply.
    public init(supplyVolts: Double, resistorOhms: Double, sensorIsAtSupply: Bool = true) {
      self.supplyVolts = supplyVolts
      self.resistorOhms = resistorOhms
      self.sensorIsAtSupply = sensorIsAtSupply
    }

    /// The largest conductance that is still told from a short [S]: 99 % of the supply.
    var largestSiemens: Double { 99 / resistorOhms }
  }

  /// One of the inputs that take turns.
  public struct Input: Hashable, Sendable {
    /// The name of its channel.
    public let name: String
    /// What is measured.
    public let terminals: Terminals
    /// The divider, where the channel is a conductance and not a voltage.
    public let divider: Divider?

    /// An input.
    public init(_ name: String, _ terminals: Terminals, divider: Divider? = nil) {
      self.name = name
      self.terminals = terminals
      self.divider = divider
    }
  }

  /// Where a converter is and what it converts.
  public struct Configuration: Hashable, Sendable {
    /// The most inputs.
    public static let maximumInputs = 4
    /// Which converter it is.
    public let part: Part
    /// 0x48...0x4B.
    public let address: I2CAddress
    /// The inputs, in the order in which they take turns.
    public let inputs: [Input]
    /// The range of all inputs.
    public let fullScale: FullScale
    /// Conversions per second.
    public let samplesPerSecond: Int

    /// Checks address, inputs, dividers and rate. Without `samplesPerSecond` it is the part's highest.
    public init(
      part: Part, address: I2CAddress = 0x48, inputs: [Input], fullScale: FullScale = .volts4_096,
      samplesPerSecond: Int? = nil
    ) throws(ConfigurationError) {
      guard (0x48...0x4B).contains(address.rawValue) else { throw .address(address) }
      guard (1...Self.maximumInputs).contains(inputs.count) else { throw .inputs(inputs.count) }
      for (index, input) in inputs.enumerated() {
        guard !inputs[..<index].contains(where: { $0.terminals == input.terminals }) else {
          throw .repeated(input.name)
        }
        guard let divider = input.divider else { continue }
        guard !input.terminals.isDifferential, divider.supplyVolts > 0,
          divider.supplyVolts <= fullScale.volts, (1...1e9).contains(divider.resistorOhms)
        else { throw .divider(input.name, fullScale: fullScale) }
      }
      let rate = samplesPerSecond ?? part.sampleRates[part.sampleRates.count - 1]
      guard part.sampleRates.contains(rate) else { throw .samplesPerSecond(rate, part) }
      self.part = part
      self.address = address
      self.inputs = inputs
      self.fullScale = fullScale
      self.samplesPerSecond = rate
    }

    /// The least time between two turns: a conversion at a rate 10 % slow, and 25 µs for waking up
    /// (SBAS444, "Electrical Characteristics", data rate variation, and "Single-Shot Mode").
    public var leastTurn: TimeSpan {
      TimeSpan(nanoseconds: 1_100_000_000 / Int64(samplesPerSecond) + 25_000)
    }

    /// How many turns until everything repeats: two rounds of the inputs.
    var turns: Int { 2 * inputs.count }

    /// CONFIG, without the start bit, as turn `turn` writes it.
    func bits(turn: Int) -> UInt16 {
      let input = inputs[turn % inputs.count]
      let rate = part.sampleRates.firstIndex(of: samplesPerSecond) ?? 0
      return input.terminals.rawValue << 12 | fullScale.rawValue << 9 | UInt16(rate) << 5
        | ConfigurationBits.fixed | ConfigurationBits.ours
        | (turn >= inputs.count ? ConfigurationBits.oddRound : 0)
    }
  }

  /// A configuration outside the chip's bounds.
  public enum ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Not an address of this chip.
    case address(I2CAddress)
    /// No input, or more than there are.
    case inputs(Int)
    /// Two channels of the same input.
    case repeated(String)
    /// A divider that is none, or whose supply is beyond the range.
    case divider(String, fullScale: FullScale)
    /// Not a rate of this part.
    case samplesPerSecond(Int, Part)

    /// The bound and how to keep it.
    public var description: String {
      switch self {
      case .address(let address):
        "ADS1x15: \(address) is outside 0x48...0x4B; use the address that ADDR selects"
      case .inputs(let count):
        "ADS1x15: \(count) inputs, but 1...4 can take turns; use another converter for the rest"
      case .repeated(let name):
        "ADS1x15: the input of \(name) is already another channel's; give each input once"
      case .divider(let name, let fullScale):
        "ADS1x15: the divider of \(name) must be on a single input, with a supply above 0 V and at "
          + "most the range of \(fullScale.volts) V, and a resistor of 1...1e9 Ohm; change the "
          + "range or the divider"
      case .samplesPerSecond(let rate, let part):
        "ADS1x15: \(rate) samples per second are not among those of the \(part.rawValue), "
          + "\(part.sampleRates)"
      }
    }
  }
}
