internal import RobotHAL
internal import RobotUnits

/// A simulated line that was opened anew after it was unplugged.
final class ReopenedSerialLine: SerialPort {
  let line: SimulatedSerialLine

  init(_ line: SimulatedSerialLine) { self.line = line }

  var speed: Frequency { line.speed }

  func now() -> MonotonicInstant { line.now() }

  func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError)
  {
    try line.write(bytes, isNew: true)
  }

  func read(into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError) -> Int
  {
    try line.read(into: bytes, until: deadline, isNew: true)
  }

  func discardInput() throws(BusError) { try line.discardInput(isNew: true) }

  func pause(_ span: TimeSpan) { line.pause(span) }
}
