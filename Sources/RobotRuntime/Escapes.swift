public import RobotHAL

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

/// `output.drive(isHigh)`.
@_semantics("no_performance_analysis")
public func escapeDrive(
  _ output: UnsafePointer<any DigitalOutput>, _ isHigh: Bool
) throws(BusError) {
  try output.pointee.drive(isHigh)
}
