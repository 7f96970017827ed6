internal import CI2C
internal import Glibc
public import RobotHAL
public import RobotUnits
internal import Synchronization

/// An I2C bus of the kernel: one open `/dev/i2c-N`.
///
/// A transfer is one `I2C_RDWR`. An adapter that speaks SMBus only gets the SMBus call with the same
/// bytes on the wire; a transfer for which there is none is `unsupported`.
///
/// `I2C_RDWR` does not care whether a kernel driver owns the device; ask
/// `LinuxI2CBuses.requireUnclaimed` before the first transfer.
public final class LinuxI2CAdapter: I2CAdapter {
  /// What the adapter can do (`I2C_FUNCS`).
  public let capabilities: I2CCapabilities
  /// 42, or 2 (a write and the read behind it) where there is SMBus only.
  public let maximumMessages: Int

  /// Why the adapter did not take its timeout and retries; `nil` when it did. A transfer may then hang for
  /// longer than a cycle.
  public let refusal: LinuxDeviceError?

  /// The open bus, ours until `deinit`: a signal handler drives devices with it (I2C_RDWR, or SMBus calls where there is
  /// SMBus only). The address of an SMBus call lies in it, so no other thread may go on then.
  public let descriptor: Int32
  /// Whether there is `I2C_RDWR`.
  private let isCombining: Bool
  /// The flags that a message may have.
  private let allowedFlags: UInt16
  /// SMBus only: the address lies in the descriptor, so two transfers at a time would exchange theirs.
  private let isBusy = Atomic(false)
  /// SMBus only: the address that the descriptor is set to.
  private let selected = Atomic(noAddress)

  /// Opens the bus at `path`, like `/dev/i2c-1`. Real-time: no.
  ///
  /// `timeout` is when the adapter gives up a message that hangs; the kernel counts in steps of 10 ms,
  /// rounded up here. `retries` is how often the kernel repeats a message after another master won the
  /// bus. Both belong to the adapter: they hold for every program on this bus, and stay when we leave. An
  /// adapter that does not take them can be used all the same: `refusal` says so.
  ///
  /// The bus is ours alone among the programs that ask (flock): a second daemon, or one that measures, is
  /// refused. Programs that do not ask, as those of i2c-tools, are not kept out by the kernel.
  ///
  /// Throws when the bus is missing, may not be opened, is not an I2C bus, or `occupied` with its `holder`
  /// when another process has it.
  public init(path: String, timeout: TimeSpan = .milliseconds(50), retries: Int = 0)
    throws(LinuxDeviceError)
  {
    let opened = ci2c_open(path)
    guard opened >= 0 else { throw LinuxDeviceError(.i2c, device: path, errno: -opened) }
    var functions: UInt = 0
    var result = ci2c_functions(opened, &functions)
    guard result == 0 else {
      ci2c_close(opened)
      throw LinuxDeviceError(.i2c, device: path, errno: -result)
    }
    result = ci2c_lock(opened)
    guard result == 0 else {
      ci2c_close(opened)
      throw result == -EBUSY
        ? .held(path) : LinuxDeviceError(.i2c, device: path, errno: -result)
    }
    descriptor = opened
    result = ci2c_set_timeout(opened, Self.tensOfMilliseconds(timeout))
    let retried = ci2c_set_retries(opened, UInt(max(retries, 0)))
    if result == 0 { result = retried }
    refusal = result == 0 ? nil : LinuxDeviceError(.i2c, device: path, errno: -result)
    capabilities = Self.capabilities(functions: functions)
    isCombining = capabilities.contains(.combinedMessages)
    maximumMessages = isCombining ? 42 : 2
    let flags: I2CMessage.Flags =
      capabilities.contains(.stopBetweenMessages) ? [.read, .stop] : .read
    allowedFlags = flags.rawValue
  }

  deinit { ci2c_close(descriptor) }

  /// Executes `messages` as one transfer.
  ///
  /// Throws `unsupported` for no messages, for more than `maximumMessages`, and for a flag that the
  /// adapter does not offer. SMBus only: throws `unsupported` where SMBus has no call for `messages`,
  /// and `busFault` (EBUSY) while another thread is in here.
  ///
  /// Real-time: yes, one system call (SMBus only: two when the address changes) that blocks for the
  /// transfer.
  @_noAllocation @_noLocks
  public func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    guard let first = messages.baseAddress, 1...maximumMessages ~= messages.count else {
      throw BusError(.unsupported, errno: EOPNOTSUPP)
    }
    // Most drivers ignore a flag that they do not know, and the transfer would be another one.
    var flags: UInt16 = 0
    var index = 0
    while index &+ 4 <= messages.count {
      let message = first + index
      flags |= message[0].flags.rawValue | message[1].flags.rawValue
      flags |= message[2].flags.rawValue | message[3].flags.rawValue
      index &+= 4
    }
    while index < messages.count {
      flags |= first[index].flags.rawValue
      index &+= 1
    }
    guard flags & ~allowedFlags == 0 else { throw BusError(.unsupported, errno: EOPNOTSUPP) }
    guard isCombining else { return try transferBySMBus(messages) }
    let done = ci2c_transfer(descriptor, first, UInt32(messages.count))
    if done < 0 { throw BusError(errno: -done) }
    if done != Int32(messages.count) { throw BusError(.noAcknowledge) }
  }

  /// Lets at least `span` pass. Real-time: no.
  public func pause(_ span: TimeSpan) { System.pause(span) }

  private func transferBySMBus(_ messages: UnsafeMutableBufferPointer<I2CMessage>)
    throws(BusError)
  {
    guard let call = SMBusCall(messages) else {
      throw BusError(.unsupported, errno: EOPNOTSUPP)
    }
    guard !isBusy.exchange(true, ordering: .acquiring) else {
      throw BusError(.busFault, errno: EBUSY)
    }
    defer { isBusy.store(false, ordering: .releasing) }
    let address = messages[0].address
    if selected.load(ordering: .relaxed) != address {
      selected.store(noAddress, ordering: .relaxed)
      let result = ci2c_set_address(descriptor, address)
      if result < 0 { throw BusError(errno: -result) }
      selected.store(address, ordering: .relaxed)
    }
    try call.run(on: descriptor)
  }

  private static func tensOfMilliseconds(_ span: TimeSpan) -> UInt {
    UInt(max((span.nanoseconds + 9_999_999) / 10_000_000, 1))
  }

  private static func capabilities(functions: UInt) -> I2CCapabilities {
    guard functions & UInt(I2C_FUNC_I2C) != 0 else { return .smbusOnly }
    let mangling = functions & UInt(I2C_FUNC_PROTOCOL_MANGLING) != 0
    return mangling ? [.combinedMessages, .stopBetweenMessages] : .combinedMessages
  }
}

/// No 7-bit address.
private let noAddress: UInt16 = 0xFFFF
