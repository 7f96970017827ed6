public import RobotHAL
import RobotUnits

extension Feetech {
  /// What one answer says. Real-time: yes.
  public struct Sample: BitwiseCopyable, Sendable, Hashable {
    /// Where the shaft is, in counts, turns included where the servo counts them.
    public var counts: Int
    /// How fast it turns [rad/s].
    public var velocity: Double
    /// The share of the supply that the drive gives the motor, -1...1.
    public var load: Double
    /// The supply [V].
    public var volts: Double
    /// Its temperature [degC].
    public var celsius: Double
    /// The motor's current [A]; 0 from an SCS servo, which does not measure it.
    public var amperes: Double
    /// What it complains of: the answer's error bits and its STATUS.
    public var faults: Faults
    /// Whether the registers mean anything.
    public var isValid: Bool
  }

  /// Decodes an answer: its error bits, then the registers from `presentPosition` on. `speedUnit` is what
  /// one of its speeds is [rad/s]. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decode(_ reply: Reply, series: Series, speedUnit: Double) -> Sample {
    var sample = Sample(
      counts: 0, velocity: 0, load: 0, volts: 0, celsius: 0, amperes: 0,
      faults: Faults(rawValue: 0), isValid: false)
    guard reply.count == series.sampleCount + 1 else { return sample }
    // A servo that answers is supplied and has a temperature.
    guard isMixed(reply), reply[7] > 0 else { return sample }
    sample.counts = signed(series.word(reply[1], reply[2]), signBit: 15)
    sample.velocity = Double(signed(series.word(reply[3], reply[4]), signBit: 15)) * speedUnit
    sample.load = load(word: series.word(reply[5], reply[6]))
    sample.volts = Double(reply[7]) / 10
    sample.celsius = Double(reply[8])
    switch series {
    case .sts: sample.amperes = Feetech.amperes(word: series.word(reply[14], reply[15]))
    case .scs: break
    }
    sample.faults = Faults(rawValue: reply[0] | reply[10])
    sample.isValid = true
    return sample
  }

  /// Whether the registers are not all alike.
  @_noAllocation @_noLocks
  private static func isMixed(_ reply: Reply) -> Bool {
    var difference: UInt8 = 0
    for index in 2..<reply.count { difference |= reply[index] ^ reply[1] }
    return difference != 0
  }
}
