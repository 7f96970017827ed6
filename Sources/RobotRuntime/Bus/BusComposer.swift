internal import RobotHAL
internal import RobotUnits

/// Composes exchanges into as few transfers as the adapter allows. Sends nothing.
///
/// The buffers of the messages lie in storage of its own, which never moves: a composed transfer may be
/// kept and handed over again and again. Real-time: `compose` yes, `init` no.
struct BusComposer: ~Copyable {
  let steps: FixedArray<BusStep>
  /// What the messages write, laid out by the plan.
  let requests: FixedArray<UInt8>
  /// What the messages read, laid out by the plan.
  let replies: FixedArray<UInt8>
  private let muxes: FixedArray<I2CAddress>
  /// A mux's control bytes: nothing open, then channel 0...7.
  private let controls: FixedArray<UInt8>
  private let messages: FixedArray<I2CMessage>
  private let batches: FixedArray<BusBatch>
  /// Whether a transfer may hold more than one exchange or one select.
  private let canJoin: Bool
  /// Whether a select and the exchange behind it share a transfer.
  private let canStop: Bool
  private let capacity: Int
  /// The step behind those of the plan, for guests.
  let guestEntry: Int
  private let maximumBytes: Int
  /// Whether a select may join the transfer before the one that needs it: then the last transfer of a cycle
  /// opens the channel of the next cycle's first reading. With STOP between messages that saves nothing.
  let canSelectAhead: Bool
  /// Whether a read may go without the write that sets its pointer. SMBus has no such call.
  let canHoldPointers: Bool
  /// What making another channel the open one takes at most, in clocks, and transfers of its own.
  let selectLoad: (clocks: Int, transfers: Int)
  /// The same in time [ns].
  let selectCost: Int64
  private var messageCount = 0
  private(set) var batchCount = 0
  /// The clocks of SCL that what was composed last takes.
  private(set) var clocks = 0
  /// The transfer that is being composed, and how many exchanges it holds.
  private var batch = BusBatch()
  private var exchangeCount = 0
  private var byteCount = 0

  init(_ plan: BusPlan, _ adapter: any I2CAdapter, retry: RetryBudget) {
    precondition(adapter.maximumMessages >= 2, "an exchange is a write and a read")
    precondition(
      plan.entries.allSatisfy { $0.route.map { plan.muxes.contains($0.mux) } ?? true },
      "every route is through a mux of the bus")
    // A route change needs a deselect per other mux and a select, an exchange two messages.
    let most = plan.muxes.count + 3
    let needed = (plan.entries.count + 1) * most
    let capacity = min(adapter.maximumMessages, needed)
    let canJoin = adapter.capabilities.contains(.combinedMessages) && capacity >= most
    let canStop = adapter.capabilities.contains(.stopBetweenMessages) && canJoin
    selectLoad = (
      clocks: plan.muxes.count * WireTime.clocks(write: 1, read: 0),
      transfers: canStop ? 0 : canJoin ? 1 : plan.muxes.count
    )
    selectCost = retry.cost(clocks: selectLoad.clocks, transfers: selectLoad.transfers)
    let room = [UInt8](repeating: 0, count: GuestTransfer.capacity)
    let requests = FixedArray(plan.safeRequests + room)
    guestEntry = plan.entries.count
    messages = FixedArray(
      repeating: I2CMessage(address: 0, flags: [], length: 0, buffer: requests.base),
      count: needed)
    steps = FixedArray(
      plan.entries.map { [selectCost] in BusStep($0, select: selectCost, retry: retry) }
        + [BusStep(guestBehind: plan)])
    self.requests = requests
    replies = FixedArray(repeating: 0, count: plan.replyBytes + GuestTransfer.capacity)
    muxes = FixedArray(plan.muxes)
    controls = FixedArray([0, 1, 2, 4, 8, 16, 32, 64, 128])
    batches = FixedArray(repeating: BusBatch(), count: needed)
    self.canJoin = canJoin
    self.canStop = canStop
    self.capacity = capacity
    maximumBytes = adapter.maximumBytes
    canSelectAhead = canJoin && !canStop
    canHoldPointers = !adapter.capabilities.contains(.smbusOnly)
  }

  /// What was composed last, until the next time.
  @_noAllocation @_noLocks
  func work(_ order: BusOrder) -> BusWork {
    BusWork(
      batches: batches.base, batchCount: batchCount, messages: messages.base, order: order)
  }

