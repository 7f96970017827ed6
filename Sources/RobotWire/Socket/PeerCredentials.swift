/// The process at the other end, as the kernel noted it when the connection was made (SO_PEERCRED).
public struct PeerCredentials: Hashable, Sendable {
  /// Its process.
  public let pid: Int32
  /// The user it ran as.
  public let uid: UInt32
}
