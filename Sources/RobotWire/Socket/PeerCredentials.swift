/// The process at the other end, as the kernel noted it when the connection was made (SO_PEERCRED, SO_PEERGROUPS).
public struct PeerCredentials: Hashable, Sendable {
  /// Its process.
  public let pid: Int32
  /// The user it ran as.
  public let uid: UInt32
  /// The groups it was in.
  public let groups: Set<UInt32>

  /// A process.
  public init(pid: Int32, uid: UInt32, groups: Set<UInt32>) {
    self.pid = pid
    self.uid = uid
    self.groups = groups
  }
}
