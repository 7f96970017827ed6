/// A wire between the guest's GPIO chip and the simulated board.
public struct GPIOLine {
  /// The name that `gpioinfo` shows.
  public let name: String
  /// The electrical level now: `true` is high.
  public let level: () -> Bool
  /// Drives the level, or lets go of the wire (`nil`); without it the wire is an input of the guest only.
  public let drive: ((Bool?) -> Void)?

  /// A line.
  public init(name: String, level: @escaping () -> Bool, drive: ((Bool?) -> Void)? = nil) {
    self.name = name
    self.level = level
    self.drive = drive
  }
}
