internal import RobotUnits

/// Names the cause of a late cycle from what was measured. A pure function. Real-time: no.
///
/// The stage with the greatest excess over its usual time is where the time went; why it went there is
/// answered by the first of these that accounts for half of it. Half, because of two causes that share
/// one excess at least one has that much, and because the counters' window holds a little more than the
/// cycle.
///
/// 1. *The cycle before.* It ended after this one should have begun: what befell that one befell both.
/// 2. *Run queue.* The kernel itself measured how long the thread was ready and did not run; nothing
///    that the thread does can feign it. If a more urgent thread of ours ran meanwhile and its
///    transfers took the time, they are the cause.
/// 3. *Clock.* Two readings of the clock with nothing between them took the time, or so much that all
///    readings of the cycle account for it.
/// 4. *Transfers*, when the stage is theirs. They are timed one by one. Waiting is their nature, so
///    they come before 5; where they usually wait and the excess was computed, go on to 6.
/// 5. *Off the processor* without being ready: with I/O for a page, in a call that blocks, or, when the
///    kernel switched nobody in, taken by the hypervisor.
/// 6. *Page faults* and 7. *signals*: they are counted, not timed, so each is believed up to a time that
///    it can cost, and only for what 2 to 5 left unexplained. Handlers that ran while the thread should
///    have slept are timed: nothing else of a thread runs before its first stage.
/// 8. *Stolen time* as /proc/stat shows it: in steps of 10 ms and for the whole window, so it comes late.
/// 9. Otherwise the stage computed for so long, or the timer came late.
public enum Attribution {
  /// The most that one page fault without I/O is believed to cost [ns]. Measured 0.5 to 5 µs; a slow
  /// board and a cold cache are given room.
  static let longestFault: Int64 = 20_000
  /// The most that the handlers that run at one interruption are believed to cost [ns], where the time
  /// that the thread ran instead of sleeping does not show it.
  static let longestHandlers: Int64 = 500_000

  /// Why `evidence.late` was late.
  public static func finding(_ evidence: Evidence) -> Finding {
    var finding = predecessor(evidence) ?? own(evidence)
    finding.hasUsage = evidence.usage != nil
    finding.hasRunQueueDelay = evidence.usage?.runQueueDelay != nil
    return finding
  }

  /// The stage with the greatest excess, the earliest of equals, and that excess [ns]. When none has
  /// one, because all cycles are late, the longest.
  static func suspect(_ evidence: Evidence) -> (stage: Stage, excess: Int64) {
    var found = (stage: Stage.wakeUp, excess: Int64(0))
    for stage in Stage.allCases {
      let excess = evidence.baseline.excess(evidence.late, stage)
      if excess > found.excess { found = (stage, excess) }
    }
    guard found.excess == 0 else { return found }
    for stage in Stage.allCases {
      let duration = evidence.late.duration(stage)
      if duration > found.excess { found = (stage, duration) }
    }
    return found
  }

  private static func predecessor(_ evidence: Evidence) -> Finding? {
    guard let (record, first) = evidence.previous else { return nil }
    let (stage, excess) = suspect(evidence)
    let inherited = (record.end - evidence.late.due).nanoseconds
    guard case .wakeUp = stage, accounts(inherited, for: excess) else { return nil }
    return Finding(
      first.cause, nanoseconds: first.nanoseconds, origin: first.origin ?? record.index)
  }

  private static func own(_ evidence: Evidence) -> Finding {
    let (stage, excess) = suspect(evidence)
    return preempted(evidence, stage, excess) ?? clockStall(evidence, stage, excess)
      ?? transfers(evidence, stage, excess) ?? offProcessor(evidence, stage, excess)
      ?? counted(evidence, stage, excess) ?? remainder(stage, excess)
  }

  private static func preempted(
    _ evidence: Evidence, _ stage: Stage, _ excess: Int64
  ) -> Finding? {
    guard let usage = evidence.usage else { return nil }
    let switches = usage.involuntarySwitches
    // Where the kernel does not time the run queue: taken away, and never given up.
    let isTaken = switches > 0 && usage.voluntarySwitches <= 0
    let delay = usage.runQueueDelay ?? (isTaken ? usage.offProcessor ?? 0 : 0)
    guard accounts(delay, for: excess) else { return nil }
    return rival(evidence, delay)
      ?? Finding(.preempted(switches: switches, stage), nanoseconds: delay)
  }

  /// The transfers of a more urgent thread, when they ran for at least half of `delay` into the late
  /// cycle.
  private static func rival(_ evidence: Evidence, _ delay: Int64) -> Finding? {
    for rival in evidence.rivals where rival.transfers.count > 0 {
      let overlap = min(rival.end, evidence.late.end) - max(rival.woken, evidence.late.due)
      guard accounts(overlap.nanoseconds, for: delay) else { continue }
      let time = rival.duration(.transfer)
      return blame(rival.transfers, time, bus: rival.transfers.bus)
    }
    return nil
  }

