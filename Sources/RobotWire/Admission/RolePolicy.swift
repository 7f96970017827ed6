/// Who has which role: by what the kernel says of the process that connected, never by what a client says.
///
/// root and the daemon's own user maintain. A role without a group is that of whoever has the one below it, so that
/// without any group everybody who may open the socket may do everything.
public struct RolePolicy: Hashable, Sendable {
  /// A group of users.
  public struct Group: Hashable, Sendable {
    /// As it was given.
    public var name: String
    /// Its number.
    public var number: UInt32

    /// A group.
    public init(name: String, number: UInt32) {
      self.name = name
      self.number = number
    }
  }

  /// Who operates; `nil`: everybody.
  public var operate: Group?
  /// Who maintains; `nil`: whoever operates.
  public var maintain: Group?
  /// The daemon's own user.
  public var owner: UInt32

  /// A policy.
  public init(operate: Group? = nil, maintain: Group? = nil, owner: UInt32) {
    self.operate = operate
    self.maintain = maintain
    self.owner = owner
  }

  /// The role of `peer`.
  public func role(of peer: PeerCredentials) -> Role {
    if peer.uid == 0 || peer.uid == owner { return .maintain }
    let operates = operate.map { peer.groups.contains($0.number) } ?? true
    let isMaintainer = maintain.map { peer.groups.contains($0.number) }
    if isMaintainer ?? operates { return .maintain }
    return operates ? .operate : .observe
  }

  /// The group that gives `role`; `nil` where none does.
  public func group(giving role: Role) -> Group? {
    switch role {
    case .observe: nil
    case .operate: operate
    case .maintain: maintain ?? operate
    }
  }
}
