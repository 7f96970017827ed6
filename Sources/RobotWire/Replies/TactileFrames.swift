public import RobotUnits

/// One taxel of a skin.
public struct Taxel: Hashable, Sendable {
  /// Whether its last reading was worth something.
  public var isValid: Bool
  /// Whether it has a baseline.
  public var isTared: Bool
  /// Whether it is touched; one without a baseline never is.
  public var isTouched: Bool
  /// Whether its baseline is being taken.
  public var isTaring: Bool
  /// Its components.
  public var components: [Component]

  /// One number of a taxel.
  public struct Component: Hashable, Sendable, BitwiseCopyable {
    /// Its reading less the baseline [unit of the skin].
    public var value: Double
    /// Its reading at rest [unit of the skin]; 0 without a baseline.
    public var baseline: Double
    /// How fast the baseline moves [unit of the skin / s].
    public var drift: Double

    /// A number.
    public init(value: Double, baseline: Double, drift: Double) {
      self.value = value
      self.baseline = baseline
      self.drift = drift
    }
  }

  /// A taxel.
  public init(
    isValid: Bool, isTared: Bool, isTouched: Bool, isTaring: Bool, components: [Component]
  ) {
    self.isValid = isValid
    self.isTared = isTared
    self.isTouched = isTouched
    self.isTaring = isTaring
    self.components = components
  }
}

/// One skin at the end of a cycle.
public struct SkinFrame: Hashable, Sendable {
  /// The most taxels of a skin.
  public static let mostTaxels = 256

  /// Its number among the sensors.
  public var sensor: UInt16
  /// What its numbers are in.
  public var unit: String
  /// The numbers of a taxel, 1 or 3.
  public var components: UInt8
  /// When its newest measurement was read; `nil` before the first.
  public var validAt: MonotonicInstant?
  /// Its taxels, at most `mostTaxels`, each with `components` components.
  public var taxels: [Taxel]

  /// A skin.
  public init(
    sensor: UInt16, unit: String, components: UInt8, validAt: MonotonicInstant?, taxels: [Taxel]
  ) {
    self.sensor = sensor
    self.unit = unit
    self.components = components
    self.validAt = validAt
    self.taxels = taxels
  }
}

/// The skins of a robot at the end of one cycle, from one of them on: as many as one frame has room for.
public struct TactileFrames: Hashable, Sendable {
  /// The control cycle's number.
  public var cycle: UInt64
  /// The control cycle's start.
  public var time: MonotonicInstant
  /// How many skins there are.
  public var total: UInt16
  /// The number of the first of `skins`.
  public var first: UInt16
  /// The skins from there on.
  public var skins: [SkinFrame]

  /// A part of the skins.
  public init(
    cycle: UInt64, time: MonotonicInstant, total: UInt16, first: UInt16, skins: [SkinFrame]
  ) {
    self.cycle = cycle
    self.time = time
    self.total = total
    self.first = first
    self.skins = skins
  }

  /// The part of `all` that begins with number `first` and fits in one frame; `nil` where there is no
  /// such number. The first of no skins is 0. Real-time: no.
  public init?(
    cycle: UInt64, time: MonotonicInstant, _ all: [SkinFrame], from first: UInt16
  ) {
    guard let part = Pages.part(of: all, from: first, fixed: 8 + 8 + 2 + 2 + 2) else { return nil }
    self.init(
      cycle: cycle, time: time, total: UInt16(clamping: all.count), first: first, skins: part)
  }
}
