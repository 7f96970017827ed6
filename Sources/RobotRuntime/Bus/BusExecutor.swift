public import RobotHAL
internal import RobotUnits

/// What a bus counts. One thread writes, any thread reads.
public final class BusStatistics: Sendable {
  /// Transfers: on Linux, system calls.
  public let transfers = Counter()
  /// Transfers that failed.
  public let failures = Counter()
  /// Nothing counted yet.
  public init() {}
}

/// Carries the cyclic traffic of one bus: per cycle, as few transfers as the adapter allows.
///
/// With `stopBetweenMessages` that is one; otherwise one per mux channel, because a mux switches at
/// STOP; an adapter that joins no messages, or too few, gets one per exchange. After a failed transfer
/// the exchanges go one by one for a while, so that one bad device does not take its neighbours along.
/// Commands that grew old are replaced by safe ones: a control thread that died cannot keep a motor
/// running. Real-time: `run` and `end` block for their transfers only.
public struct BusExecutor: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the bus's thread and used there only; `messages` points into storage that it owns.

  /// A command older than this many cycles is not sent any more.
  public static let maximumCommandAge: UInt64 = 5
  /// Cycles without failure before exchanges are joined again.
  public static let isolationCycles = 100

  private let plan: BusPlan
  private let adapter: any I2CAdapter
  private var requests: TripleBufferReader<BusRequests>
  private var replies: TripleBufferWriter<BusReplies>
  private let statistics: BusStatistics
  /// Whether a STOP may follow any message of a transfer.
  private let canStop: Bool
  /// Whether a transfer may hold more than one exchange or one select.
  private let canJoin: Bool
  private let capacity: Int
  private let entries: FixedArray<Step>
  private let muxes: FixedArray<I2CAddress>
  private let messages: FixedArray<I2CMessage>
  private let selectBytes: FixedArray<UInt8>
  private let safeBytes: FixedArray<UInt8>
  private let scratch: FixedArray<UInt8>
  private let image: FixedArray<UInt8>
  private let statuses: FixedArray<ExchangeStatus>
  private var messageCount = 0
  private var selectCount = 0
  private var route: BusPlan.Route?
  private var isRouteKnown = false
  private var isolation = 0
  private var isAlive = true
  private var lastError = BusError(.other)

  /// The plan's entry as flat data.
  struct Step: BitwiseCopyable, Sendable {
    var address: I2CAddress
    var requestOffset: Int
    var requestCount: Int
    var replyOffset: Int
    var replyCount: Int
    var every: UInt64
    var phase: UInt64
    var isCommand: Bool
    var route: BusPlan.Route?
    var isQueued = false

    init(_ entry: BusPlan.Entry) {
      address = entry.exchange.address
      requestOffset = entry.requestOffset
      requestCount = entry.exchange.request.count
      replyOffset = entry.replyOffset
      replyCount = entry.exchange.replyCount
      every = UInt64(entry.every)
      phase = UInt64(entry.phase)
      isCommand = entry.safeRequest != nil
      route = entry.route
    }
  }

  /// An executor of `plan` on `adapter`, which takes at least the two messages of one exchange.
  public init(
    plan: BusPlan, adapter: any I2CAdapter, requests: consuming TripleBufferReader<BusRequests>,
    replies: consuming TripleBufferWriter<BusReplies>, statistics: BusStatistics
  ) {
    precondition(adapter.maximumMessages >= 2, "an exchange is a write and a read")
    // A route change needs a deselect per other mux and a select, an exchange two messages.
    let most = plan.muxes.count + 3
    let needed = max(plan.entries.count, 1) * most
    let capacity = min(adapter.maximumMessages, needed)
    let steps = plan.entries.map(Step.init)
    let safe = plan.safeRequests
    self.plan = plan
    self.adapter = adapter
    self.requests = requests
    self.replies = replies
    self.statistics = statistics
    self.capacity = capacity
    canJoin = adapter.capabilities.contains(.combinedMessages) && capacity >= most
    canStop = adapter.capabilities.contains(.stopBetweenMessages)
    entries = FixedArray(steps)
    muxes = FixedArray(plan.muxes)
    selectBytes = FixedArray(repeating: 0, count: needed)
    safeBytes = FixedArray(safe)
    scratch = FixedArray(repeating: 0, count: plan.replyBytes)
    image = FixedArray(repeating: 0, count: plan.replyBytes)
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
    messages = FixedArray(
      repeating: I2CMessage(address: 0, flags: [], length: 0, buffer: safeBytes.base),
      count: capacity)
  }

  public mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let cycle = turn.index
    _ = requests.update()
    let stamp = requests.slot.pointee.stamp
    let isOld = stamp == 0 || cycle > stamp - 1 + BusExecutor.maximumCommandAge
    let isIsolated = isolation > 0
    if isIsolated { isolation -= 1 }
    isAlive = true
    for index in 0..<entries.count where cycle % entries[index].every == entries[index].phase {
      if isAlive { append(index, isOld: isOld, cycle: cycle) }
      if !isAlive { fail(index) }
      if isIsolated { _ = flush(cycle: cycle) }
    }
    _ = flush(cycle: cycle)
    trace.end(.transfer)
    publish(cycle: cycle)
    trace.end(.publish)
  }

  /// Makes every output safe: a thread that is told to end may leave the robot powered.
  public mutating func end() {
    for index in 0..<entries.count where entries[index].isCommand {
      isAlive = true
      append(index, isOld: true, cycle: 0)
      _ = flush(cycle: 0)
    }
  }

  /// Queues the messages of entry `index`, switching the mux first.
  private mutating func append(_ index: Int, isOld: Bool, cycle: UInt64) {
    let step = entries[index]
    if !canJoin || messageCount + muxes.count + 3 > capacity {
      _ = flush(cycle: cycle)
      guard isAlive else { return }
    }
    if let wanted = step.route, !isRouteKnown || route != wanted {
      guard select(wanted, cycle: cycle) else {
        if isAlive { fail(index) }
        return
      }
    }
    let source = step.isCommand && isOld ? safeBytes.base : requests.slot.pointee.bytes.base
    if step.requestCount > 0 || step.replyCount == 0 {
      push(
        I2CMessage(
          address: step.address, flags: [], length: step.requestCount,
          buffer: source + step.requestOffset))
    }
    if step.replyCount > 0 {
      push(
        I2CMessage(
          address: step.address, flags: .read, length: step.replyCount,
          buffer: scratch.base + step.replyOffset))
    }
    entries[index].isQueued = true
  }

  /// Queues what makes `wanted` the only open channel of the bus, from the next STOP on; false when
  /// that took a transfer and it failed.
  private mutating func select(_ wanted: BusPlan.Route, cycle: UInt64) -> Bool {
    for index in 0..<muxes.count where muxes[index] != wanted.mux {
      guard !isRouteKnown || route?.mux == muxes[index] else { continue }
      control(muxes[index], 0, flags: [])
      if !canJoin, !flush(cycle: cycle) { return false }
    }
    let stops = canStop && canJoin
    control(wanted.mux, 1 << wanted.channel, flags: stops ? .stop : [])
    // Without STOP between messages the select ends its transfer, and takes along what was queued.
    if !stops, !flush(cycle: cycle) { return false }
    route = wanted
    isRouteKnown = true
    return true
  }

  private mutating func control(_ mux: I2CAddress, _ channels: UInt8, flags: I2CMessage.Flags) {
    selectBytes[selectCount] = channels
    push(
      I2CMessage(
        address: mux, flags: flags, length: 1, buffer: selectBytes.base + selectCount))
    selectCount += 1
  }

  private mutating func push(_ message: I2CMessage) {
    messages[messageCount] = message
    messageCount += 1
  }

  /// Sends what is queued; false when it failed. A bus that answers nothing more is not alive.
  private mutating func flush(cycle: UInt64) -> Bool {
    let count = messageCount
    messageCount = 0
    selectCount = 0
    guard count > 0 else { return true }
    statistics.transfers.add()
    do throws(BusError) {
      try adapter.transfer(UnsafeMutableBufferPointer(start: messages.base, count: count))
    } catch {
      statistics.failures.add()
      isRouteKnown = false
      isolation = BusExecutor.isolationCycles
      isAlive = error.kind == .noAcknowledge || error.kind == .arbitrationLost
      lastError = error
      for index in 0..<entries.count where entries[index].isQueued { fail(index) }
      return false
    }
    for index in 0..<entries.count where entries[index].isQueued { succeed(index, cycle: cycle) }
    return true
  }

  private mutating func succeed(_ index: Int, cycle: UInt64) {
    let step = entries[index]
    entries[index].isQueued = false
    for offset in step.replyOffset..<step.replyOffset + step.replyCount {
      image[offset] = scratch[offset]
    }
    statuses[index].failures = 0
    statuses[index].stamp = cycle + 1
  }

  private mutating func fail(_ index: Int) {
    entries[index].isQueued = false
    if statuses[index].failures < .max { statuses[index].failures += 1 }
    statuses[index].error = lastError
  }

  private mutating func publish(cycle: UInt64) {
    let slot = replies.slot
    slot.pointee.stamp = cycle + 1
    for index in 0..<image.count { slot.pointee.bytes[index] = image[index] }
    for index in 0..<statuses.count { slot.pointee.statuses[index] = statuses[index] }
    replies.publish()
  }
}
