internal import RobotHAL
internal import RobotUnits

/// The composed transfers of every cycle until they repeat, made once: a cycle in which nothing is wrong
/// hands them over as they are. Real-time: `work` and `ahead` yes, `init` no.
struct CycleTable: ~Copyable {
  /// A bus whose cycles differ so much that they need more messages than this (64 kB) has no table.
  static let mostMessages = 4096

  struct Program: BitwiseCopyable {
    /// It was composed for a bus where this is open.
    var open: BusRoute
    /// It leaves this open for the next cycle; unknown where it selects nothing ahead.
    var ahead: BusRoute
    var batch: Int
    var batchCount: Int
    var entry: Int
    var entryCount: Int
    var clocks: Int
  }

  /// The number of the program, by cycle; empty when there is no table.
  private let byCycle: FixedArray<UInt16>
  private let programs: FixedArray<Program>
  private let batches: FixedArray<BusBatch>
  private let messages: FixedArray<I2CMessage>
  private let entries: FixedArray<UInt16>
  /// Whether a cycle opens the next one's first channel.
  let selectsAhead: Bool
  /// So many cycles of the table without failure bring every register pointer to where the table relies on
  /// it; 0 when it relies on none.
  let pointerMemory: UInt64

  /// By program, what its cycle takes less than the dearest [ns].
  private let spares: FixedArray<Int64>

  /// What `composer` makes of the cycles of `plan`. The messages point into `composer`. With `retry` it
  /// knows what lighter cycles have to spare.
  init(_ plan: BusPlan, _ composer: inout BusComposer, _ retry: RetryBudget?) {
    let draft = CycleTableDraft.best(plan, &composer)
    let costs = draft.programs.map {
      retry?.cost(clocks: $0.clocks, transfers: $0.batchCount) ?? 0
    }
    spares = FixedArray(costs.map { (costs.max() ?? 0) - $0 })
    byCycle = FixedArray(draft.byCycle)
    programs = FixedArray(draft.programs)
    batches = FixedArray(draft.batches)
    messages = FixedArray(draft.messages)
    entries = FixedArray(draft.entries)
    selectsAhead = draft.selectsAhead
    pointerMemory = draft.pointerMemory
  }

  /// After how many cycles the table repeats; 0 without one.
  var length: Int { byCycle.count }

  /// The transfers of `cycle` on a bus where `open` is open; `nil` when they were not composed for that.
  @_noAllocation @_noLocks
  func work(_ cycle: UInt64, open: BusRoute) -> BusWork? {
    guard byCycle.count > 0 else { return nil }
    let program = program(cycle)
    guard program.open.isSame(open) else { return nil }
    return BusWork(
      batches: batches.base + program.batch, batchCount: program.batchCount,
      messages: messages.base,
      order: BusOrder(entries.base + program.entry, count: program.entryCount))
  }

  /// What `cycle` takes less than the dearest [ns].
  @_noAllocation @_noLocks
  func spare(_ cycle: UInt64) -> Int64 { spares[Int(byCycle[Int(cycle % UInt64(byCycle.count))])] }

  /// The channel that `cycle` leaves open for the next one; unknown without such a one.
  @_noAllocation @_noLocks
  func ahead(_ cycle: UInt64) -> BusRoute {
    byCycle.count > 0 ? program(cycle).ahead : BusRoute.unknown()
  }

  @_noAllocation @_noLocks
  private func program(_ cycle: UInt64) -> Program {
    programs[Int(byCycle[Int(cycle % UInt64(byCycle.count))])]
  }
}
