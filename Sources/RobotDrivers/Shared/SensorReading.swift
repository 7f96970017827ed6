/// Which of a sensor's channels are worth something, up to 256. Real-time: yes.
public struct ChannelMask: BitwiseCopyable, Sendable, Hashable {
  /// The most channels.
  public static let capacity = 256
  private var words: SIMD4<UInt64>

  /// No channel.
  @_noAllocation @_noLocks
  public init() { words = SIMD4(repeating: 0) }

  /// Whether `channel` is worth something.
  @_noAllocation @_noLocks
  public func contains(_ channel: Int) -> Bool {
    words[(channel >> 6) & 3] & (1 << UInt64(channel & 63)) != 0
  }

  /// Says that `channel` is worth something, or that it is not.
  @_noAllocation @_noLocks
  public mutating func set(_ channel: Int, _ isValid: Bool) {
    let bit: UInt64 = 1 << UInt64(channel & 63)
    let word = (channel >> 6) & 3
    words[word] = isValid ? words[word] | bit : words[word] & ~bit
  }

  /// Says it of `count` channels from `first` on.
  @_noAllocation @_noLocks
  public mutating func set(_ first: Int, count: Int, _ isValid: Bool) {
    for channel in first..<first + count { set(channel, isValid) }
  }
}

/// What a sensor's reply says beside its numbers. Real-time: yes.
public struct SensorFlags: BitwiseCopyable, Sendable, Hashable {
  /// The bits.
  public let rawValue: UInt16
  /// Flags with the bits of `rawValue`.
  @_noAllocation @_noLocks
  public init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The reply means nothing: too short, all bits alike, an impossible number.
  public static var invalid: SensorFlags { @_noAllocation @_noLocks get { .init(rawValue: 1) } }
  /// Not all was measured anew since the last; what was not is the old one (`SensorDecoder.decode`).
  public static var notReady: SensorFlags { @_noAllocation @_noLocks get { .init(rawValue: 2) } }
  /// A channel is at an end of its range, so that the truth may lie beyond.
  public static var clipped: SensorFlags { @_noAllocation @_noLocks get { .init(rawValue: 4) } }
  /// The device lost its settings: it must be set up again.
  public static var wasReset: SensorFlags { @_noAllocation @_noLocks get { .init(rawValue: 8) } }
  /// The device reports a failure of its own.
  public static var deviceFault: SensorFlags {
    @_noAllocation @_noLocks get { .init(rawValue: 16) }
  }
  /// The measurement is weak: it may be used, and somebody should look at the device.
  public static var weak: SensorFlags { @_noAllocation @_noLocks get { .init(rawValue: 32) } }

  /// Whether all of `flags` are there; spelt out, because the generic one is refused by the real-time checks.
  @_noAllocation @_noLocks
  public func has(_ flags: SensorFlags) -> Bool { rawValue & flags.rawValue == flags.rawValue }

  /// These flags and `flags`.
  @_noAllocation @_noLocks
  public func and(_ flags: SensorFlags) -> SensorFlags {
    SensorFlags(rawValue: rawValue | flags.rawValue)
  }
}

#if !hasFeature(Embedded)
  // An array literal is on the heap.
  extension SensorFlags: OptionSet {}
#endif
