public import RobotHAL
public import RobotUnits

/// What carries a bus's traffic: an adapter as a plan sees it, and the clock of its wire.
public struct BusWire: Hashable, Sendable {
  /// What the adapter can do.
  public var capabilities: I2CCapabilities
  /// The most messages of a transfer; at least the two of an exchange.
  public var maximumMessages: Int
  /// The most bytes of a transfer, without address bytes.
  public var maximumBytes: Int
  /// SCL clocks per second.
  public var speed: Frequency
  /// What each transfer takes beyond its clocks: driver, interrupt, system call.
  public var overhead: TimeSpan

  /// A wire of `speed` on an adapter that takes `overhead` beyond it for each transfer. Without word on it
  /// the adapter has the limits of the kernel's `I2C_RDWR`.
  public init(
    _ capabilities: I2CCapabilities, speed: Frequency, overhead: TimeSpan,
    maximumMessages: Int = 42, maximumBytes: Int = 8192
  ) {
    self.capabilities = capabilities
    self.maximumMessages = maximumMessages
    self.maximumBytes = maximumBytes
    self.speed = speed
    self.overhead = overhead
  }

  /// A wire of `speed` on `adapter`, which takes `overhead` for each transfer.
  public init(_ adapter: any I2CAdapter, speed: Frequency, overhead: TimeSpan) {
    self.init(
      adapter.capabilities, speed: speed, overhead: overhead,
      maximumMessages: adapter.maximumMessages, maximumBytes: adapter.maximumBytes)
  }

  /// What `transfers` with `clocks` altogether take [us].
  public func microseconds(clocks: Int, transfers: Int) -> Double {
    Double(clocks) / speed.hertz * 1e6 + overhead.microseconds * Double(transfers)
  }
}
