/// A transfer that did not succeed: a kind that code may react to, and the errno that a person wants
/// to read.
///
/// Adapters disagree on errno (a NAK is ENXIO, EREMOTEIO or EIO), so code reacts to `kind` only.
public struct BusError: Error, Hashable, Sendable, BitwiseCopyable {
  /// What happened, independent of the adapter.
  public enum Kind: UInt8, Sendable, BitwiseCopyable {
    /// The address or a byte was not acknowledged (ENXIO, EREMOTEIO, EIO; or too few messages done).
    case noAcknowledge
    /// Another master won the bus (EAGAIN).
    case arbitrationLost
    /// The bus or the device did not answer in time (ETIMEDOUT).
    case timeout
    /// The adapter reports a bus that cannot be used (EBUSY, EPROTO, stuck line).
    case busFault
    /// The adapter cannot do what was asked (EOPNOTSUPP).
    case unsupported
    /// The device node is missing, gone or not permitted (ENOENT, ENODEV, EACCES, EBADF).
    case unavailable
    /// Anything else; `errno` says what.
    case other
  }

  /// What happened.
  public let kind: Kind
  /// The C `errno`, or 0 when the failure has none.
  public let errno: Int32

  /// A failure of `kind`, caused by `errno`.
  @inlinable public init(_ kind: Kind, errno: Int32 = 0) {
    self.kind = kind
    self.errno = errno
  }
}
