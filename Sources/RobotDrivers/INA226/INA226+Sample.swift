extension INA226 {
  /// A shunt reading.
  public struct ShuntSample: Hashable, Sendable, BitwiseCopyable {
    /// The voltage across the shunt [V], -0.081 92...0.081 917 5.
    public let volts: Double
    /// The current through it [A].
    public let amperes: Double
    /// Whether the reply was whole and within the range: at its ends the current may be larger.
    public let isValid: Bool
  }

  /// A bus reading.
  public struct BusSample: Hashable, Sendable, BitwiseCopyable {
    /// The voltage of the supply [V], 0...40.958 75.
    public let volts: Double
    /// Whether the reply was whole and its top bit, which no INA226 sets, was clear.
    public let isValid: Bool
  }

  /// The shunt voltage and current in the reply to `shunt(at:)`. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decodeShunt(_ reply: Span<UInt8>, shuntOhms: Double) -> ShuntSample {
    guard reply.count == 2 else { return ShuntSample(volts: 0, amperes: 0, isValid: false) }
    return decodeShunt([reply[0], reply[1]], shuntOhms: shuntOhms)
  }

  /// The shunt voltage and current in the two bytes of a reply to `shunt(at:)`. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decodeShunt(
    _ reply: InlineArray<2, UInt8>, shuntOhms: Double
  ) -> ShuntSample {
    let counts = Int16(bitPattern: UInt16(reply[0]) << 8 | UInt16(reply[1]))
    let volts = shuntVolts(counts: counts)
    let clipped = counts == 32767 || counts == -32768
    return ShuntSample(volts: volts, amperes: volts / shuntOhms, isValid: !clipped)
  }

  /// The bus voltage in the reply to `bus(at:)`. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decodeBus(_ reply: Span<UInt8>) -> BusSample {
    guard reply.count == 2 else { return BusSample(volts: 0, isValid: false) }
    return decodeBus([reply[0], reply[1]])
  }

  /// The bus voltage in the two bytes of a reply to `bus(at:)`. Real-time: yes.
  @_noAllocation @_noLocks
  public static func decodeBus(_ reply: InlineArray<2, UInt8>) -> BusSample {
    let counts = UInt16(reply[0]) << 8 | UInt16(reply[1])
    return BusSample(volts: busVolts(counts: counts & 0x7FFF), isValid: counts <= 0x7FFF)
  }
}
