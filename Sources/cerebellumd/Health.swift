import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits

/// What systemd hears: READY after the first control cycle, STATUS every second with the last minute's wake-ups, WATCHDOG only while the control thread and
/// the threads of the buses make progress.
struct Health {
  private let robot: RunningSystem
  private let manager = ServiceManager()
  private var lastCycles: UInt64 = 0
  private var buses: [BusProgress]
  /// Whether the first control cycle has run, and systemd was told.
  private(set) var isReady = false
  private var nextWatchdog: MonotonicInstant?
  private var nextStatus = MonotonicInstant(nanoseconds: 0)

  init(_ robot: RunningSystem) {
    self.robot = robot
    buses = robot.busThreads.map { BusProgress($0.loop, patience: $0.patience) }
  }

  func stopping() { manager.notify("STOPPING=1") }

  mutating func report(
    _ snapshot: borrowing RobotSnapshot, _ history: StatisticsHistory, _ now: MonotonicInstant
  ) {
    if !isReady, robot.system.controlStatistics.cycles > 0 {
      isReady = true
      manager.notify("READY=1")
    }
    feedWatchdog(now)
    guard now >= nextStatus else { return }
    nextStatus = now + .milliseconds(1000)
    let wakeUp = history.recentWakeUp.quantile(0.999) / 1000
    let fresh = (0..<snapshot.joints.count).filter { snapshot.joints[$0].age == 0 }.count
    let before = robot.deathBefore.map { "; the daemon before died: \($0.english)" } ?? ""
    manager.notify(
      "STATUS=\(snapshot.lifecycle) \(fresh)/\(snapshot.joints.count) joints "
        + "\(robot.loaded.model.robot.rate.hertz) Hz p99.9 \(wakeUp) us\(before)")
  }

  private mutating func feedWatchdog(_ now: MonotonicInstant) {
    guard let period = manager.watchdogPeriod else { return }
    var doBusesProgress = true
    for index in buses.indices where !buses[index].isMade(at: now) { doBusesProgress = false }
    guard doBusesProgress, now >= nextWatchdog ?? now else { return }
    let cycles = robot.system.controlStatistics.cycles
    // A service loop that lives says nothing about the control thread; its cycles do.
    guard cycles > lastCycles else { return }
    lastCycles = cycles
    nextWatchdog = now + TimeSpan(nanoseconds: period)
    manager.notify("WATCHDOG=1")
  }
}

/// The cycles of a bus's thread.
private struct BusProgress {
  private let loop: LoopStatistics
  private let patience: TimeSpan
  private var cycles: UInt64 = 0
  private var since: MonotonicInstant?

  init(_ loop: LoopStatistics, patience: TimeSpan) {
    self.loop = loop
    self.patience = patience
  }

  /// Whether there was one within the patience.
  mutating func isMade(at now: MonotonicInstant) -> Bool {
    if loop.cycles != cycles || since == nil {
      cycles = loop.cycles
      since = now
    }
    return since.map { now - $0 <= patience } ?? true
  }
}

extension RunningSystem {
  /// The threads of the buses, where they have some, and how long one of their cycles may take: of a bus that hangs
  /// each exchange waits for the adapter to give up, and that is no reason to end the daemon.
  fileprivate var busThreads: [(loop: LoopStatistics, patience: TimeSpan)] {
    let robot = loaded.model.robot
    guard !robot.loop.hasInlineBuses, !world.isInLockStep else { return [] }
    return system.busLoopStatistics.enumerated().map { bus, loop in
      let exchanges = Int64(2 * robot.devices.filter { $0.bus == bus }.count)
      return (loop, .milliseconds(500) + robot.adapterTimeout * exchanges)
    }
  }
}
