/// A number that a device measures and that must stay in a range: part of the key `watch`. Software monitors,
/// not certified safety functions.
public struct WatchDescription: Hashable, Sendable {
  /// The device's index in `RobotDescription.deviceNames`.
  public var device: Int
  /// What is watched.
  public var quantity: Quantity
  /// Below this it is out of its range; -infinity where there is no such bound.
  public var lower: Double
  /// Above this it is out of its range.
  public var upper: Double
  /// Of a temperature: from here on the joints' efforts become smaller [degC].
  public var derateFrom: Double
  /// Of a temperature: the joints whose efforts become smaller, as indices; empty: all.
  public var joints: [Int]
  /// Where the file gives the range.
  public var position: SourcePosition
  /// The keys from the top of the file to the range.
  public var keyPath: String

  /// What a device may measure.
  public enum Quantity: String, Sendable, CaseIterable {
    /// A supply [V].
    case voltage
    /// Of a supply [A].
    case current
    /// Of a motor, its driver or the board [degC].
    case temperature
  }
}
