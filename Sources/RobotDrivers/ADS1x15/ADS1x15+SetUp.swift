public import RobotHAL
import RobotUnits

extension ADS1x15 {
  /// A set-up that did not succeed.
  public enum Failure: SetUpFailure, Hashable, Sendable, CustomStringConvertible {
    /// A transfer failed.
    case bus(BusError, step: Step)
    /// What answers is not an ADS1x15: its CONFIG is one that neither a power-on nor a driver leaves.
    case identity(configurationRegister: UInt16)
    /// What answers is the other part.
    case part(expected: Part)
    /// The chip converts and converts.
    case busy
    /// A register did not take its value.
    case readBack(register: Register, wrote: UInt16, read: UInt16)

    /// What happened and what to do.
    public var description: String {
      switch self {
      case .bus(let error, let step):
        FailureText.bus(error, device: "ADS1x15", step: step.rawValue)
      case .identity(let value):
        "ADS1x15: CONFIG reads \(FailureText.hexadecimal(Int(value))), which no ADS1x15 at rest "
          + "gives; TMP102 and LM75 have the same addresses: check the address and the part"
      case .part(let expected):
        "ADS1x15: the threshold registers are not those of an \(expected.rawValue) but of the other "
          + "part; change the part in the robot file, or the chip"
      case .busy:
        "ADS1x15: still converting after 160 ms; another program drives the chip: stop it"
      case .readBack(let register, let wrote, let read):
        FailureText.readBack(
          device: "ADS1x15", register: register.name, wrote: Int(wrote), read: Int(read))
      }
    }
  }

  /// A step of the set-up.
  public enum Step: String, Sendable {
    /// CONFIG is read.
    case identify = "reading CONFIG"
    /// CONFIG is written: single-shot, comparator off.
    case configure = "writing CONFIG"
    /// CONFIG is polled until the chip is idle.
    case awaitIdle = "waiting for the last conversion"
    /// LO_THRESH is written.
    case mark = "writing LO_THRESH"
    /// CONFIG and LO_THRESH are read back.
    case verify = "reading back the settings"
    /// The last input is started, so that the first turn has something to read.
    case start = "starting a conversion"
  }

  /// Identifies the chip, ends whatever it converts, writes CONFIG and the mark in LO_THRESH, reads both
  /// back and starts the last input. May be repeated at any time. Real-time: no.
  public static func setUp(_ configuration: Configuration, on bus: inout some I2CBus)
    throws(Failure)
  {
    let registers = SetUpRegisters<Failure>(address: configuration.address)
    let before = try registers.read(.configuration, on: &bus, step: .identify)
    // COMP_QUE = 0 is the comparator of another program; TMP102 and LM75 have zeros here.
    guard before != 0xFFFF, before & 0x000F != 0 else {
      throw .identity(configurationRegister: before)
    }
    let bits = configuration.bits(turn: configuration.turns - 1)
    try registers.write(.configuration, bits, on: &bus, step: .configure)
    try awaitIdle(registers, on: &bus)
    // All 16 bits: what stays tells the part.
    try registers.write(.lowThreshold, mark(of: .ads1115), on: &bus, step: .mark)
    let kept = try registers.read(.lowThreshold, on: &bus, step: .verify)
    guard kept == mark(of: configuration.part) else {
      if Part.allCases.contains(where: { mark(of: $0) == kept }) {
        throw .part(expected: configuration.part)
      }
      throw .readBack(
        register: .lowThreshold, wrote: mark(of: configuration.part), read: kept)
    }
    try registers.verify(
      [(.configuration, bits | ConfigurationBits.idle)], on: &bus, step: .verify)
    try registers.write(
      .configuration, bits | ConfigurationBits.idle, on: &bus, step: .start)
    bus.pause(configuration.leastTurn)
  }

  /// A conversion in progress ends as it began: at 8 samples a second that is 138 ms.
  private static func awaitIdle(_ registers: SetUpRegisters<Failure>, on bus: inout some I2CBus)
    throws(Failure)
  {
    for _ in 0..<16 {
      let state = try registers.read(.configuration, on: &bus, step: .awaitIdle)
      if state & ConfigurationBits.idle != 0 { return }
      bus.pause(.milliseconds(10))
    }
    throw .busy
  }
}

extension ADS1x15.Decoder {
  /// A decoder of the replies to `ADS1x15.exchanges(for: configuration)`. Real-time: no.
  public init(_ configuration: ADS1x15.Configuration) {
    var bits = InlineArray<8, UInt16>(repeating: 0)
    for turn in 0..<configuration.turns { bits[turn] = configuration.bits(turn: turn) }
    var supplyVolts = InlineArray<4, Double>(repeating: 0)
    var resistorOhms = InlineArray<4, Double>(repeating: 0)
    var sensorIsAtSupply = InlineArray<4, Bool>(repeating: true)
    for (index, input) in configuration.inputs.enumerated() {
      guard let divider = input.divider else { continue }
      supplyVolts[index] = divider.supplyVolts
      resistorOhms[index] = divider.resistorOhms
      sensorIsAtSupply[index] = divider.sensorIsAtSupply
    }
    self.init(
      count: configuration.inputs.count, isADS1015: configuration.part == .ads1015,
      fullScaleVolts: configuration.fullScale.volts, bits: bits, supplyVolts: supplyVolts,
      resistorOhms: resistorOhms, sensorIsAtSupply: sensorIsAtSupply)
  }
}
