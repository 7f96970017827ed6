internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

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
  /// By serial line: which of `lines` it is, or the complement of which of `streams`.
  private let places: FixedArray<Int>
  private let lineCount: Int
  private let lines: UnsafeMutablePointer<SerialExecutor>
  private let streamCount: Int
  private let streams: UnsafeMutablePointer<StreamExecutor>

  /// The executors of `channels` and `serial`; their replies go into `buffers`, where there are any.
  init(
    _ channels: [(BusChannel, any I2CAdapter)], _ serial: [(LineChannel, any SerialPort)],
    replies buffers: [TripleBuffer<BusReplies>] = []
  ) {
    wired = channels.count
    count = channels.count + serial.count
    executors = .allocate(capacity: max(wired, 1))
    lines = .allocate(capacity: max(serial.count, 1))
    streams = .allocate(capacity: max(serial.count, 1))
    var places: [Int] = []
    var (lineCount, streamCount) = (0, 0)
    for (index, channel) in channels.enumerated() {
      let buffer = index < buffers.count ? buffers[index] : nil
      (executors + index).initialize(
        to: channel.0.makeExecutor(on: channel.1, replies: buffer))
    }
    for (index, channel) in serial.enumerated() {
      let place = wired + index
      let buffer = place < buffers.count ? buffers[place] : nil
      switch channel.0 {
      case .servos(let own):
        (lines + lineCount).initialize(to: own.makeExecutor(on: channel.1, replies: buffer))
        places.append(lineCount)
        lineCount += 1
      case .stream(let own):
        (streams + streamCount).initialize(to: own.makeExecutor(on: channel.1, replies: buffer))
        places.append(~streamCount)
        streamCount += 1
      }
    }
    self.places = FixedArray(places)
    self.lineCount = lineCount
    self.streamCount = streamCount
  }

  deinit {
    executors.deinitialize(count: wired)
    executors.deallocate()
    lines.deinitialize(count: lineCount)
    lines.deallocate()
    streams.deinitialize(count: streamCount)
    streams.deallocate()
  }

  @_noAllocation @_noLocks
  func run(_ bus: Int, cycle: UInt64, _ trace: inout CycleTrace) {
    if bus < wired {
      executors[bus].run(Turn(index: cycle, skipped: 0), &trace)
      return
    }
    let place = places[bus - wired]
    if place >= 0 {
      lines[place].run(Turn(index: cycle, skipped: 0), &trace)
    } else {
      streams[~place].run(Turn(index: cycle, skipped: 0), &trace)
    }
  }

  @_noAllocation @_noLocks
  func end() {
    for bus in 0..<wired { executors[bus].end() }
    for line in 0..<lineCount { lines[line].end() }
    for stream in 0..<streamCount { streams[stream].end() }
  }
}

/// The one thread of a robot that carries its buses inline. Here for the reason that `ControlThread` gives.
struct InlineThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<InlineCycle>

  init(_ executor: consuming CyclicExecutor<InlineCycle>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
