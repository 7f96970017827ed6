import RobotWire

/// One connected client.
final class Session {
  let number: Int
  let connection: WireConnection
  /// A state is sent on every so-many-th cycle; 0: none.
  var stateEvery: UInt64 = 0
  /// The next cycle whose state is sent.
  var nextState: UInt64 = 0
  /// The motion that it is uploading.
  var upload: MotionUpload?
  /// The connection has ended, or must.
  var isClosed = false

  init(number: Int, connection: WireConnection) {
    self.number = number
    self.connection = connection
  }
}
