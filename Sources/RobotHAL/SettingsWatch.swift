/// How to see that a device still has the settings which its set-up wrote: a chip that lost its supply
/// for a moment answers as before, with the settings of its power-on.
public struct SettingsWatch: Hashable, Sendable {
  /// Reads the settings.
  public let exchange: Exchange
  /// What the reply is then, in the bits of `mask`.
  public let expected: [UInt8]
  /// The bits that are looked at. Never none: a watch that always agrees sees nothing.
  public let mask: [UInt8]

  /// A watch; without `mask` it looks at all bits.
  public init(_ exchange: Exchange, expected: [UInt8], mask: [UInt8]? = nil) {
    let mask = mask ?? expected.map { _ in 0xFF }
    precondition(expected.count == exchange.replyCount && mask.count == exchange.replyCount)
    precondition(mask.contains { $0 != 0 })
    self.exchange = exchange
    self.expected = zip(expected, mask).map(&)
    self.mask = mask
  }
}
