/// An exchange that a device repeats, and in which of its turns.
///
/// A turn is a cycle in which the device is due. A converter that has one input at a time starts a
/// conversion in one turn and reads it in the next; with n inputs each exchange comes in every n-th turn.
public struct CyclicExchange: Hashable, Sendable {
  /// What goes over the wire.
  public let exchange: Exchange
  /// It takes part in every `interval`-th turn, at least 1 ...
  public let interval: Int
  /// ... of which it is this one, 0..<interval.
  public let turn: Int
  /// It may go in another cycle than the rest of its turn, so that no cycle carries all.
  public let isIndependent: Bool

  /// An exchange of every turn, unless told otherwise.
  public init(
    _ exchange: Exchange, interval: Int = 1, turn: Int = 0, isIndependent: Bool = false
  ) {
    precondition(interval >= 1 && (0..<interval).contains(turn))
    self.exchange = exchange
    self.interval = interval
    self.turn = turn
    self.isIndependent = isIndependent
  }
}
