internal import CSerial
internal import Glibc
public import RobotHAL
public import RobotUnits

/// A serial line of the kernel: one open tty, ours alone.
///
/// Raw, 8 data bits, no parity, one stop bit, no flow control. A line that was unplugged throws
/// `unavailable` from then on; open it anew when it is back.
public final class LinuxSerialPort: ReplaceableSerialPort {
  /// Bits per second on the wire [Hz].
  public let speed: Frequency
  private let descriptor: Int32
  private let path: String

  /// Opens the line at `path`, like `/dev/ttyAMA0`, at `speed` bits per second: any whole number that the
  /// hardware can do within 2.5 %. Real-time: no.
  ///
  /// Throws when the line is missing, may not be opened, is no serial line, has another speed, or when
  /// another program has it.
  public init(path: String, speed: Frequency) throws(LinuxDeviceError) {
    let bits = UInt32(min(max(speed.hertz, 1), 4e9))
    let opened = cserial_open(path, bits)
    guard opened != -ERANGE else {
      throw LinuxDeviceError(
        .failed, device: path, problem: "the line cannot do \(bits) bits per second",
        remedy: "Use another speed, on the servos too, or another adapter", errno: ERANGE)
    }
    guard opened != -EBUSY else { throw .held(path) }
    guard opened >= 0 else { throw LinuxDeviceError(.serial, device: path, errno: -opened) }
    descriptor = opened
    self.path = path
    self.speed = speed
    // A driver that has no such setting, as those of CDC-ACM and CH340, has no timer that holds bytes back either.
    _ = cserial_set_low_latency(opened)
  }

  deinit { cserial_close(descriptor) }

  /// The present of `CLOCK_MONOTONIC`. Real-time: yes.
  @_noAllocation @_noLocks
  public func now() -> MonotonicInstant { MonotonicInstant(nanoseconds: cserial_now()) }

  /// Writes all of `bytes`. Real-time: yes, one system call unless the kernel's buffer is full.
  @_noAllocation @_noLocks
  public func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError)
  {
    let result = cserial_write(descriptor, bytes.baseAddress, bytes.count, deadline.nanoseconds)
    if result < 0 { throw BusError(errno: -result) }
  }

  /// Reads what is there, or waits for it. Real-time: yes, one system call for what is there, three when
  /// it waits.
  @_noAllocation @_noLocks
  public func read(
    into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant
  ) throws(BusError) -> Int {
    let result = cserial_read(descriptor, bytes.baseAddress, bytes.count, deadline.nanoseconds)
    if result < 0 { throw BusError(errno: -result) }
    return Int(result)
  }

  /// Discards what was received and not read. Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func discardInput() throws(BusError) {
    let result = cserial_discard_input(descriptor)
    if result < 0 { throw BusError(errno: -result) }
  }

  /// Opens the line anew, when it is there again.
  public func reopened() throws(BusError) -> any SerialPort {
    do throws(LinuxDeviceError) {
      return try LinuxSerialPort(path: path, speed: speed)
    } catch {
      throw BusError(.unavailable, errno: error.errno)
    }
  }

  /// The descriptor stays the same: a thread that uses it goes on with the new line.
  public func adopt(_ port: any SerialPort) {
    guard let port = port as? LinuxSerialPort else { return }
    _ = cserial_adopt(descriptor, port.descriptor)
  }

  /// Lets at least `span` pass. Real-time: no.
  public func pause(_ span: TimeSpan) { System.pause(span) }
}
