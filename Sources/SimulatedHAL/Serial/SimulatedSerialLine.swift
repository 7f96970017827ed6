import Glibc
public import RobotHAL
public import RobotUnits
import Synchronization

/// A serial line simulated byte by byte: ten bits each, at the line's speed, in both directions.
///
/// Devices answer one after the other, as on a half-duplex bus. The line answers as a Linux one does: `ENODEV`
/// once it was unplugged. It allocates nothing, and may be used from any thread.
public final class SimulatedSerialLine: ReplaceableSerialPort {
  /// What has happened on a line since it was made.
  public struct Counters: Hashable, Sendable, BitwiseCopyable {
    /// Bytes from the host.
    public var sent = 0
    /// Bytes that devices sent.
    public var answered = 0
    /// Bytes that were changed, lost or added by the line's faults.
    public var faults = 0

    /// Nothing yet.
    public init() {}
  }

  private struct State: ~Copyable {
    var devices: [any SimulatedSerialDevice] = []
    var frames = SerialFrames()
    var queue = SerialQueue(capacity: 16384)
    var counters = Counters()
    var time: MonotonicInstant
    /// When the last byte of host or device leaves the wire.
    var end: MonotonicInstant
    var faults = SerialFaults()
    var noise = LineNoise(seed: 0)
    var isPlugged = true
    /// A line that was unplugged is to be opened anew.
    var isOpen = true
  }

  /// Bits per second on the wire [Hz].
  public let speed: Frequency
  /// Whether the host reads what it writes, as on one wire without a switch.
  public let echoes: Bool
  private let clock: SimulationClock
  private let byteTime: Double
  private let state: Mutex<State>

  /// A line without devices.
  public init(speed: Frequency, clock: SimulationClock, echoes: Bool = false) {
    self.speed = speed
    self.echoes = echoes
    self.clock = clock
    byteTime = 10 / speed.hertz * 1e9
    state = Mutex(State(time: clock.now, end: clock.now))
  }

  /// Connects `device`. Real-time: no.
  public func attach(_ device: any SimulatedSerialDevice) {
    device.connect(speed: speed)
    state.withLock { $0.devices.append(device) }
  }

  /// Makes the line a bad one from now on, or a good one again.
  public func setFaults(_ faults: SerialFaults) {
    state.withLock { state in
      state.faults = faults
      state.noise = LineNoise(seed: faults.seed)
    }
  }

  /// Pulls the adapter out, or plugs it in again. What was under way is lost. As on Linux the port does not
  /// work again by itself where `isClosed` says so: it has to adopt the one that `reopened` gives.
  public func setPlugged(_ isPlugged: Bool, isClosed: Bool = false) {
    state.withLock { state in
      state.isPlugged = isPlugged
      if isClosed { state.isOpen = false }
      state.queue.removeAll()
    }
  }

  /// Whether the adapter is plugged in.
  public var isPlugged: Bool { state.withLock { $0.isPlugged } }

  /// What the line does to bytes.
  public var faults: SerialFaults { state.withLock { $0.faults } }

  /// Bytes that come to the host from nowhere, `delay` from now.
  public func inject(_ bytes: [UInt8], after delay: TimeSpan = .zero) {
    state.withLock { state in
      let due = present(state) + delay
      for byte in bytes { state.queue.append(byte, at: due) }
    }
  }

  /// How far the line has come: on a virtual clock a transfer takes it ahead of the clock.
  public var busTime: MonotonicInstant { state.withLock { $0.time } }

  /// What has happened so far.
  public var counters: Counters { state.withLock { $0.counters } }

  // MARK: SerialPort

  public func now() -> MonotonicInstant { state.withLock { present($0) } }

  /// Puts `bytes` on the wire. Does not wait until they have left it. Real-time: yes.
  public func write(_ bytes: UnsafeBufferPointer<UInt8>, until deadline: MonotonicInstant)
    throws(BusError)
  {
    try write(bytes, isNew: false)
  }

  func write(_ bytes: UnsafeBufferPointer<UInt8>, isNew: Bool) throws(BusError) {
    try state.withLock { (state) throws(BusError) in
      try require(state, isNew)
      var wire = SerialWire(begin: max(present(state), state.end), byteTime: byteTime)
      for byte in bytes {
        wire.advance()
        state.counters.sent += 1
        if echoes { state.queue.append(byte, at: wire.now) }
        let arrived = spoiled(byte, &state)
        for index in 0..<arrived.count {
          for device in state.devices {
            device.receive(arrived.bytes[index], at: wire.now, answering: &state.frames)
          }
        }
        state.end = wire.now
        deliver(&state)
      }
    }
  }

