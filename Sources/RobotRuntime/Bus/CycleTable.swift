internal import RobotHAL
internal import RobotUnits

/// The composed transfers of every cycle until they repeat, made once: a cycle in which nothing is wrong
/// hands them over as they are. Real-time: `work` yes, `init` no.
struct CycleTable: ~Copyable {
  /// A bus whose cycles differ so much that they need more messages than this (64 kB) has no table.
  static let mostMessages = 4096

  struct Program: BitwiseCopyable {
    /// It was composed for a bus where this is open.
    var open: BusRoute
    var batch: Int
    var batchCount: Int
    var entry: Int
    var entryCount: Int
  }

  /// The number of the program, by cycle; empty when there is no table.
  private let byCycle: FixedArray<UInt16>
  private let programs: FixedArray<Program>
  private let batches: FixedArray<BusBatch>
  private let messages: FixedArray<I2CMessage>
  private let entries: FixedArray<UInt16>

  /// What `composer` makes of the cycles of `plan`. The messages point into `composer`.
  init(_ plan: BusPlan, _ composer: inout BusComposer) {
    var drafts = Drafts()
    drafts.fill(plan, &composer)
    byCycle = FixedArray(drafts.byCycle)
    programs = FixedArray(drafts.programs)
    batches = FixedArray(drafts.batches)
    messages = FixedArray(drafts.messages)
    entries = FixedArray(drafts.entries)
  }

  /// The transfers of `cycle` on a bus where `open` is open; `nil` when they were not composed for that.
  @_noAllocation @_noLocks
  func work(_ cycle: UInt64, open: BusRoute) -> BusWork? {
    guard byCycle.count > 0 else { return nil }
    let program = programs[Int(byCycle[Int(cycle % UInt64(byCycle.count))])]
    guard program.open.isSame(open) else { return nil }
    return BusWork(
      batches: batches.base + program.batch, batchCount: program.batchCount,
      messages: messages.base,
      order: BusOrder(entries.base + program.entry, count: program.entryCount))
  }

  /// The table while it grows.
  private struct Drafts {
    /// Cycles with the same entries on the same open channel are one program.
    struct Key: Hashable {
      var due: [UInt16]
      var open: BusRoute
    }

    var byCycle: [UInt16] = []
    var programs: [Program] = []
    var batches: [BusBatch] = []
    var messages: [I2CMessage] = []
    var entries: [UInt16] = []

    mutating func fill(_ plan: BusPlan, _ composer: inout BusComposer) {
      guard let period = Hyperperiod.of(plan.entries.map(\.every)) else { return }
      let cycles = (0..<period).map { cycle in
        plan.entries.indices.filter { cycle % plan.entries[$0].every == plan.entries[$0].phase }
      }
      // What a cycle finds open is what the one before left, all the way round.
      let routes = cycles.map { due in due.compactMap { plan.entries[$0].route }.last }
      var open = BusRoute(routes.compactMap { $0 }.last)
      var numbers: [Key: UInt16] = [:]
      for (due, route) in zip(cycles, routes) {
        let key = Key(due: due.map { UInt16($0) }, open: open)
        if let number = numbers[key] {
          byCycle.append(number)
        } else {
          let number = UInt16(programs.count)
          numbers[key] = number
          byCycle.append(number)
          add(key, &composer)
        }
        if let route { open = BusRoute(route) }
        guard messages.count <= CycleTable.mostMessages else {
          self = Drafts()
          return
        }
      }
    }

    private mutating func add(_ key: Key, _ composer: inout BusComposer) {
      let due = FixedArray(key.due)
      let order = BusOrder(due.base, count: due.count)
      composer.compose(order, from: 0, open: key.open, cycle: 0)
      let work = composer.work(order)
      programs.append(
        Program(
          open: key.open, batch: batches.count, batchCount: work.batchCount, entry: entries.count,
          entryCount: due.count))
      entries += key.due
      let offset = messages.count
      for index in 0..<work.batchCount {
        var batch = work.batches[index]
        for message in 0..<batch.messageCount {
          messages.append(work.messages[batch.firstMessage + message])
        }
        batch.firstMessage += offset
        batches.append(batch)
      }
    }
  }
}
