extension TCA9548A {
  /// One register and no pointer: whatever is written becomes its contents, and any answer is possible. Whoever
  /// wants to know has to write (`BusScan`). Source: TI SCPS207.
  public static let identity = ChipIdentity(
    "control", .plausible, [ChipIdentity.Question([], count: 1) { _ in true }])
}