  /// Composes the entries of `order` from place `first` on, on a bus where `open` is open. At the end
  /// `ahead` is made the open channel, unless it is unknown.
  @_noAllocation @_noLocks
  mutating func compose(
    _ order: BusOrder, from first: Int, open: BusRoute, cycle: UInt64, ahead: BusRoute
  ) {
    messageCount = 0
    batchCount = 0
    clocks = 0
    exchangeCount = 0
    byteCount = 0
    batch = BusBatch()
    batch.route = open
    var wasAlone = false
    for place in first..<order.count {
      let step = steps[order.entry(place)]
      let isAlone = step.isAlone(cycle)
      if isAlone || wasAlone || !canJoin || batch.messageCount + muxes.count + 3 > capacity
        || byteCount + step.requestCount + step.replyCount + muxes.count > maximumBytes
      {
        close(place)
      }
      wasAlone = isAlone
      if step.route.isKnown() {
        if !step.route.isSame(batch.route) { select(step.route, place) }
        batch.isRouted = true
      }
      push(step)
    }
    if canSelectAhead, ahead.isKnown(), !ahead.isSame(batch.route) {
      if batch.messageCount + muxes.count > capacity || byteCount + muxes.count > maximumBytes {
        close(order.count)
      }
      select(ahead, order.count)
    }
    close(order.count)
  }

  /// Makes `wanted` the only open channel of the bus, from the next STOP on.
  @_noAllocation @_noLocks
  private mutating func select(_ wanted: BusRoute, _ place: Int) {
    let open = batch.route
    var selected: I2CAddress?
    for index in 0..<muxes.count {
      let mux = muxes[index]
      if wanted.isThrough(mux) {
        selected = mux
      } else if !open.isKnown() || open.isThrough(mux) {
        control(mux, 0)
        if !canJoin { close(place, opensNext: mux) }
      }
    }
    guard let selected else { preconditionFailure("init has seen to that") }
    control(selected, wanted.channel() + 1, stops: canStop)
    batch.route = wanted
    // Without STOP between messages the select ends its transfer, and takes along what was queued.
    if !canStop { close(place, opensNext: selected) }
  }

  @_noAllocation @_noLocks
  private mutating func control(_ mux: I2CAddress, _ byte: Int, stops: Bool = false) {
    let flags = stops ? I2CMessage.Flags.stop : I2CMessage.Flags(rawValue: 0)
    push(I2CMessage(address: mux, flags: flags, length: 1, buffer: controls.base + byte))
    batch.isRouted = true
  }

  @_noAllocation @_noLocks
  private mutating func push(_ step: BusStep) {
    let isFirst = exchangeCount == 0
    if !step.isHeld, step.requestCount > 0 || step.replyCount == 0 {
      push(
        I2CMessage(
          address: step.address, flags: I2CMessage.Flags(rawValue: 0), length: step.requestCount,
          buffer: requests.base + step.requestOffset))
    }
    if step.replyCount > 0 {
      push(
        I2CMessage(
          address: step.address, flags: .read, length: step.replyCount,
          buffer: replies.base + step.replyOffset))
    }
    if isFirst {
      batch.device = step.address
      batch.replyOffset = step.replyOffset
    } else if let device = batch.device, device.rawValue != step.address.rawValue {
      batch.device = nil
    }
    batch.replyCount = step.replyOffset + step.replyCount - batch.replyOffset
    exchangeCount += 1
  }

  @_noAllocation @_noLocks
  private mutating func push(_ message: I2CMessage) {
    messages[messageCount] = message
    messageCount += 1
    batch.messageCount += 1
    byteCount += Int(message.length)
    // START and STOP take one each, a byte with its acknowledge nine, and the address is one.
    clocks += 1 + 9 * (Int(message.length) + 1)
    if message.flags.rawValue & I2CMessage.Flags.stop.rawValue != 0 { clocks += 1 }
  }

  /// Ends the transfer; it completes the entries up to `end`. With `mux`, its select is for the entry
  /// at `end`.
  @_noAllocation @_noLocks
  private mutating func close(_ end: Int, opensNext mux: I2CAddress? = nil) {
    guard batch.messageCount > 0 else { return }
    batch.end = end
    if let mux {
      batch.opensNext = true
      batch.device = exchangeCount == 0 ? mux : nil
    }
    batches[batchCount] = batch
    batchCount += 1
    clocks += 1
    let open = batch.route
    batch = BusBatch()
    batch.firstMessage = messageCount
    batch.route = open
    exchangeCount = 0
    byteCount = 0
  }
}