  private static func clockStall(
    _ evidence: Evidence, _ stage: Stage, _ excess: Int64
  ) -> Finding? {
    if case .clock = stage { return Finding(.clockStall, nanoseconds: excess) }
    // A slow clock source lengthens every stage by the same.
    let each = evidence.baseline.excess(evidence.late, .clock)
    var total: Int64 = 0
    var readings: Int64 = 0
    var least = Int64.max
    for stage in Stage.allCases where evidence.late.duration(stage) != 0 {
      let excess = evidence.baseline.excess(evidence.late, stage)
      total += excess
      guard stage.place() > Stage.wakeUp.place() else { continue }
      readings += 1
      least = min(least, excess)
    }
    guard each > 0, accounts(each * readings, for: total), accounts(least, for: each) else {
      return nil
    }
    return Finding(.clockStall, nanoseconds: each * readings)
  }

  private static func transfers(
    _ evidence: Evidence, _ stage: Stage, _ excess: Int64
  ) -> Finding? {
    guard case .transfer = stage, !ranInsteadOfWaiting(evidence, excess) else { return nil }
    return blame(evidence.late.transfers, excess, bus: evidence.bus)
  }

  /// Whether the excess of the transfers was computed, on a bus whose controller lets the thread sleep:
  /// a driver that sleeps does not begin to poll, so what ran were handlers of signals. A failure makes
  /// drivers do other things, among them polling.
  private static func ranInsteadOfWaiting(_ evidence: Evidence, _ excess: Int64) -> Bool {
    guard let usage = evidence.usage, let off = usage.offProcessor, let usual = usage.usualWait
    else { return false }
    let typical = evidence.baseline.typical[Stage.transfer.place()]
    return evidence.late.transfers.failures == 0 && accounts(usual, for: typical)
      && !accounts(off, for: excess)
  }

  /// Retries when they took half of `excess`, else the slowest transfer.
  private static func blame(
    _ transfers: TransferRecord, _ excess: Int64, bus: Int32
  ) -> Finding {
    let bus = transfers.bus >= 0 ? transfers.bus : bus
    if transfers.retries > 0, accounts(transfers.retryTime, for: excess) {
      let cause = Cause.retry(bus: bus, address: transfers.failedAddress, error: transfers.error)
      return Finding(cause, nanoseconds: transfers.retryTime)
    }
    // Many transfers that are each a little slow are nobody's in particular.
    let isOne = accounts(transfers.slowest, for: excess)
    return Finding(
      .slowTransfer(bus: bus, address: isOne ? transfers.address : nil),
      nanoseconds: isOne ? transfers.slowest : excess)
  }

  private static func offProcessor(
    _ evidence: Evidence, _ stage: Stage, _ excess: Int64
  ) -> Finding? {
    guard let usage = evidence.usage, let off = usage.offProcessor else { return nil }
    let waited = off - (usage.runQueueDelay ?? 0)
    guard stage.place() > Stage.wakeUp.place(), accounts(waited, for: excess) else { return nil }
    if usage.majorFaults > 0 {
      return Finding(.pageFaults(usage.majorFaults, stage), nanoseconds: waited)
    }
    let isBlocked = usage.voluntarySwitches > 0
    return Finding(isBlocked ? .blocked(stage) : .stolen(stage), nanoseconds: waited)
  }

  /// What is counted without being timed.
  private static func counted(_ evidence: Evidence, _ stage: Stage, _ excess: Int64) -> Finding? {
    let faults = (evidence.usage?.minorFaults ?? 0) + (evidence.usage?.majorFaults ?? 0)
    if faults > 0, accounts(faults * longestFault, for: excess) {
      return Finding(.pageFaults(faults, stage), nanoseconds: excess)
    }
    // Signals are seen where they interrupt a sleep: the one before the cycle, or the one after it.
    let signals = Int64(evidence.late.interruptions) + Int64(evidence.after?.interruptions ?? 0)
    let ranAsleep = evidence.usage?.ranAsleep ?? 0
    var isHandler = stage.place() == Stage.wakeUp.place() && accounts(ranAsleep, for: excess)
    if case .transfer = stage { isHandler = true }
    if isHandler || accounts(signals * longestHandlers, for: excess) {
      return Finding(.signals(signals, stage), nanoseconds: excess)
    }
    if let stolen = evidence.usage?.stolen, stolen > 0, accounts(stolen, for: excess) {
      return Finding(.stolen(stage), nanoseconds: excess)
    }
    return nil
  }

  private static func remainder(_ stage: Stage, _ excess: Int64) -> Finding {
    if case .wakeUp = stage { return Finding(.lateWakeUp, nanoseconds: excess) }
    return Finding(.longStage(stage), nanoseconds: excess)
  }

  private static func accounts(_ part: Int64, for whole: Int64) -> Bool {
    part > 0 && part >= (whole + 1) / 2
  }
}
