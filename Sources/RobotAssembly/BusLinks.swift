internal import RobotCore
internal import RobotHAL
internal import RobotRuntime

/// The control thread's ends of all buses.
struct BusLinks: ~Copyable {
  private struct Link: ~Copyable {
    var requests: TripleBufferWriter<BusRequests>
    var replies: TripleBufferReader<BusReplies>
  }

  let count: Int
  private let links: UnsafeMutablePointer<Link>

  /// The I2C buses, and behind them the serial lines.
  init(_ channels: [BusChannel], _ serial: [LineChannel]) {
    let buffers =
      channels.map { ($0.requests, $0.replies) } + serial.map { ($0.requests, $0.replies) }
    count = buffers.count
    links = .allocate(capacity: max(count, 1))
    for (index, (requests, replies)) in buffers.enumerated() {
      (links + index).initialize(to: Link(requests: requests.writer, replies: replies.reader))
    }
  }

  deinit {
    links.deinitialize(count: count)
    links.deallocate()
  }

  /// Takes the newest replies of `bus`; says whether they are those of the cycle with `stamp`.
  @_noAllocation @_noLocks
  func update(_ bus: Int, stamp: UInt64) -> Bool {
    _ = links[bus].replies.update()
    return links[bus].replies.slot.pointee.stamp == stamp
  }

  /// The newest replies of `bus`.
  @_noAllocation @_noLocks
  func replies(_ bus: Int) -> UnsafeMutablePointer<BusReplies> { links[bus].replies.slot }

  /// The requests of `bus` to fill.
  @_noAllocation @_noLocks
  func requests(_ bus: Int) -> UnsafeMutablePointer<BusRequests> { links[bus].requests.slot }

  /// Hands the requests of `bus` over.
  @_noAllocation @_noLocks
  func publish(_ bus: Int, stamp: UInt64) {
    links[bus].requests.slot.pointee.stamp = stamp
    links[bus].requests.publish()
  }
}

/// The memory between the control thread and one bus.
final class BusChannel: Sendable {
  let plan: BusPlan
  let requests: TripleBuffer<BusRequests>
  let replies: TripleBuffer<BusReplies>
  let statistics = BusStatistics()
  /// The way to the bus for what is no part of the cycle.
  let guest = GuestTransfer()
  /// Keeps the executor away from the adapter.
  let gate = BusGate()
  private let bus: Int
  private let retry: RetryBudget

  /// The channel of the robot's bus number `bus`.
  init(_ plan: BusPlan, bus: Int, retry: RetryBudget) {
    self.plan = plan
    self.bus = bus
    self.retry = retry
    requests = TripleBuffer { BusRequests(plan) }
    replies = TripleBuffer { BusReplies(plan) }
  }

  /// The executor of the bus. Make it once: it holds the bus's ends of the buffers. Its replies go into
  /// `buffer`, if there is one, in the place of the channel's own.
  func makeExecutor(
    on adapter: any I2CAdapter, replies buffer: TripleBuffer<BusReplies>? = nil
  ) -> BusExecutor {
    BusExecutor(
      plan: plan, adapter: adapter, requests: requests.reader,
      replies: (buffer ?? replies).writer, statistics: statistics, bus: bus, retry: retry,
      guest: guest, gate: gate)
  }
}
