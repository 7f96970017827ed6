internal import CSerial
public import RobotHAL
public import RobotUnits

/// A simulated line as a tty of this machine: other programs open `path` as they would open an adapter's.
///
/// What they write goes over the line, byte by byte in its time, and what its devices answer comes back. The
/// speed that they set is not looked at: it is the line's. Real-time: no.
public final class SimulatedTerminal {
  /// The tty.
  public let path: String
  private let descriptor: Int32
  private let line: SimulatedSerialLine

  /// A tty for `line`, which has to be on the wall clock. Throws `other` where the machine has none left.
  public init(_ line: SimulatedSerialLine) throws(BusError) {
    var name = [CChar](repeating: 0, count: 128)
    let opened = cserial_open_pseudo_terminal(&name, name.count)
    guard opened >= 0 else { throw BusError(.other, errno: -opened) }
    descriptor = opened
    path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.line = line
  }

  deinit { cserial_close(descriptor) }

  /// Serves those who have it open for `span`. Throws what the line throws.
  public func serve(for span: TimeSpan) throws(BusError) {
    let end = line.now() + span
    while line.now() < end {
      var room = [UInt8](repeating: 0, count: 4096)
      let wanted = cserial_now() + 200_000
      let count = cserial_read(descriptor, &room, room.count, wanted)
      if count > 0 { try line.write(Array(room[..<Int(count)]), until: end) }
      // Nobody has it open.
      if count < 0 { line.pause(.milliseconds(1)) }
      let answer = try line.read(atMost: 4096, until: line.now())
      // What nobody reads is lost, as in an adapter.
      if !answer.isEmpty { _ = cserial_write(descriptor, answer, answer.count, cserial_now()) }
    }
  }
}
