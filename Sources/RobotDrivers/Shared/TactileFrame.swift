public import RobotUnits

/// The taxels of one skin: what they read beyond their baseline, how old that is, which of them are worth
/// something, and how their baselines drift.
///
/// Plain numbers in storage that is made once; `update` and `tare` are its only functions that change
/// anything. Of several components (three for a magnetic taxel) those of a taxel are neighbours.
/// Real-time: `init` no, the rest yes.
public struct TactileFrame: ~Copyable, Sendable {
  /// How many taxels there are, at most 256.
  public let taxels: Int
  /// The numbers of a taxel: 1, or 3.
  public let components: Int
  /// What they are in.
  public let unit: SensorUnit
  /// When a taxel is touched, and how its baseline moves.
  public let tracking: TactileTracking
  /// Readings less baselines [unit].
  public let values: FixedArray<Double>
  /// What each component reads at rest [unit]; 0 before the first tare.
  public let baseline: FixedArray<Double>
  /// How fast the baseline moves while the taxel is untouched [unit/s], smoothed by the time constant.
  public let drift: FixedArray<Double>
  /// The taxels whose last reading was worth something.
  public internal(set) var health: ChannelMask
  /// The taxels that have a baseline.
  public internal(set) var tared: ChannelMask
  /// The taxels that are touched; a taxel without a baseline is not.
  public internal(set) var touched: ChannelMask
  /// The taxels whose baseline is being taken.
  public internal(set) var taring: ChannelMask

  /// When each taxel was read last [ns on the monotonic clock]; `never` before the first.
  let sampled: FixedArray<Int64>
  /// Sum and number of the readings of a tare, and the frames that it has seen.
  let sums: FixedArray<Double>
  let counts: FixedArray<Int>
  let frames: FixedArray<Int>
  var tareFrames: Int

  /// A frame of `taxels` taxels (1...256) with `components` (1 or 3) each, untouched and without
  /// baselines.
  public init(taxels: Int, components: Int, unit: SensorUnit, tracking: TactileTracking) {
    precondition((1...ChannelMask.capacity).contains(taxels), "1...256 taxels")
    precondition(components == 1 || components == 3, "a taxel has 1 or 3 components")
    let numbers = taxels * components
    self.taxels = taxels
    self.components = components
    self.unit = unit
    self.tracking = tracking
    values = FixedArray(repeating: 0, count: numbers)
    baseline = FixedArray(repeating: 0, count: numbers)
    drift = FixedArray(repeating: 0, count: numbers)
    sampled = FixedArray(repeating: Self.never, count: taxels)
    sums = FixedArray(repeating: 0, count: numbers)
    counts = FixedArray(repeating: 0, count: taxels)
    frames = FixedArray(repeating: 0, count: taxels)
    health = ChannelMask()
    tared = ChannelMask()
    touched = ChannelMask()
    taring = ChannelMask()
    tareFrames = 0
  }

  static var never: Int64 { @_noAllocation @_noLocks get { .min } }

  /// How old the last good reading of `taxel` is at `now`; nil before the first.
  @_noAllocation @_noLocks
  public func age(of taxel: Int, at now: MonotonicInstant) -> TimeSpan? {
    let instant = sampled[taxel]
    return instant == Self.never ? nil : TimeSpan(nanoseconds: now.nanoseconds - instant)
  }

  /// The age of the taxel that was read longest ago; nil while one was never read.
  @_noAllocation @_noLocks
  public func age(at now: MonotonicInstant) -> TimeSpan? {
    var oldest = Int64.max
    for taxel in 0..<taxels {
      let instant = sampled[taxel]
      if instant < oldest { oldest = instant }
    }
    return oldest == Self.never ? nil : TimeSpan(nanoseconds: now.nanoseconds - oldest)
  }
}
