/// A sensor that is used as a skin: what the robot file says of its baseline and its touch.
public struct TactileDescription: Hashable, Sendable {
  /// When the baseline is taken.
  public enum Tare: String, Hashable, Sendable, CaseIterable {
    /// From the first good readings after the start; nothing must touch the skin then.
    case atStart = "at_start"
    /// Only when somebody asks (`cerebellum tare`).
    case none
  }

  /// When the baseline is taken.
  public var tare: Tare
  /// From this magnitude on a taxel is touched [unit of the device's channels].
  public var touch: Double
  /// Below this magnitude it is not any more [the same]. At most `touch`.
  public var release: Double
  /// How fast the baseline of an untouched taxel follows [s].
  public var drift: Double
}

/// What a driver brings along for the robot files that use its device as a skin.
public struct TactileSchema: Sendable {
  /// What thresholds are in, for people (`T`, `counts`).
  public var unit: String
  /// The thresholds when the file gives none [the unit].
  public var touch: Double
  /// The same of the end of a touch; at most `touch`.
  public var release: Double

  /// The defaults of a driver.
  public init(unit: String, touch: Double, release: Double) {
    self.unit = unit
    self.touch = touch
    self.release = release
  }
}
