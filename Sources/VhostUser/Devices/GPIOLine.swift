/// A wire between the guest's GPIO chip and the simulated board.
public struct GPIOLine {
  /// The name that `gpioinfo` shows.
  public let name: String
  /// The electrical level now: `true` is high.
  public let level: () -> Bool
  /// Drives the level, or lets go of the wire (`nil`); without it the wire is an input of the guest only.
  public let drive: ((Bool?) -> Void)?
  /// Lines of the same group tell their edges in the order in which they came, as those of an encoder must; `nil`: it
  /// has no company.
  public let group: Int?

  /// A line.
  public init(
    name: String, group: Int? = nil, level: @escaping () -> Bool, drive: ((Bool?) -> Void)? = nil
  ) {
    self.name = name
    self.group = group
    self.level = level
    self.drive = drive
  }
}
