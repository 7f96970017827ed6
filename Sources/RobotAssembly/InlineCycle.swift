internal import RobotHAL
internal import RobotRuntime

/// All buses, one after the other, then control at once: one thread, one wake-up, one transfer per bus.
///
/// The outputs of a cycle leave with the next one's transfers, as with threads. Real-time: blocks for
/// its transfers only; a bus that hangs holds up everything.
struct InlineCycle: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the control thread and used there only.
  private var loop: ControlLoop
  private let buses: BusArray

  init(_ loop: consuming ControlLoop, buses: consuming BusArray) {
    self.loop = loop
    self.buses = buses
  }

  @_noAllocation @_noLocks
  mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    // A cycle that is caught up has no readings of its own any more.
    if turn.behind == 0 {
      for bus in 0..<buses.count { buses.run(bus, cycle: turn.index, &trace) }
    }
    loop.run(turn, &trace)
  }

  /// The buses last: they write what is safe over what control left.
  @_noAllocation @_noLocks
  mutating func end() {
    loop.end()
    buses.end()
  }
}

/// The bus executors of a robot whose buses have no threads.
struct BusArray: ~Copyable {
  let count: Int
  private let executors: UnsafeMutablePointer<BusExecutor>

  /// The executors of `channels`; their replies go into `buffers`, where there are any.
  init(
    _ channels: [(BusChannel, any I2CAdapter)], replies buffers: [TripleBuffer<BusReplies>] = []
  ) {
    count = channels.count
    executors = .allocate(capacity: max(count, 1))
    for (index, channel) in channels.enumerated() {
      let buffer = index < buffers.count ? buffers[index] : nil
      (executors + index).initialize(
        to: channel.0.makeExecutor(on: channel.1, replies: buffer))
    }
  }

  deinit {
    executors.deinitialize(count: count)
    executors.deallocate()
  }

  @_noAllocation @_noLocks
  func run(_ bus: Int, cycle: UInt64, _ trace: inout CycleTrace) {
    executors[bus].run(Turn(index: cycle, skipped: 0), &trace)
  }

  @_noAllocation @_noLocks
  func end() { for bus in 0..<count { executors[bus].end() } }
}

/// The one thread of a robot that carries its buses inline. Here for the reason that `ControlThread` gives.
struct InlineThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<InlineCycle>

  init(_ executor: consuming CyclicExecutor<InlineCycle>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
