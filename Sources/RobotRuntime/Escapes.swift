public import RobotHAL
public import RobotUnits

// Every call that the compiler's real-time checks do not look into stands in this file, and a test
// greps that no other file has one. Each is a system call of a conformer of `RobotHAL`, reached
// through an existential; what is behind it is proven at run time, by the counted run.
// Pointers instead of references, so that the callers count none.

/// `adapter.transfer(messages)`.
@_semantics("no_performance_analysis")
public func escapeTransfer(
  _ adapter: UnsafePointer<any I2CAdapter>, _ messages: UnsafeMutableBufferPointer<I2CMessage>
) throws(BusError) {
  try adapter.pointee.transfer(messages)
}

/// `input.level()`.
@_semantics("no_performance_analysis")
public func escapeLevel(_ input: UnsafePointer<any DigitalInput>) throws(BusError) -> Bool {
  try input.pointee.level()
}

/// `input.drain(into: edges)`.
@_semantics("no_performance_analysis")
public func escapeDrain(
  _ input: UnsafePointer<any EdgeInput>, _ edges: UnsafeMutablePointer<LineEdge>, _ count: Int
) throws(BusError) -> Int {
  var span = MutableSpan(_unsafeStart: edges, count: count)
  return try input.pointee.drain(into: &span)
}

/// `output.drive(isHigh)`.
@_semantics("no_performance_analysis")
public func escapeDrive(
  _ output: UnsafePointer<any DigitalOutput>, _ isHigh: Bool
) throws(BusError) {
  try output.pointee.drive(isHigh)
}

/// `port.now()`.
@_semantics("no_performance_analysis")
public func escapeNow(_ port: UnsafePointer<any SerialPort>) -> MonotonicInstant {
  port.pointee.now()
}

/// `port.write(bytes, until: deadline)`.
@_semantics("no_performance_analysis")
public func escapeWrite(
  _ port: UnsafePointer<any SerialPort>, _ bytes: UnsafeBufferPointer<UInt8>,
  _ deadline: MonotonicInstant
) throws(BusError) {
  try port.pointee.write(bytes, until: deadline)
}

/// `port.read(into: bytes, until: deadline)`.
@_semantics("no_performance_analysis")
public func escapeRead(
  _ port: UnsafePointer<any SerialPort>, _ bytes: UnsafeMutableBufferPointer<UInt8>,
  _ deadline: MonotonicInstant
) throws(BusError) -> Int {
  try port.pointee.read(into: bytes, until: deadline)
}

/// `port.discardInput()`.
@_semantics("no_performance_analysis")
public func escapeDiscard(_ port: UnsafePointer<any SerialPort>) throws(BusError) {
  try port.pointee.discardInput()
}
