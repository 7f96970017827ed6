extension InvenSenseRanges.Acceleration: CaseIterable {
  public static var allCases: [Self] { [.g2, .g4, .g8, .g16] }

  /// The range of `g` times standard gravity; `nil` unless 2, 4, 8 or 16.
  public init?(g: Int) {
    guard let range = Self.allCases.first(where: { $0.g == g }) else { return nil }
    self = range
  }
}

extension InvenSenseRanges.AngularVelocity: CaseIterable {
  public static var allCases: [Self] { [.dps250, .dps500, .dps1000, .dps2000] }

  /// The range of so many degrees per second; `nil` unless 250, 500, 1000 or 2000.
  public init?(degreesPerSecond: Int) {
    guard let range = Self.allCases.first(where: { $0.degreesPerSecond == degreesPerSecond }) else {
      return nil
    }
    self = range
  }
}
