/// Why something that a client sent was not taken. The numbers are append-only.
public enum RefusalReason: UInt8, Hashable, Sendable, CaseIterable {
  /// The packet ends before its frame or one of its fields does.
  case truncated = 0
  /// The packet is longer than its frame, than what its message has, or than any frame.
  case oversized = 1
  /// The packet does not begin as a frame does.
  case foreign = 2
  /// A frame of another version of the protocol.
  case otherVersion = 3
  /// The checksum does not fit the bytes.
  case damaged = 4
  /// No request has this type.
  case unknownType = 5
  /// A field holds what it may not hold.
  case badField = 6
  /// A frame with this number was there already, or may have been.
  case replayed = 7
  /// A frame that a newer one has overtaken.
  case outOfOrder = 8
  /// The client's role may not ask for this.
  case wrongRole = 9
  /// Another client controls the robot.
  case controlled = 10
  /// Too many requests wait for the loop.
  case tooMany = 11
  /// The command came after its deadline.
  case late = 12
  /// One client too many.
  case tooManyClients = 13
  /// The client does not read what it is sent: hung up.
  case unread = 14
  /// It makes no sense for this robot: a wrong count, index, range or name.
  case invalid = 15
  /// Not in this state: what the answer says must happen first.
  case state = 16
  /// This daemon cannot do that.
  case unsupported = 17

  /// Its name, for programs.
  public var name: String {
    switch self {
    case .truncated: "truncated"
    case .oversized: "oversized"
    case .foreign: "foreign"
    case .otherVersion: "other_version"
    case .damaged: "damaged"
    case .unknownType: "unknown_type"
    case .badField: "bad_field"
    case .replayed: "replayed"
    case .outOfOrder: "out_of_order"
    case .wrongRole: "wrong_role"
    case .controlled: "controlled"
    case .tooMany: "too_many"
    case .late: "late"
    case .tooManyClients: "too_many_clients"
    case .unread: "unread"
    case .invalid: "invalid"
    case .state: "state"
    case .unsupported: "unsupported"
    }
  }
}

extension RefusalReason {
  /// That of a packet that is no request.
  public init(_ error: WireError) {
    self =
      switch error {
      case .truncated: .truncated
      case .tooLong: .oversized
      case .badMagic: .foreign
      case .unsupportedVersion: .otherVersion
      case .badChecksum: .damaged
      case .unknownType: .unknownType
      case .badPayload: .badField
      }
  }

  /// That of an answer, where nothing more precise is known; `nil` of one that is none.
  public init?(_ code: RequestResult.Code) {
    switch code {
    case .ok: return nil
    case .refused, .faulted: self = .state
    case .invalid: self = .invalid
    case .busy: self = .state
    case .unsupported: self = .unsupported
    }
  }
}

/// How often each reason was one.
public struct RefusalCounts: Hashable, Sendable {
  private var counts = [UInt64](repeating: 0, count: RefusalReason.allCases.count)

  /// Nothing was refused.
  public init() {}

  /// One more for `reason`.
  public mutating func add(_ reason: RefusalReason) { counts[Int(reason.rawValue)] &+= 1 }

  /// How often `reason` was one.
  public subscript(reason: RefusalReason) -> UInt64 { counts[Int(reason.rawValue)] }

  /// All together.
  public var total: UInt64 { counts.reduce(0, &+) }
}
