public import RobotHAL

extension BMP280 {
  /// Decodes the replies to `exchanges(for:)`. Real-time: yes.
  public struct Decoder: SensorDecoder {
    /// The trim values of the chip.
    public let trim: Trim

    /// A decoder for the chip that has `trim`.
    @_noAllocation @_noLocks
    public init(trim: Trim) { self.trim = trim }

    /// Pressure [Pa] in channel 0, temperature [°C] in channel 1.
    ///
    /// 0x80000 is a measurement that was skipped. A chip that was set up skips none: it was reset.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      health.set(0, count: 2, false)
      guard reply.count == 6, !reply.isAll(0x00), !reply.isAll(0xFF) else { return .invalid }
      let pressure = Self.counts(reply, at: 0)
      let temperature = Self.counts(reply, at: 3)
      guard temperature != BMP280.skipped else {
        return pressure == BMP280.skipped ? SensorFlags.invalid.and(.wasReset) : .invalid
      }
      let fine = BMP280.fineTemperature(counts: temperature, trim: trim)
      let celsius = BMP280.celsius(fine: fine)
      guard celsius >= -40, celsius <= 85 else { return .invalid }
      values[1] = celsius
      health.set(1, true)
      guard pressure != BMP280.skipped else { return .invalid }
      let whole = Double(Int(fine))
      let pascals = BMP280.pascals(counts: pressure, fine: whole, trim: trim)
      guard pascals >= 30_000, pascals <= 110_000 else { return .invalid }
      values[0] = pascals
      health.set(0, true)
      return SensorFlags(rawValue: 0)
    }

    /// Twenty bits at `index`, most significant first.
    @_noAllocation @_noLocks
    private static func counts(_ reply: Reply, at index: Int) -> Int {
      Int(reply[index]) << 12 | Int(reply[index + 1]) << 4 | Int(reply[index + 2]) >> 4
    }
  }
}
