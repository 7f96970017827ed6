public import RobotHAL

extension MPL115A2 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// The coefficients of the chip.
    public let coefficients: Coefficients

    /// A decoder for the chip that has `coefficients`.
    @_noAllocation @_noLocks
    public init(coefficients: Coefficients) { self.coefficients = coefficients }

    /// Pressure [Pa] in channel 0, temperature [°C] in channel 1; from exchange 1, for exchange 0 has no
    /// reply.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      guard exchange == 1 else { return SensorFlags(rawValue: 0) }
      health.set(0, count: 2, false)
      guard reply.count == 4, !reply.isAll(0x00), !reply.isAll(0xFF),
        (reply[1] | reply[3]) & 0x3F == 0
      else { return .invalid }
      let pressure = reply.bigEndian(at: 0) >> 6
      let temperature = reply.bigEndian(at: 2) >> 6
      // 0 is what the registers hold before the first conversion; both are ends of the converter.
      guard pressure > 0, pressure < 1023, temperature > 0, temperature < 1023 else {
        return SensorFlags.invalid.and(.clipped)
      }
      let celsius = MPL115A2.celsius(temperature: temperature)
      let pascals = MPL115A2.pascals(
        pressure: pressure, temperature: temperature, coefficients: coefficients)
      guard celsius >= -40, celsius <= 105, pascals >= 50_000, pascals <= 115_000 else {
        return .invalid
      }
      values[0] = pascals
      values[1] = celsius
      health.set(0, count: 2, true)
      return SensorFlags(rawValue: 0)
    }
  }
}
