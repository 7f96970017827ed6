import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization

/// A line whose reader loses its processor once, when the first bytes of an answer are there.
final class AwayPort: SerialPort {
  private let line: SimulatedSerialLine
  private let pause: TimeSpan
  private let wasAway = Atomic(false)

  init(_ line: SimulatedSerialLine, for pause: TimeSpan) {
    self.line = line
    self.pause = pause
  }

  var speed: Frequency { line.speed }
  func now() -> MonotonicInstant { line.now() }
  func discardInput() throws(BusError) { try line.discardInput() }
  func pause(_ span: TimeSpan) { line.pause(span) }

  func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError)
  { try line.write(bytes, until: deadline) }

  func read(
    into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant
  ) throws(BusError) -> Int {
    let first = UnsafeMutableBufferPointer(rebasing: bytes[..<min(bytes.count, 5)])
    guard !wasAway.load(ordering: .relaxed) else {
      return try line.read(into: bytes, until: deadline)
    }
    let count = try line.read(into: first, until: deadline)
    wasAway.store(true, ordering: .relaxed)
    line.pause(pause)
    return count
  }
}
