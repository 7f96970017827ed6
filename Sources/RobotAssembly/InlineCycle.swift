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
  /// All of them: I2C buses, and behind them serial lines.
  let count: Int
  private let wired: Int
  private let executors: UnsafeMutablePointer<BusExecutor>
  private let lines: UnsafeMutablePointer<SerialExecutor>

  /// The executors of `channels` and `serial`; their replies go into `buffers`, where there are any.
  init(
    _ channels: [(BusChannel, any I2CAdapter)], _ serial: [(SerialChannel, any SerialPort)],
    replies buffers: [TripleBuffer<BusReplies>] = []
  ) {
    wired = channels.count
    count = channels.count + serial.count
    executors = .allocate(capacity: max(wired, 1))
    lines = .allocate(capacity: max(serial.count, 1))
    for (index, channel) in channels.enumerated() {
      let buffer = index < buffers.count ? buffers[index] : nil
      (executors + index).initialize(
        to: channel.0.makeExecutor(on: channel.1, replies: buffer))
    }
    for (index, channel) in serial.enumerated() {
      let place = wired + index
      let buffer = place < buffers.count ? buffers[place] : nil
      (lines + index).initialize(to: channel.0.makeExecutor(on: channel.1, replies: buffer))
    }
  }

  deinit {
    executors.deinitialize(count: wired)
    executors.deallocate()
    lines.deinitialize(count: count - wired)
    lines.deallocate()
  }

  @_noAllocation @_noLocks
  func run(_ bus: Int, cycle: UInt64, _ trace: inout CycleTrace) {
    if bus < wired {
      executors[bus].run(Turn(index: cycle, skipped: 0), &trace)
    } else {
      lines[bus - wired].run(Turn(index: cycle, skipped: 0), &trace)
    }
  }

  @_noAllocation @_noLocks
  func end() {
    for bus in 0..<wired { executors[bus].end() }
    for line in 0..<count - wired { lines[line].end() }
  }
}

/// The one thread of a robot that carries its buses inline. Here for the reason that `ControlThread` gives.
struct InlineThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<InlineCycle>

  init(_ executor: consuming CyclicExecutor<InlineCycle>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
