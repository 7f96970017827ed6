internal import RobotCore
internal import RobotHAL
internal import RobotUnits

/// Runs a bus executor on a `RecordingAdapter`. Real-time: no.
struct TimelineRecorder: ~Copyable {
  private let plan: BusPlan
  private let isExact: Bool
  private let adapter: RecordingAdapter
  private var executor: BusExecutor

  init(_ plan: BusPlan, _ wire: BusWire) {
    isExact = Hyperperiod.of(plan.entries.map(\.every)) != nil
    let plan = isExact ? plan : TimelineRecorder.together(plan)
    let adapter = RecordingAdapter(wire)
    let requests = TripleBuffer { BusRequests(plan) }
    let replies = TripleBuffer { BusReplies(plan) }
    self.plan = plan
    self.adapter = adapter
    executor = BusExecutor(
      plan: plan, adapter: adapter, requests: requests.reader, replies: replies.writer,
      statistics: BusStatistics(),
      retry: RetryBudget(time: .zero, speed: wire.speed, overhead: wire.overhead))
  }

  /// All devices in every cycle.
  private static func together(_ plan: BusPlan) -> BusPlan {
    let entries = plan.entries.map { entry in
      var entry = entry
      entry.every = 1
      entry.phase = 0
      return entry
    }
    return BusPlan(entries, muxes: plan.muxes, aging: plan.aging)
  }

  /// The cycles that differ, and which comes when.
  mutating func record() -> (cycles: [BusTimeline.Cycle], order: [Int], isExact: Bool) {
    let reader = TimelineReader(
      plan: plan, requests: Int(bitPattern: executor.composer.requests.base),
      replies: Int(bitPattern: executor.composer.replies.base))
    let length = executor.tableLength ?? Hyperperiod.of(plan.entries.map(\.every)) ?? 1
    // Once round: then the muxes and pointers are as every later round finds them.
    for cycle in 0..<length { run(cycle) }
    var numbers: [BusTimeline.Cycle: Int] = [:]
    var cycles: [BusTimeline.Cycle] = []
    var order: [Int] = []
    for cycle in length..<2 * length {
      _ = adapter.take()
      run(cycle)
      let made = reader.cycle(adapter.take())
      if numbers[made] == nil {
        numbers[made] = cycles.count
        cycles.append(made)
      }
      order.append(numbers[made] ?? 0)
    }
    return (cycles, order, isExact)
  }

  /// What repeating each exchange takes: on a bus of which nobody knows what is open, and with what
  /// makes another channel the open one behind it.
  mutating func repeats() -> [BusTimeline.Load] {
    var loads: [BusTimeline.Load] = []
    for entry in plan.entries.indices {
      executor.route = BusRoute.unknown()
      let work = executor.composeAlone(entry)
      var load = BusTimeline.Load()
      load.transfers = work.batchCount
      load.clocks = executor.composer.clocks
      for index in 0..<work.batchCount {
        let batch = work.batches[index]
        load.messages += batch.messageCount
        for message in 0..<batch.messageCount {
          load.bytes += Int(work.messages[batch.firstMessage + message].length) + 1
        }
      }
      if plan.entries[entry].route != nil {
        load.transfers += executor.composer.selectLoad.transfers
        load.messages += plan.muxes.count
        load.bytes += 2 * plan.muxes.count
        load.clocks += executor.composer.selectLoad.clocks
      }
      loads.append(load)
    }
    return loads
  }

  private mutating func run(_ cycle: Int) {
    var trace = CycleTrace()
    executor.run(Turn(index: UInt64(cycle), skipped: 0), &trace)
  }
}
