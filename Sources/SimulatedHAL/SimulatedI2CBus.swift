import Glibc
public import RobotHAL
public import RobotUnits
import Synchronization

/// An I2C bus simulated byte by byte: START, address, acknowledge, data, repeated START, STOP, and
/// the time that they take on the wire.
///
/// The adapter answers as a Linux one does: `ENXIO` where nobody acknowledges, `EINVAL` for a
/// transfer the kernel would refuse. A transfer holds the bus for its whole length, so that it may
/// be called from any thread; it allocates nothing.
public final class SimulatedI2CBus: I2CAdapter {
  /// What has happened on a bus since it was made.
  public struct Counters: Hashable, Sendable, BitwiseCopyable {
    /// Calls of `transfer`, that is, what would be system calls on Linux.
    public var transfers = 0
    /// Messages begun.
    public var messages = 0
    /// Bytes on the wire, address bytes included.
    public var bytes = 0
    /// SCL clocks: nine per byte, one per START, repeated START and STOP.
    public var clocks = 0
    /// Transfers ended by an address or byte that was not acknowledged.
    public var noAcknowledges = 0
    /// Transfers that ended in any other error.
    public var failures = 0

    /// Nothing yet.
    public init() {}
  }

  struct State {
    var segment = BusSegment()
    var counters = Counters()
    var time: MonotonicInstant
    /// How many more transfers to each address fail.
    var failing = [UInt32](repeating: 0, count: 128)
    var faults = FaultInjector()
    var lines = LineLevels()
    var timeout: TimeSpan
  }

  /// What the adapter can do.
  public let capabilities: I2CCapabilities
  /// The most messages of one transfer.
  public let maximumMessages: Int
  /// SCL clocks per second [Hz].
  public let speed: Frequency
  private let clock: SimulationClock
  private let state: Mutex<State>

  /// An empty bus. With `stopBetweenMessages` among the capabilities it behaves like an adapter that
  /// offers `I2C_FUNC_PROTOCOL_MANGLING`. `maximumMessages` is the kernel's limit unless told,
  /// `timeout` what it waits for a stuck bus: 10 ms, the shortest that the kernel can be told.
  public init(
    speed: Frequency, clock: SimulationClock, capabilities: I2CCapabilities = .combinedMessages,
    maximumMessages: Int = 42, timeout: TimeSpan = .milliseconds(10)
  ) {
    self.speed = speed
    self.clock = clock
    self.capabilities = capabilities
    self.maximumMessages = maximumMessages
    state = Mutex(State(time: clock.now, timeout: timeout))
  }

  /// Solders `chip` to the bus. Real-time: no.
  public func attach(_ chip: any SimulatedChip) {
    state.withLock { $0.segment.attach(chip) }
  }

  /// Lets the next `transfers` transfers that address `address` end without an acknowledge.
  public func failNext(_ transfers: Int, at address: I2CAddress) {
    state.withLock { $0.failing[Int(address.rawValue)] = UInt32(clamping: transfers) }
  }

  func withState<Value: Sendable>(_ body: (inout sending State) -> sending Value) -> Value {
    state.withLock(body)
  }

  /// What has happened so far.
  public var counters: Counters { state.withLock { $0.counters } }

  /// The end of the last transfer or pause. On the virtual clock it runs ahead of the clock within a
  /// cycle: how much of the cycle the bus has used.
  public var busTime: MonotonicInstant { state.withLock { $0.time } }

  /// Plays `messages` on the wire. Real-time: yes, blocks for the wire time on the wall clock.
  public func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    if let error = play(messages).error { throw error }
  }

  /// Does what `transfer` does, and says how many messages were done, from the first on, before it ended.
  public func play(
    _ messages: UnsafeMutableBufferPointer<I2CMessage>
  ) -> (done: Int, error: BusError?) {
    if let refusal = refusal(messages) { return (0, refusal) }
    return state.withLock { state in
      let begin = max(clock.now, state.time)
      var wire = Wire(begin: begin, hertz: speed.hertz, timeout: state.timeout)
      state.counters.transfers += 1
      let outcome = state.play(messages, on: &wire)
      state.counters.messages += wire.messages
      state.counters.bytes += wire.bytes
      state.counters.clocks += wire.clocks
      state.time = wire.now
      clock.wait(until: wire.now)
      return (wire.completed, state.counters.take(outcome))
    }
  }

  /// Lets `span` pass on the clock. Real-time: no.
  public func pause(_ span: TimeSpan) {
    state.withLock { state in
      state.time = max(clock.now, state.time) + span
      clock.wait(until: state.time)
    }
  }

  /// The refusals of the kernel, before anything happens on the wire.
  private func refusal(_ messages: UnsafeMutableBufferPointer<I2CMessage>) -> BusError? {
    guard messages.count > 0, messages.count <= maximumMessages else {
      return BusError(.other, errno: EINVAL)
    }
    if messages.count > 1, !capabilities.contains(.combinedMessages) {
      return BusError(.unsupported, errno: EOPNOTSUPP)
    }
    for message in messages {
      guard message.address <= 0x7F else { return BusError(.other, errno: EINVAL) }
      var allowed: I2CMessage.Flags = .read
      if capabilities.contains(.stopBetweenMessages) { allowed.insert(.stop) }
      guard allowed.isSuperset(of: message.flags) else {
        return BusError(.unsupported, errno: EOPNOTSUPP)
      }
    }
    return nil
  }
}

extension SimulatedI2CBus.State {
  mutating func play(
    _ messages: UnsafeMutableBufferPointer<I2CMessage>, on wire: inout Wire
  ) -> WireOutcome {
    guard faults.isIdle, lines.areIdle else {
      guard lines.areIdle else {
        wire.delay = wire.timeout
        return .heldLow
      }
      return wire.run(messages, on: &segment, failing: &failing, &faults)
    }
    return wire.run(messages, on: &segment, failing: &failing) ? .done : .notAcknowledged
  }
}

extension SimulatedI2CBus.Counters {
  /// Counts how a transfer ended; the error that a Linux adapter gives.
  fileprivate mutating func take(_ outcome: WireOutcome) -> BusError? {
    switch outcome {
    case .done: return nil
    case .notAcknowledged:
      noAcknowledges += 1
      return BusError(.noAcknowledge, errno: ENXIO)
    default: failures += 1
    }
    switch outcome {
    case .arbitrationLost: return BusError(.arbitrationLost, errno: EAGAIN)
    case .timedOut: return BusError(.timeout, errno: ETIMEDOUT)
    case .heldLow: return BusError(.busFault, errno: EBUSY)
    // `I2C_RDWR` says how many messages were done, and nothing about why.
    default: return BusError(.noAcknowledge)
    }
  }
}
