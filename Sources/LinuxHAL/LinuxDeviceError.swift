internal import CI2C
internal import Glibc

/// A device that could not be found, opened or claimed: what happened, to which device, and what to
/// do about it. For set-up; the control path throws `BusError`.
public struct LinuxDeviceError: Error, Hashable, Sendable {
  /// What happened, for code that reacts to it.
  public enum Kind: Hashable, Sendable {
    /// No such device, bus, chip or line.
    case missing
    /// The user may not open it.
    case notPermitted
    /// There is something, but not a device of the kind that was asked for.
    case wrongDevice
    /// A kernel driver or another program owns it.
    case occupied
    /// More than one device answers to the name.
    case ambiguous
    /// Anything else; `errno` says what.
    case failed
  }

  /// What happened.
  public let kind: Kind
  /// What was asked for: a path, a bus or a line.
  public let device: String
  /// What happened, in words.
  public let problem: String
  /// What a person can do about it.
  public let remedy: String
  /// The C `errno`, or 0 when the failure has none.
  public let errno: Int32
  /// Who has it, where that is what is wrong.
  public let holder: DeviceHolder?

  /// An error about `device`: what is wrong with it, and what to do.
  public init(
    _ kind: Kind, device: String, problem: String, remedy: String, errno: Int32 = 0,
    holder: DeviceHolder? = nil
  ) {
    self.kind = kind
    self.device = device
    self.problem = problem
    self.remedy = remedy
    self.errno = errno
    self.holder = holder
  }
}

extension LinuxDeviceError: CustomStringConvertible {
  /// `/dev/i2c-1: permission denied (EACCES). Add the user to the group i2c: …`
  public var description: String {
    let name = errno == 0 ? "" : " (\(errorName(errno)))"
    return "\(device): \(problem)\(name). \(remedy)"
  }
}

extension LinuxDeviceError {
  /// The family of a device node: its group, and how it comes to exist.
  enum Family {
    case i2c
    case gpio
    case serial

    var group: String {
      switch self {
      case .i2c: "i2c"
      case .gpio: "gpio"
      case .serial: "dialout"
      }
    }

    var howToEnable: String {
      switch self {
      case .i2c:
        "Enable the bus (the board's file in Boards/ says how) and load its driver:"
          + " sudo modprobe i2c-dev"
      case .gpio:
        "Run gpiodetect to see the chips of this machine; the board's file in Boards/ says which"
          + " one drives the header"
      case .serial:
        "Plug the adapter in; ls /dev/serial/by-id lists those that are there, and a board's own"
          + " lines are /dev/ttyAMA*, /dev/ttyS* or /dev/ttyTHS*"
      }
    }

    var howToName: String {
      switch self {
      case .i2c: "Name an I2C bus, like /dev/i2c-1; i2cdetect -l lists them"
      case .gpio: "Name a GPIO chip, like /dev/gpiochip0; gpiodetect lists them"
      case .serial: "Name a serial line, like /dev/serial/by-id/usb-... or /dev/ttyAMA0"
      }
    }
  }

  /// The failure of a system call on a device node.
  init(_ family: Family, device: String, errno: Int32) {
    switch errno {
    case ENOENT, ENODEV, ENXIO:
      self.init(
        .missing, device: device, problem: "no such device", remedy: family.howToEnable,
        errno: errno)
    case EACCES, EPERM:
      self.init(
        .notPermitted, device: device, problem: "permission denied",
        remedy: "Add the user to the group \(family.group) and log in again:"
          + " sudo usermod -aG \(family.group) $USER",
        errno: errno)
    case ENOTTY, EISDIR, ENOTDIR:
      self.init(
        .wrongDevice, device: device, problem: "not a device of this kind",
        remedy: family.howToName, errno: errno)
    case EBUSY:
      self.init(
        .occupied, device: device, problem: "in use",
        remedy: "Stop the program or the kernel driver that owns it", errno: errno)
    default:
      self.init(
        .failed, device: device, problem: "refused by the kernel",
        remedy: "The kernel log may say more: sudo dmesg | tail", errno: errno)
    }
  }
}

/// The symbol of a C error number: "ENXIO" for 6.
func errorName(_ errno: Int32) -> String {
  guard let name = ci2c_error_name(errno) else { return "errno \(errno)" }
  return String(cString: name)
}
