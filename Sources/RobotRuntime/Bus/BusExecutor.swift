public import RobotHAL
internal import RobotUnits

/// Carries the cyclic traffic of one bus: per cycle, as few transfers as the adapter allows.
///
/// With `stopBetweenMessages` that is one; otherwise one per mux channel, because a mux switches at
/// STOP; an adapter that joins no messages, or too few, gets one per exchange.
///
/// A transfer in which a device did not acknowledge says nothing about its neighbours. Its exchanges are
/// repeated one by one in the same cycle, as far as the budget allows. What failed for good goes in a
/// transfer of its own for a while: a device that is gone costs its neighbours nothing but the time of
/// one short transfer. Commands that grew old are held or extrapolated for a while, as the plan says,
/// and then replaced by safe ones: a control thread that died cannot keep a motor running. Real-time:
/// `run` and `end` block for their transfers only.
public struct BusExecutor: ~Copyable, CyclicTask, @unchecked Sendable {
  // Moved to the bus's thread and used there only; its pointers point into storage that it owns.

  /// For so many cycles after it failed, an exchange goes in a transfer of its own.
  public static var isolationCycles: UInt64 {
    @_noAllocation @_noLocks
    get { 100 }
  }

  let adapter: AdapterBox
  private var requests: TripleBufferReader<BusRequests>
  private var replies: TripleBufferWriter<BusReplies>
  private let statistics: BusStatistics
  let counts: BusCounts
  let bus: Int32
  var composer: BusComposer
  private let table: CycleTable
  private let aging: CommandAging
  private let safeBytes: FixedArray<UInt8>
  /// The replies of the exchanges that succeeded; the composer's are those of the present transfer.
  let image: FixedArray<UInt8>
  let statuses: FixedArray<ExchangeStatus>
  /// Room for the entries of a cycle, and for one that goes alone.
  let due: FixedArray<UInt16>
  let single: FixedArray<UInt16>
  let retry: RetryBudget
  let guest: GuestLink
  private let guestMemory: GuestTransfer
  var gate: BusGateLink
  private let gateMemory: BusGate
  /// How many bytes the plan reads.
  private let replyBytes: Int
  /// What is left of it in this cycle [ns].
  var budget: Int64 = 0
  /// Where the commands were taken from that lie in the composer.
  private var commandSource: UnsafeMutablePointer<UInt8>
  var route = BusRoute.unknown()
  /// From this cycle on nothing is isolated.
  var joinedFrom: UInt64 = 0
  /// From this cycle on the devices' register pointers are where the table left them.
  private var heldFrom: UInt64 = 0
  /// The cycle after the last one; at first, none.
  private var expected = UInt64.max
  /// Whether the bus answers at all in this cycle.
  var isAlive = true
  var lastError = BusError(.other)

  /// An executor of `plan` on `adapter`, which takes at least the two messages of one exchange. The bus
  /// is the robot's number `bus`; `retry` is the time that it has for repeating what failed, none
  /// without it. Transfers of `guest` go behind the traffic of each cycle; it keeps off while `gate` is
  /// shut.
  public init(
    plan: BusPlan, adapter: any I2CAdapter, requests: consuming TripleBufferReader<BusRequests>,
    replies: consuming TripleBufferWriter<BusReplies>, statistics: BusStatistics, bus: Int = 0,
    retry: RetryBudget? = nil, guest: GuestTransfer = GuestTransfer(), gate: BusGate = BusGate()
  ) {
    let given = retry
    let retry = retry ?? RetryBudget.none()
    var composer = BusComposer(plan, adapter, retry: retry)
    table = CycleTable(plan, &composer, given)
    commandSource = composer.requests.base
    self.composer = composer
    self.adapter = AdapterBox(adapter)
    self.requests = requests
    self.replies = replies
    self.statistics = statistics
    counts = BusCounts(statistics)
    self.bus = Int32(bus)
    aging = plan.aging
    safeBytes = FixedArray(plan.safeRequests)
    image = FixedArray(repeating: 0, count: plan.replyBytes + GuestTransfer.capacity)
    replyBytes = plan.replyBytes
    self.guest = GuestLink(guest)
    guestMemory = guest
    self.gate = BusGateLink(gate)
    gateMemory = gate
    statuses = FixedArray(repeating: ExchangeStatus(), count: plan.entries.count)
    due = FixedArray(repeating: 0, count: plan.entries.count)
    single = FixedArray(repeating: 0, count: 1)
    self.retry = retry
  }

  @_noAllocation @_noLocks
  public mutating func run(_ turn: Turn, _ trace: inout CycleTrace) {
    let cycle = turn.index
    guard !gate.keepsOff() else {
      rest(cycle)
      publish(cycle)
      trace.end(.publish)
      return
    }
    if gate.isResting { wake(cycle) }
    takeCommands(cycle)
    isAlive = true
    budget = retry.time.nanoseconds
    // A cycle that was left out may have been the one that moved a pointer.
    if cycle != expected { forgetPointers(from: cycle) }
    expected = cycle &+ 1
    if cycle >= joinedFrom, cycle >= heldFrom, let work = table.work(cycle, open: route) {
      budget += table.spare(cycle)
      perform(work, cycle, &trace)
    } else {
      // Its first channel has to be selected, which the plan's own cycle before would have done.
      if table.selectsAhead { budget -= composer.selectCost }
      let order = collect(cycle)
      composer.compose(order, from: 0, open: route, cycle: cycle, ahead: ahead(cycle))
      perform(composer.work(order), cycle, &trace)
    }
    serveGuest(cycle, &trace)
    gate.endCycle()
    publish(cycle)
    trace.end(.publish)
  }

