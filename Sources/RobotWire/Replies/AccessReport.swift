/// What the asking client may do, who controls the robot, and what was refused since the daemon started.
public struct AccessReport: Hashable, Sendable {
  /// Who controls the robot.
  public enum Control: UInt8, Hashable, Sendable, CaseIterable {
    case nobody = 0
    case you = 1
    case another = 2
  }

  /// The asking client's role.
  public var role: Role
  /// Who controls the robot ...
  public var control: Control
  /// ... its process, as the daemon sees it; 0 for nobody ...
  public var process: UInt32
  /// ... and its user; 0 for nobody.
  public var user: UInt32
  /// How often each reason was one, of all clients; reasons that never were are left out.
  public var refusals: [RefusalCount]

  /// What `counts` says, without reasons that never were.
  public init(
    role: Role, control: Control, process: UInt32, user: UInt32, refusals counts: RefusalCounts
  ) {
    self.role = role
    self.control = control
    self.process = process
    self.user = user
    refusals = RefusalReason.allCases.filter { counts[$0] > 0 }.map {
      RefusalCount(reason: $0.rawValue, count: counts[$0])
    }
  }

  /// How often `reason` was one.
  public subscript(reason: RefusalReason) -> UInt64 {
    refusals.filter { $0.reason == reason.rawValue }.reduce(0) { $0 &+ $1.count }
  }
}

/// How often something was refused for one reason.
public struct RefusalCount: Hashable, Sendable {
  /// A `RefusalReason`, or one that a newer daemon knows.
  public var reason: UInt8
  /// How often.
  public var count: UInt64

  /// A count.
  public init(reason: UInt8, count: UInt64) {
    self.reason = reason
    self.count = count
  }
}

extension AccessReport: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(role.rawValue)
    writer.integer(control.rawValue)
    writer.integer(process)
    writer.integer(user)
    writer.list(refusals)
  }

  init(from reader: inout WireReader) throws(WireError) {
    role = try reader.choice("role")
    control = try reader.choice("control")
    process = try reader.integer()
    user = try reader.integer()
    refusals = try reader.list()
  }
}

extension RefusalCount: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(reason)
    writer.integer(count)
  }

  init(from reader: inout WireReader) throws(WireError) {
    reason = try reader.integer()
    count = try reader.integer()
  }
}
