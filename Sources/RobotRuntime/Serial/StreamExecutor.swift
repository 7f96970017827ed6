public import RobotHAL
internal import RobotUnits

/// Takes what a device sends on its own over a serial line: in each cycle the bytes that are there, without
/// waiting, and of the frames in them the newest.
///
/// A frame may need many cycles, and a cycle may bring none: an entry's status has the stamp of the cycle in
/// which its last frame was whole. What is no frame is counted as noise and costs the frame that it hit. After
/// `patience` frames that did not come every entry has failed (`timeout`), and once more for each that goes on
/// missing; with the first of those, and every `wakeTurn`-th, the device is sent what makes it send. Real-time:
/// `run` makes system calls that do not block.
public struct StreamExecutor: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the line's thread and used there only; its pointers point into storage that it owns.

  /// After so many frames that did not come a device is silent.
  public static var patience: UInt64 {
    @_noAllocation @_noLocks
    get { 3 }
  }

  /// So many frames are missing from one wake to the next.
  public static var wakeTurn: UInt32 {
    @_noAllocation @_noLocks
    get { 32 }
  }

  private let input: StreamInput
  private var parser: PushedFrameParser
  private var replies: TripleBufferWriter<BusReplies>
  private let statistics: BusStatistics
  private let counts: BusCounts
  private let entries: FixedArray<StreamPlan.Entry>
  /// The replies of the newest frame.
  private let image: FixedArray<UInt8>
  private let statuses: FixedArray<ExchangeStatus>
  private let turn: UInt64
  private let bus: Int32
  /// The cycle in which the next frame is missing for too long; 0 before the first.
  private var nextFailure: UInt64

  /// An executor of `plan` on `port`. The bus is the robot's number `bus`.
  public init(
    plan: StreamPlan, port: any SerialPort, replies: consuming TripleBufferWriter<BusReplies>,
    statistics: BusStatistics, bus: Int = 0
  ) {
    input = StreamInput(port, capacity: plan.mostBytes, wake: plan.wake)
    parser = PushedFrameParser(byteCount: plan.byteCount)
    self.replies = replies
    self.statistics = statistics
    counts = BusCounts(statistics)
    entries = FixedArray(plan.entries)
    image = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
    turn = plan.turn
    self.bus = Int32(bus)
    nextFailure = 0
  }

  @_noAllocation @_noLocks
  public mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let cycle = turn.index
    if nextFailure == 0 { expect(after: cycle) }
    let noise = parser.noise
    do throws(BusError) {
      let isNew = try take()
      counts.addTransfer()
      noteTransfer(&trace)
      if isNew {
        succeed(cycle)
      } else if cycle >= nextFailure {
        fail(BusError(.timeout), &trace)
        nextFailure = cycle + self.turn
        try wake()
      }
    } catch {
      fail(error, &trace)
      expect(after: cycle)
    }
    counts.addNoise(parser.noise - noise)
    publish(cycle)
    trace.end(.publish)
  }

  /// Nothing is driven over the line.
  @_noAllocation @_noLocks
  public mutating func end() {}

  /// Takes what is there; says whether a frame became whole.
  @_noAllocation @_noLocks
  private mutating func take() throws(BusError) -> Bool {
    let count = try input.take()
    var isNew = false
    for index in 0..<count where parser.push(input.byte(index)) {
      keep()
      isNew = true
    }
    return isNew
  }

  /// A device that was reset is silent until it is told to send.
  @_noAllocation @_noLocks
  private func wake() throws(BusError) {
    guard statuses.count > 0, statuses[0].failures % StreamExecutor.wakeTurn == 1 else { return }
    try input.wake()
  }

  /// Keeps what is wanted of the frame that the parser holds.
  @_noAllocation @_noLocks
  private func keep() {
    for index in 0..<entries.count {
      let entry = entries[index]
      image[entry.replyOffset] = parser.error
      for byte in 0..<entry.count {
        image[entry.replyOffset + 1 + byte] = parser.data(entry.source + byte)
      }
    }
  }

  @_noAllocation @_noLocks
  private mutating func succeed(_ cycle: UInt64) {
    for entry in 0..<statuses.count {
      statuses[entry].failures = 0
      statuses[entry].stamp = cycle + 1
    }
    expect(after: cycle)
  }

  @_noAllocation @_noLocks
  private func fail(_ error: BusError, _ trace: inout CycleTrace) {
    for entry in 0..<statuses.count {
      if statuses[entry].failures < .max { statuses[entry].failures += 1 }
      statuses[entry].error = error
    }
    counts.addFailure()
    trace.record.transfers.failures &+= 1
    trace.record.transfers.failedAddress = nil
    trace.record.transfers.error = error
  }

  /// The next frame is due from `cycle` on.
  @_noAllocation @_noLocks
  private mutating func expect(after cycle: UInt64) {
    nextFailure = cycle + StreamExecutor.patience * turn
  }

  @_noAllocation @_noLocks
  private func noteTransfer(_ trace: inout CycleTrace) {
    let spent = trace.end(.transfer)
    trace.record.transfers.count &+= 1
    trace.record.transfers.slowest = spent
    trace.record.transfers.bus = bus
    trace.record.transfers.address = nil
  }

  @_noAllocation @_noLocks
  private mutating func publish(_ cycle: UInt64) {
    let slot = replies.slots + Int(replies.side.index)
    slot.pointee.stamp = cycle + 1
    copyBytes(image.base, to: slot.pointee.bytes.base, count: image.count)
    copyBytes(
      statuses.base, to: slot.pointee.statuses.base,
      count: statuses.count * MemoryLayout<ExchangeStatus>.stride)
    replies.side.publish()
  }
}

/// A port at an address, so that a call through it counts no reference, with the memory for what it brings and
/// takes.
struct StreamInput: ~Copyable {
  private let port: UnsafeMutablePointer<any SerialPort>
  private let bytes: FixedArray<UInt8>
  private let request: FixedArray<UInt8>

  init(_ port: any SerialPort, capacity: Int, wake: [UInt8]) {
    self.port = .allocate(capacity: 1)
    self.port.initialize(to: port)
    bytes = FixedArray(repeating: 0, count: capacity)
    request = FixedArray(wake)
  }

  deinit {
    port.deinitialize(count: 1)
    port.deallocate()
  }

  /// Takes what is there; gives how many bytes. A deadline that has passed is not waited for.
  @_noAllocation @_noLocks
  func take() throws(BusError) -> Int {
    try escapeRead(
      port, UnsafeMutableBufferPointer(start: bytes.base, count: bytes.count),
      MonotonicInstant(nanoseconds: 0))
  }

  /// Sends what makes the device send; what the line does not take at once is not waited for.
  @_noAllocation @_noLocks
  func wake() throws(BusError) {
    guard request.count > 0 else { return }
    try escapeWrite(
      port, UnsafeBufferPointer(start: request.base, count: request.count),
      MonotonicInstant(nanoseconds: 0))
  }

  @_noAllocation @_noLocks
  func byte(_ index: Int) -> UInt8 { bytes[index] }
}
