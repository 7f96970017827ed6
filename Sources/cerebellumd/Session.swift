import RobotWire

/// One connected client.
final class Session {
  /// How many requests of one client may wait for the loop, which takes one per cycle: what a client
  /// floods with must not delay another's stop.
  static let mostWaiting = 8
  /// A client that sends so many packets that are no frames does not speak the protocol.
  static let mostMalformed = 16

  let number: Int
  let connection: WireConnection
  /// What it may do.
  let role: Role
  /// A state is sent on every so-many-th cycle; 0: none.
  var stateEvery: UInt64 = 0
  /// The next cycle whose state is sent.
  var nextState: UInt64 = 0
  /// The motion that it is uploading.
  var upload: MotionUpload?
  /// The joints that it has pushed.
  var pushed: Set<Int> = []
  /// Packets that were no frames, or frames that were there already.
  var malformed = 0
  /// Which of its frames were there.
  var order = FrameOrder()
  /// The connection has ended, or must.
  var isClosed = false

  init(number: Int, connection: WireConnection, role: Role) {
    self.number = number
    self.connection = connection
    self.role = role
  }
}
