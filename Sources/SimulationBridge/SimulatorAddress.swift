/// Where a simulator serves: a socket or shared memory.
public struct SimulatorAddress: Hashable, Sendable, CustomStringConvertible {
  /// `unix:PATH` or `shm:NAME`.
  public let description: String

  /// The address that `text` is; `nil` when it is none: neither `unix:` with a path of at most 107 bytes nor `shm:`
  /// with a name without slashes.
  public init?(_ text: String) {
    if text.hasPrefix("unix:") {
      guard (6...112).contains(text.utf8.count) else { return nil }
    } else {
      guard text.hasPrefix("shm:"), (5...90).contains(text.utf8.count), !text.contains("/") else {
        return nil
      }
    }
    description = text
  }
}
