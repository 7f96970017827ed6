public import RobotUnits

/// One message of a transfer. The memory layout is that of the kernel's `struct i2c_msg`
/// (`<linux/i2c.h>`), so that an adapter hands an array of them to `I2C_RDWR` as it is.
public struct I2CMessage: BitwiseCopyable {
  /// The 7-bit device address in the low bits.
  public var address: UInt16
  /// `read` or write, and whether a STOP follows.
  public var flags: Flags
  /// The number of bytes at `buffer`.
  public var length: UInt16
  /// The bytes to write, or the room for those read. Owned by the caller for the whole transfer.
  public var buffer: UnsafeMutablePointer<UInt8>

  /// Message flags with the kernel's values.
  public struct Flags: OptionSet, BitwiseCopyable, Sendable {
    /// The bits, as in `<linux/i2c.h>`.
    public let rawValue: UInt16
    /// Flags with the bits of `rawValue`.
    @inlinable public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// `I2C_M_RD`: the device sends.
    @inlinable public static var read: Flags { Flags(rawValue: 0x0001) }
    /// `I2C_M_STOP`: a STOP, not a repeated START, follows this message. Only where the adapter
    /// offers `I2CCapabilities.stopBetweenMessages`.
    @inlinable public static var stop: Flags { Flags(rawValue: 0x8000) }
  }

  /// A message of `length` bytes at `buffer`.
  @inlinable public init(
    address: I2CAddress, flags: Flags, length: Int, buffer: UnsafeMutablePointer<UInt8>
  ) {
    self.address = UInt16(address.rawValue)
    self.flags = flags
    self.length = UInt16(length)
    self.buffer = buffer
  }
}

/// What an adapter can do (from `I2C_FUNCS`).
public struct I2CCapabilities: OptionSet, Hashable, Sendable, BitwiseCopyable {
  /// The bits.
  public let rawValue: UInt8
  /// Capabilities with the bits of `rawValue`.
  public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// `I2C_FUNC_I2C`: several messages, joined by repeated STARTs, in one `I2C_RDWR`.
  public static let combinedMessages = I2CCapabilities(rawValue: 1)
  /// `I2C_FUNC_PROTOCOL_MANGLING`: a STOP may follow any message (`I2C_M_STOP`).
  public static let stopBetweenMessages = I2CCapabilities(rawValue: 2)
  /// SMBus byte, word and I2C-block transfers only; no `I2C_RDWR`.
  public static let smbusOnly = I2CCapabilities(rawValue: 4)
}

/// The owner of one I2C bus: a kernel device node, or a simulated bus.
///
/// Conformers are non-generic final classes: the bus executor calls them through one existential, and
/// an existential over a generic class consults a lock-guarded metadata cache.
public protocol I2CAdapter: AnyObject, Sendable {
  /// What this adapter can do; constant after it was opened.
  var capabilities: I2CCapabilities { get }
  /// The most messages that one transfer may hold (42 for `I2C_RDWR`).
  var maximumMessages: Int { get }
  /// The most bytes that the messages of one transfer may have together, without their address bytes.
  var maximumBytes: Int { get }

  /// Executes `messages` as one transfer: START, repeated STARTs between them, one STOP at the end
  /// (and after each message flagged `stop`).
  ///
  /// Real-time: yes, blocks for the transfer. A transfer that ended early is an error of kind
  /// `noAcknowledge`, whatever errno says; the contents of all read buffers are then meaningless.
  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError)

  /// Lets at least `span` pass. For set-up only. Real-time: no.
  func pause(_ span: TimeSpan)
}

extension I2CAdapter {
  /// 8192: what the kernel takes in one message of `I2C_RDWR` (`i2c-dev.c`). A transfer of that length
  /// holds the bus for 74 ms at 1 MHz, so that no cycle wants more.
  public var maximumBytes: Int { 8192 }
}
