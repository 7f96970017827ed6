internal import RobotHAL
internal import RobotUnits

/// A table of cycles while it grows. Real-time: no.
struct CycleTableDraft {
  /// Cycles with the same entries on the same open channel are one program.
  private struct Key: Hashable {
    var due: [UInt16]
    /// Those of `due` whose register pointer is where it belongs.
    var held: [UInt16]
    var open: BusRoute
    var ahead: BusRoute
  }

  private(set) var byCycle: [UInt16] = []
  private(set) var programs: [CycleTable.Program] = []
  private(set) var batches: [BusBatch] = []
  private(set) var messages: [I2CMessage] = []
  private(set) var entries: [UInt16] = []
  private(set) var selectsAhead = false
  private(set) var pointerMemory: UInt64 = 0

  /// The table of `plan`: with selects ahead where they save transfers and make no cycle longer.
  static func best(_ plan: BusPlan, _ composer: inout BusComposer) -> CycleTableDraft {
    // A table that is too long without its pointers' cycles may still be one without pointers.
    for holding in [true, false] {
      let pointers = PointerUse(plan, isAllowed: holding && composer.canHoldPointers)
      if holding, pointers.memory == 0 { continue }
      let plain = CycleTableDraft(plan, pointers, selectsAhead: false, &composer)
      guard composer.canSelectAhead else {
        if holding, plain.byCycle.isEmpty { continue }
        return plain
      }
      let ahead = CycleTableDraft(plan, pointers, selectsAhead: true, &composer)
      if ahead.isBetter(than: plain) { return ahead }
      if holding, plain.byCycle.isEmpty { continue }
      return plain
    }
    return CycleTableDraft()
  }

  private init() {}

  private init(
    _ plan: BusPlan, _ pointers: PointerUse, selectsAhead: Bool, _ composer: inout BusComposer
  ) {
    guard let period = Hyperperiod.of(pointers.periods) else { return }
    let cycles = (0..<period).map { cycle in
      plan.entries.indices.filter { cycle % plan.entries[$0].every == plan.entries[$0].phase }
    }
    let routes = cycles.map { due in due.compactMap { plan.entries[$0].route } }
    let held = pointers.held(cycles)
    // The first channel of the next cycle that has one, all the way round.
    var next = BusRoute(routes.compactMap(\.first).first)
    let firsts = routes.reversed().map { routes -> BusRoute in
      defer { if let first = routes.first { next = BusRoute(first) } }
      return next
    }.reversed()
    // What a cycle finds open is what the one before left.
    var open = selectsAhead ? next : BusRoute(routes.compactMap(\.last).last)
    var numbers: [Key: UInt16] = [:]
    for ((cycle, due), first) in zip(cycles.enumerated(), firsts) {
      let isRouted = !routes[cycle].isEmpty
      let key = Key(
        due: due.map { UInt16($0) }, held: held[cycle], open: open,
        ahead: selectsAhead && isRouted ? first : BusRoute.unknown())
      let number = numbers[key] ?? UInt16(programs.count)
      byCycle.append(number)
      if number == programs.count {
        numbers[key] = number
        add(key, &composer)
      }
      if let last = routes[cycle].last { open = selectsAhead ? first : BusRoute(last) }
      guard messages.count <= CycleTable.mostMessages else {
        self = CycleTableDraft()
        return
      }
    }
    self.selectsAhead = selectsAhead
    pointerMemory = held.contains { !$0.isEmpty } ? pointers.memory : 0
  }

  private mutating func add(_ key: Key, _ composer: inout BusComposer) {
    for entry in key.held { composer.steps[Int(entry)].isHeld = true }
    defer { for entry in key.held { composer.steps[Int(entry)].isHeld = false } }
    let due = FixedArray(key.due)
    let order = BusOrder(due.base, count: due.count)
    composer.compose(order, from: 0, open: key.open, cycle: 0, ahead: key.ahead)
    let work = composer.work(order)
    programs.append(
      CycleTable.Program(
        open: key.open, ahead: key.ahead, batch: batches.count, batchCount: work.batchCount,
        entry: entries.count, entryCount: due.count, clocks: composer.clocks))
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

  /// Fewer transfers altogether, and no cycle with more transfers or clocks than the other's worst: the
  /// adapter's overhead is not known here.
  private func isBetter(than other: CycleTableDraft) -> Bool {
    guard !byCycle.isEmpty else { return false }
    guard !other.byCycle.isEmpty else { return true }
    let (mine, its) = (transfers, other.transfers)
    return mine.reduce(0, +) < its.reduce(0, +) && (mine.max() ?? 0) <= (its.max() ?? 0)
      && mostClocks <= other.mostClocks
  }

  private var mostClocks: Int { programs.map(\.clocks).max() ?? 0 }

  /// The transfers of each cycle.
  private var transfers: [Int] { byCycle.map { programs[Int($0)].batchCount } }
}
