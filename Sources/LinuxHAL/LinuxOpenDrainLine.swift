internal import CGPIOD
public import RobotHAL

/// A line of the kernel on a wire that others pull low too, ours from `init` to `deinit`: high means let go,
/// and `level` is what the wire has. At `deinit` it is let go, whatever the chip's driver does with the pin
/// then.
public final class LinuxOpenDrainLine: DigitalInput, DigitalOutput {
  // Set once; a call is one ioctl on a descriptor that does not change before `deinit`.
  private nonisolated(unsafe) let line: OpaquePointer

  /// Requests line `offset` of the chip at `chipPath`, let go. Real-time: no.
  ///
  /// `consumer` is what gpioinfo shows as the owner. Throws `occupied` when the line has an owner.
  public init(
    chipPath: String, offset: UInt32, consumer: String = "cerebellum-recovery"
  ) throws(LinuxDeviceError) {
    line = try requested(chipPath, offset) {
      cgpiod_request_open_drain(chipPath, offset, consumer, &$0)
    }
  }

  deinit {
    _ = cgpiod_set(line, true)
    cgpiod_release(line)
  }

  /// The wire's level: `true` is high. Throws while the chip is gone.
  /// Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func level() throws(BusError) -> Bool {
    let result = cgpiod_get(line)
    if result < 0 { throw BusError(errno: -result) }
    return result == 1
  }

  /// Pulls the wire low, or lets it go. Throws while the chip is gone.
  /// Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func drive(_ level: Bool) throws(BusError) {
    let result = cgpiod_set(line, level)
    if result < 0 { throw BusError(errno: -result) }
  }
}
