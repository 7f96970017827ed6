internal import CGPIOD
internal import Glibc
public import RobotHAL

/// The resistor at an input.
public enum LineBias: Hashable, Sendable {
  /// What the boot or the device tree set.
  case asIs
  /// None.
  case disabled
  /// To the supply.
  case pullUp
  /// To ground.
  case pullDown

  var resistor: cgpiod_bias {
    switch self {
    case .asIs: CGPIOD_BIAS_AS_IS
    case .disabled: CGPIOD_BIAS_DISABLED
    case .pullUp: CGPIOD_BIAS_PULL_UP
    case .pullDown: CGPIOD_BIAS_PULL_DOWN
    }
  }
}

/// An input line of the kernel, ours from `init` to `deinit`. Reading is one system call.
public final class LinuxDigitalInput: DigitalInput {
  // Set once; a read is one ioctl on a descriptor that does not change before `deinit`.
  private nonisolated(unsafe) let line: OpaquePointer

  /// Requests line `offset` of the chip at `chipPath` as an input. Real-time: no.
  ///
  /// `consumer` is what gpioinfo shows as the owner. Throws `occupied` when the line has an owner.
  public init(
    chipPath: String, offset: UInt32, bias: LineBias = .asIs, consumer: String = "cerebellum"
  ) throws(LinuxDeviceError) {
    line = try requested(chipPath, offset) {
      cgpiod_request_input(chipPath, offset, consumer, bias.resistor, &$0)
    }
  }

  deinit { cgpiod_release(line) }

  /// The electrical level: `true` is high. Throws while the chip is gone.
  /// Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func level() throws(BusError) -> Bool {
    let result = cgpiod_get(line)
    if result < 0 { throw BusError(errno: -result) }
    return result == 1
  }
}

/// An output line of the kernel, ours from `init` to `deinit`. Driving is one system call.
///
/// What the pin does after `deinit`, or after the process died, is up to the chip's driver: some keep
/// the level, some make it an input. Only a resistor on the board makes a line safe then.
public final class LinuxDigitalOutput: DigitalOutput {
  // Set once; a write is one ioctl on a descriptor that does not change before `deinit`.
  private nonisolated(unsafe) let line: OpaquePointer

  /// Requests line `offset` of the chip at `chipPath` as an output that drives `initial` (`true` is
  /// high) from its first moment. Real-time: no.
  ///
  /// `consumer` is what gpioinfo shows as the owner. Throws `occupied` when the line has an owner.
  public init(chipPath: String, offset: UInt32, initial: Bool, consumer: String = "cerebellum")
    throws(LinuxDeviceError)
  {
    line = try requested(chipPath, offset) {
      cgpiod_request_output(chipPath, offset, consumer, initial, &$0)
    }
  }

  deinit { cgpiod_release(line) }

  /// The kernel's request, ours until `deinit`: a signal handler drives the line with it
  /// (GPIO_V2_LINE_SET_VALUES_IOCTL).
  public var descriptor: Int32 { cgpiod_descriptor(line) }

  /// Drives the electrical level: `true` is high. Throws while the chip is gone.
  /// Real-time: yes, one system call.
  @_noAllocation @_noLocks
  public func drive(_ level: Bool) throws(BusError) {
    let result = cgpiod_set(line, level)
    if result < 0 { throw BusError(errno: -result) }
  }
}

/// The line that `request` obtains.
func requested(
  _ chipPath: String, _ offset: UInt32, _ request: (inout OpaquePointer?) -> Int32
) throws(LinuxDeviceError) -> OpaquePointer {
  var line: OpaquePointer?
  let result = request(&line)
  if result == 0, let line { return line }
  let device = "\(chipPath) line \(offset)"
  // Who owns the line is worth a second look; without an answer the first error stands.
  if result == -EBUSY, let owner = owner(of: offset, on: chipPath) {
    let holder = DeviceHolder.consumer(owner)
    throw LinuxDeviceError(
      .occupied, device: device, problem: holder.problem, remedy: "Stop that program",
      errno: EBUSY, holder: holder)
  }
  if result == -EINVAL {
    throw LinuxDeviceError(
      .failed, device: device, problem: "no line of that number, or no such bias",
      remedy:
        "Run gpioinfo to see the lines; leave the bias as it is where the chip has no resistors",
      errno: EINVAL)
  }
  throw LinuxDeviceError(.gpio, device: device, errno: -result)
}

private func owner(of offset: UInt32, on chipPath: String) -> String? {
  do throws(LinuxDeviceError) {
    return try LinuxGPIO.chip(at: chipPath).lines.first { $0.offset == offset }?.consumer
  } catch {
    return nil
  }
}
