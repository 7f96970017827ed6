internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits
internal import Synchronization

/// An adapter on which every transfer succeeds and nothing is sent: it counts.
final class CountingAdapter: I2CAdapter {
  struct Count: Hashable, Sendable {
    var transfers = 0
    var messages = 0
    var bytes = 0
    var clocks = 0
  }

  let capabilities: I2CCapabilities
  let maximumMessages = 42
  private let count = Mutex(Count())

  init(_ capabilities: I2CCapabilities) { self.capabilities = capabilities }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    count.withLock { count in
      count.transfers += 1
      count.clocks += 1
      for message in messages {
        count.messages += 1
        count.bytes += Int(message.length) + 1
        count.clocks += 1 + 9 * (Int(message.length) + 1)
        if message.flags.contains(.stop) { count.clocks += 1 }
      }
    }
  }

  func pause(_ span: TimeSpan) {}

  /// The longest in `seconds` of the plan's cycles, after the first has brought the mux into its steady
  /// state.
  func worstCycle(of plan: BusPlan, _ seconds: (Count) -> Double) -> Count {
    guard let length = Hyperperiod.of(plan.entries.map(\.every)) else {
      // Too many cycles until they repeat: as if all devices met in one, which no cycle exceeds.
      let together = plan.entries.map { entry in
        var entry = entry
        entry.every = 1
        entry.phase = 0
        return entry
      }
      return worstCycle(of: BusPlan(together, muxes: plan.muxes), seconds)
    }
    let requests = TripleBuffer { BusRequests(plan) }
    let replies = TripleBuffer { BusReplies(plan) }
    var executor = BusExecutor(
      plan: plan, adapter: self, requests: requests.reader, replies: replies.writer,
      statistics: BusStatistics())
    var trace = CycleTrace()
    executor.run(Turn(index: 0, skipped: 0), &trace)
    var worst = Count()
    for cycle in 1...UInt64(length) {
      count.withLock { $0 = Count() }
      executor.run(Turn(index: cycle, skipped: 0), &trace)
      let now = count.withLock { $0 }
      if seconds(now) > seconds(worst) { worst = now }
    }
    return worst
  }
}