  /// Makes every output safe: a thread that is told to end may leave the robot powered.
  @_noAllocation @_noLocks
  public mutating func end() {
    var trace = CycleTrace()
    for entry in 0..<composer.steps.count where composer.steps[entry].isCommand {
      writeCommand(entry, from: safeBytes.base)
      // One that does not take it does not keep the others powered.
      _ = sendAll(composeAlone(entry), &trace)
    }
  }

  /// The channel that `cycle` leaves open for the next one; unknown while some are isolated, because
  /// then nobody knows which comes first.
  @_noAllocation @_noLocks
  func ahead(_ cycle: UInt64) -> BusRoute {
    cycle >= joinedFrom ? table.ahead(cycle) : BusRoute.unknown()
  }

  /// Has every register pointer written until they all are where the table leaves them: from `cycle` on
  /// once by each device, in the table's order and without failure.
  @_noAllocation @_noLocks
  mutating func forgetPointers(from cycle: UInt64) {
    heldFrom = max(heldFrom, cycle &+ table.pointerMemory)
  }

  /// After how many cycles the composed transfers repeat; `nil` when they are composed anew each time.
  var tableLength: Int? { table.length > 0 ? table.length : nil }

  /// Takes over the newest commands.
  @_noAllocation @_noLocks
  private mutating func takeCommands(_ cycle: UInt64) {
    let isNew = requests.side.update()
    let newest = requests.slots[Int(requests.side.index)].bytes.base
    let source = commands(of: cycle)
    guard isNew || source != commandSource else { return }
    commandSource = source
    copyBytes(newest, to: composer.requests.base, count: safeBytes.count)
    guard source != newest else { return }
    for entry in 0..<composer.steps.count where composer.steps[entry].isCommand {
      writeCommand(entry, from: source)
    }
  }

  /// The commands that go out in `cycle`, laid out by the plan.
  @_noAllocation @_noLocks
  private func commands(of cycle: UInt64) -> UnsafeMutablePointer<UInt8> {
    let slot = requests.slots + Int(requests.side.index)
    switch aging.output(cycle: cycle, stamp: slot.pointee.stamp) {
    case .command: return slot.pointee.bytes.base
    case .extrapolation(let periods):
      return slot.pointee.images.base + (periods - 1) * safeBytes.count
    case .safe: return safeBytes.base
    }
  }

  @_noAllocation @_noLocks
  private func writeCommand(_ entry: Int, from source: UnsafeMutablePointer<UInt8>) {
    let step = composer.steps[entry]
    copyBytes(
      source + step.requestOffset, to: composer.requests.base + step.requestOffset,
      count: step.requestCount)
  }

  /// The entries of `cycle`, where some are isolated: commands first, whatever happens, and what was
  /// not answered behind everything that is.
  @_noAllocation @_noLocks
  private mutating func collect(_ cycle: UInt64) -> BusOrder {
    var count = 0
    for group in 0..<3 {
      for entry in 0..<composer.steps.count where composer.steps[entry].isDue(cycle) {
        let step = composer.steps[entry]
        let isAlone = step.isAlone(cycle)
        guard group == (isAlone ? (step.isCommand ? 0 : 2) : 1) else { continue }
        due[count] = UInt16(truncatingIfNeeded: entry)
        count += 1
        if isAlone { budget -= step.aloneCost }
      }
    }
    return BusOrder(due.base, count: count)
  }

  @_noAllocation @_noLocks
  private mutating func publish(_ cycle: UInt64) {
    let slot = replies.slots + Int(replies.side.index)
    slot.pointee.stamp = cycle + 1
    slot.pointee.commandStamp = (requests.slots + Int(requests.side.index)).pointee.stamp
    copyBytes(image.base, to: slot.pointee.bytes.base, count: replyBytes)
    copyBytes(
      statuses.base, to: slot.pointee.statuses.base,
      count: statuses.count * MemoryLayout<ExchangeStatus>.stride)
    replies.side.publish()
  }
}

/// An adapter at an address: a call through it counts no reference.
struct AdapterBox: ~Copyable {
  let pointer: UnsafeMutablePointer<any I2CAdapter>

  init(_ adapter: any I2CAdapter) {
    pointer = .allocate(capacity: 1)
    pointer.initialize(to: adapter)
  }

  deinit {
    pointer.deinitialize(count: 1)
    pointer.deallocate()
  }
}

/// Copies plain values. `update(from:count:)`, which says the same, is refused by the real-time checks.
@_noAllocation @_noLocks
func copyBytes(
  _ source: UnsafeMutableRawPointer, to target: UnsafeMutableRawPointer, count: Int
) {
  target.copyMemory(from: source, byteCount: count)
}
