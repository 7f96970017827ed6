public import RobotHAL

extension MLX90393 {
  /// Decodes the replies to `exchanges(for:)`: the field along X, Y and Z, then the temperature where it
  /// is read. Real-time: yes.
  public struct Decoder: SensorDecoder {
    private let readsTemperature: Bool
    private let isBurst: Bool
    private let teslaXY: Double
    private let teslaZ: Double
    private let codingXY: Coding
    private let codingZ: Coding
    private let reference: UInt16

    /// A decoder for the counts of X and Y, those of Z, and the chip's own temperature reference.
    @_noAllocation @_noLocks
    init(
      readsTemperature: Bool, isBurst: Bool, teslaXY: Double, teslaZ: Double, codingXY: Coding,
      codingZ: Coding, reference: UInt16
    ) {
      self.readsTemperature = readsTemperature
      self.isBurst = isBurst
      self.teslaXY = teslaXY
      self.teslaZ = teslaZ
      self.codingXY = codingXY
      self.codingZ = codingZ
      self.reference = reference
    }

    /// Exchange 0 is the measurement, exchange 1 the start of the next.
    @_noAllocation @_noLocks
    public func decode(
      _ reply: Reply, exchange: Int, into values: inout MutableSpan<Double>,
      health: inout ChannelMask
    ) -> SensorFlags {
      let words = readsTemperature ? 4 : 3
      let isStart = exchange == 1
      guard reply.count == (isStart ? 1 : 1 + 2 * words), !reply.isAll(0xFF) else {
        return isStart ? .notReady : refuse(.invalid, &health)
      }
      let status = Status(byte: reply[0])
      guard !status.wasReset else { return refuse(.wasReset, &health) }
      // The start went wrong: the next measurement will say that there is nothing new.
      if isStart {
        return status.isSingle && !status.isError ? SensorFlags(rawValue: 0) : .notReady
      }
      guard !reply.isAll(0x00) else { return refuse(.invalid, &health) }
      // A chip that measures no more has lost its settings.
      guard !isBurst || status.isBurst else { return refuse(.wasReset, &health) }
      guard !status.isError else { return .notReady }
      guard status.words == words else { return refuse(.invalid, &health) }
      var flags = SensorFlags(rawValue: status.isCorrected ? SensorFlags.weak.rawValue : 0)
      let first = readsTemperature ? 3 : 1
      for axis in 0..<3 {
        let coding = axis == 2 ? codingZ : codingXY
        let counts = coding.counts(reply.bigEndian(at: first + 2 * axis))
        let isClipped = counts >= coding.limit || counts <= -coding.limit
        health.set(axis, !isClipped)
        if isClipped {
          flags = flags.and(.clipped)
        } else {
          values[axis] = Double(counts) * (axis == 2 ? teslaZ : teslaXY)
        }
      }
      if readsTemperature {
        let celsius = MLX90393.celsius(counts: reply.bigEndian(at: 1), reference: reference)
        let isPossible = celsius >= -40 && celsius <= 125
        health.set(3, isPossible)
        if isPossible { values[3] = celsius } else { flags = flags.and(.invalid) }
      }
      return flags
    }

    @_noAllocation @_noLocks
    private func refuse(_ flags: SensorFlags, _ health: inout ChannelMask) -> SensorFlags {
      health.set(0, count: readsTemperature ? 4 : 3, false)
      return flags
    }
  }
}