  /// Reads what is there, or lets time pass until something is. Real-time: yes.
  public func read(
    into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant
  ) throws(BusError) -> Int {
    try read(into: bytes, until: deadline, isNew: false)
  }

  func read(
    into bytes: UnsafeMutableBufferPointer<UInt8>, until deadline: MonotonicInstant, isNew: Bool
  ) throws(BusError) -> Int {
    try state.withLock { (state) throws(BusError) in
      try require(state, isNew)
      let limit = max(present(state), deadline)
      for device in state.devices { device.speak(until: limit, into: &state.frames) }
      deliver(&state)
      let next = state.queue.next ?? limit
      state.time = min(max(present(state), next), limit)
      clock.wait(until: state.time)
      var count = 0
      while count < bytes.count, let time = state.queue.next, time <= state.time {
        bytes[count] = state.queue.removeFirst()
        count += 1
      }
      return count
    }
  }

  public func discardInput() throws(BusError) { try discardInput(isNew: false) }

  func discardInput(isNew: Bool) throws(BusError) {
    try state.withLock { (state) throws(BusError) in
      try require(state, isNew)
      let now = present(state)
      while let time = state.queue.next, time <= now { _ = state.queue.removeFirst() }
    }
  }

  /// Lets `span` pass on the clock. Real-time: no.
  public func pause(_ span: TimeSpan) {
    state.withLock { state in
      state.time = present(state) + span
      clock.wait(until: state.time)
    }
  }

  // MARK: ReplaceableSerialPort

  public func reopened() throws(BusError) -> any SerialPort {
    guard isPlugged else { throw BusError(.unavailable, errno: ENOENT) }
    return ReopenedSerialLine(self)
  }

  public func adopt(_ port: any SerialPort) {
    guard let port = port as? ReopenedSerialLine, port.line === self else { return }
    state.withLock { $0.isOpen = $0.isPlugged }
  }

  /// Who has the port from before it was unplugged cannot use it, until it adopts the new one.
  private func require(_ state: borrowing State, _ isNew: Bool) throws(BusError) {
    guard state.isPlugged, isNew || state.isOpen else {
      throw BusError(.unavailable, errno: ENODEV)
    }
  }

  // MARK: The wire

  private func present(_ state: borrowing State) -> MonotonicInstant { max(clock.now, state.time) }

  /// Puts what devices send on the wire, one frame after the other.
  private func deliver(_ state: inout State) {
    for index in 0..<state.frames.count {
      let frame = state.frames.frame(index)
      var wire = SerialWire(begin: max(frame.due, state.end) + frame.delay, byteTime: byteTime)
      for place in frame.start..<frame.end {
        wire.advance()
        state.counters.answered += 1
        let arrived = spoiled(state.frames.byte(place), &state)
        for index in 0..<arrived.count { state.queue.append(arrived.bytes[index], at: wire.now) }
      }
      state.end = wire.now
    }
    state.frames.removeAll()
  }

  /// What arrives of `byte`: nothing, itself or another one, and perhaps one before it.
  private func spoiled(_ byte: UInt8, _ state: inout State) -> (
    bytes: InlineArray<2, UInt8>, count: Int
  ) {
    var bytes: InlineArray<2, UInt8> = [byte, 0]
    var count = 0
    if state.noise.happens(state.faults.insertion) {
      bytes[0] = UInt8(truncatingIfNeeded: state.noise.next())
      count = 1
      state.counters.faults += 1
    }
    if state.noise.happens(state.faults.loss) {
      state.counters.faults += 1
      return (bytes, count)
    }
    bytes[count] = byte
    if state.noise.happens(state.faults.flip) {
      bytes[count] ^= 1 << UInt8(truncatingIfNeeded: state.noise.next() & 7)
      state.counters.faults += 1
    }
    return (bytes, count + 1)
  }
}

/// Bytes on the wire, one after the other, without the rounding of each adding up.
private struct SerialWire {
  private let begin: MonotonicInstant
  private let byteTime: Double
  private var count = 0.0

  init(begin: MonotonicInstant, byteTime: Double) {
    self.begin = begin
    self.byteTime = byteTime
  }

  mutating func advance() { count += 1 }

  /// When the last of them is whole.
  var now: MonotonicInstant {
    begin + TimeSpan(nanoseconds: Int64(count * byteTime))
  }
}
