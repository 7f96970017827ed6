internal import Glibc
internal import RobotHAL

extension BusError {
  /// The bus error of a failed call's `errno`.
  ///
  /// Adapters disagree on the number for the same event, so each kind is a class of numbers.
  /// Real-time: yes. Source: the kernel's `Documentation/i2c/fault-codes.rst`.
  @_noAllocation @_noLocks
  init(errno: Int32) {
    switch errno {
    case ENXIO, EREMOTEIO, EIO: self.init(.noAcknowledge, errno: errno)
    case EAGAIN: self.init(.arbitrationLost, errno: errno)
    case ETIMEDOUT: self.init(.timeout, errno: errno)
    case EBUSY, EPROTO: self.init(.busFault, errno: errno)
    case EOPNOTSUPP: self.init(.unsupported, errno: errno)
    case ENODEV, ENOENT, EACCES, EBADF: self.init(.unavailable, errno: errno)
    default: self.init(.other, errno: errno)
    }
  }
}
