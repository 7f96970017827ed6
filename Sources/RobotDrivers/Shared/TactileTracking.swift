/// When a taxel is touched, and how its baseline follows its drift while it is not.
public struct TactileTracking: BitwiseCopyable, Sendable, Hashable {
  /// From this magnitude on a taxel is touched [unit of the frame].
  public let touch: Double
  /// Below this magnitude it is not any more [unit of the frame].
  public let release: Double
  /// How fast an untouched baseline follows [s].
  public let timeConstant: Double
  /// The most that it moves [unit of the frame / s].
  public let maximumRate: Double

  /// Thresholds and rates that were checked.
  @_noAllocation @_noLocks
  init(touch: Double, release: Double, timeConstant: Double, maximumRate: Double, checked: Void) {
    self.touch = touch
    self.release = release
    self.timeConstant = timeConstant
    self.maximumRate = maximumRate
  }
}

/// Which channels of a sensor are which taxels of a frame: one chip may be one taxel of many.
public struct TactileSource: BitwiseCopyable, Sendable, Hashable {
  /// The first channel.
  public let channel: Int
  /// The taxel that it belongs to.
  public let taxel: Int
  /// How many taxels follow each other.
  public let count: Int
  /// Whether the sensor's health has one bit for a taxel, and not one for each channel.
  public let healthIsByTaxel: Bool

  /// `count` taxels from `taxel` on, in the channels from `channel` on.
  public init(channel: Int = 0, taxel: Int = 0, count: Int, healthIsByTaxel: Bool = false) {
    self.channel = channel
    self.taxel = taxel
    self.count = count
    self.healthIsByTaxel = healthIsByTaxel
  }
}
