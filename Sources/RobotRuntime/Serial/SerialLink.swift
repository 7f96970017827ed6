internal import RobotHAL
internal import RobotUnits

/// A port at an address, so that a call through it counts no reference, with the memory for what is sent and
/// received. Real-time: all but `init`.
struct SerialLink: ~Copyable {
  private let port: UnsafeMutablePointer<any SerialPort>
  private let output: FixedArray<UInt8>
  private let input: FixedArray<UInt8>
  private let speed: Frequency
  private let echoes: Bool
  /// When what was sent has left the line: a port takes it before that.
  private var end = MonotonicInstant(nanoseconds: 0)
  /// Bytes sent so far.
  private var sent = 0
  /// What is sent next.
  var frame: ServoFrameWriter
  /// When the line was free for what was sent last.
  private(set) var began = MonotonicInstant(nanoseconds: 0)

  init(_ port: any SerialPort, echoes: Bool) {
    speed = port.speed
    self.port = .allocate(capacity: 1)
    self.port.initialize(to: port)
    self.echoes = echoes
    // Two frames of commands and a request.
    let output = FixedArray<UInt8>(repeating: 0, count: 3 * ServoFrame.capacity)
    frame = ServoFrameWriter(output.base, capacity: output.count)
    self.output = output
    input = FixedArray(repeating: 0, count: 1024)
  }

  deinit {
    port.deinitialize(count: 1)
    port.deallocate()
  }

  /// Begins anew what is sent next.
  @_noAllocation @_noLocks
  mutating func begin() { frame = ServoFrameWriter(output.base, capacity: output.count) }

  @_noAllocation @_noLocks
  func now() -> MonotonicInstant { escapeNow(port) }

  @_noAllocation @_noLocks
  func discardInput() throws(BusError) { try escapeDiscard(port) }

  /// Sends what was composed; the line has to take it within `patience`.
  @_noAllocation @_noLocks
  mutating func send(patience: TimeSpan) throws(BusError) {
    let now = escapeNow(port).nanoseconds
    began = MonotonicInstant(nanoseconds: max(now, end.nanoseconds))
    end = MonotonicInstant(
      nanoseconds: began.nanoseconds
        + SerialTime.span(bytes: frame.count, speed: speed).nanoseconds)
    sent += frame.count
    try escapeWrite(
      port, UnsafeBufferPointer(start: output.base, count: frame.count),
      MonotonicInstant(nanoseconds: now + patience.nanoseconds))
  }

  /// Takes what is there, or waits for it until `deadline`; gives how many bytes.
  @_noAllocation @_noLocks
  func receive(until deadline: MonotonicInstant) throws(BusError) -> Int {
    try escapeRead(
      port, UnsafeMutableBufferPointer(start: input.base, count: input.count), deadline)
  }

  @_noAllocation @_noLocks
  func received(_ index: Int) -> UInt8 { input[index] }

  @_noAllocation @_noLocks
  func sentBytes() -> Int { sent }

  /// How much of `skipped` bytes was no echo of what was sent since it was `before`.
  @_noAllocation @_noLocks
  func noise(_ skipped: Int, since before: Int) -> Int {
    echoes ? max(skipped - (sent - before), 0) : skipped
  }
}
