/// Which client controls the robot: one at a time, from its first order until its connection ends.
public struct ControlLease: Hashable, Sendable {
  /// The number of that client; `nil`: nobody.
  public private(set) var holder: Int?

  /// Nobody controls.
  public init() {}

  /// Whether `client` controls now: it did, or nobody did.
  public mutating func take(by client: Int) -> Bool {
    if holder == nil { holder = client }
    return holder == client
  }

  /// Whether `client` might: it does, or nobody does.
  public func isOpen(to client: Int) -> Bool { holder == nil || holder == client }

  /// The connection of `client` has ended; says whether it controlled.
  public mutating func end(of client: Int) -> Bool {
    guard holder == client else { return false }
    holder = nil
    return true
  }
}
