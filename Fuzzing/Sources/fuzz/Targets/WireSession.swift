import RobotUnits
import RobotWire

/// Frames of four clients in any order, as the daemon's service loop takes them: once and in order, by role, by who
/// controls. Beside it stands a memory that forgets nothing.
struct WireSession {
  private static let roles: [Role] = [.observe, .operate, .operate, .maintain]
  private var clients = Self.roles.map { Client(role: $0) }
  private var control = ControlLease()
  private var refusals = RefusalCounts()
  private var taken = 0
  private var sent = 0

  private struct Client {
    let role: Role
    var order = FrameOrder()
    var there: Set<UInt32> = []
    var newest: UInt32 = 0
  }

  mutating func run(_ reader: inout InputReader) {
    for _ in 0..<400 where !reader.isAtEnd {
      let choice = reader.byte()
      let client = Int(choice & 3)
      switch choice >> 2 & 7 {
      case 0: hangUp(client)
      case 1: take(reader.bytes(reader.number(below: 64)), from: client)
      case 2: near(client, reader.byte(), &reader)
      default: next(client, &reader)
      }
    }
    require(
      refusals.total + UInt64(taken) == UInt64(sent), "something was neither taken nor counted")
  }

  private mutating func hangUp(_ client: Int) {
    let held = control.holder == client
    require(control.end(of: client) == held, "another's control ended")
    clients[client] = Client(role: Self.roles[client])
  }

  /// The next frame of `client`.
  private mutating func next(_ client: Int, _ reader: inout InputReader) {
    near(client, 128 + 1, &reader)
  }

  /// A frame whose number is `offset` - 128 away from the newest.
  private mutating func near(_ client: Int, _ offset: UInt8, _ reader: inout InputReader) {
    let sequence = clients[client].newest &+ UInt32(offset) &- 128
    var header = (0..<4).map { UInt8(truncatingIfNeeded: sequence >> (8 * UInt32($0))) }
    header += [UInt8](repeating: 0, count: 12)
    let type = 1 + UInt8(reader.number(below: 30))
    take(
      WireTarget.frame(type: type, header: header, payload: reader.bytes(reader.number(below: 40))),
      from: client)
  }

  private mutating func take(_ frame: [UInt8], from client: Int) {
    sent += 1
    do throws(WireError) {
      admit(try Envelope<Request>(frame: frame), from: client)
    } catch { refusals.add(RefusalReason(error)) }
  }

  private mutating func admit(_ envelope: Envelope<Request>, from client: Int) {
    let (request, sequence) = (envelope.message, envelope.header.sequence)
    let isNew = Int32(bitPattern: sequence &- clients[client].newest) > 0
    let wasThere = clients[client].there.contains(sequence)
    let reason = clients[client].order.take(sequence)
    require(
      (reason == nil) == isNew,
      "frame \(sequence) after \(clients[client].newest): \(String(describing: reason))")
    require(reason != .outOfOrder || !wasThere, "a replay counts as overtaken")
    clients[client].there.insert(sequence)
    if isNew { clients[client].newest = sequence }
    if let reason, !request.isTakenAgain {
      refusals.add(reason)
      return
    }
    guard clients[client].role >= request.role else {
      require(request != .stop, "a stop was refused")
      refusals.add(.wrongRole)
      return
    }
    if request.takesControl {
      let before = control.holder
      let takes = control.take(by: client)
      require(takes == (before == nil || before == client), "two clients control")
      guard takes else {
        refusals.add(.controlled)
        return
      }
      require(control.holder == client, "who controls is another")
    }
    taken += 1
  }
}
