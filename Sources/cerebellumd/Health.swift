import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits

/// What systemd hears: READY after the first control cycle, STATUS every second with the last minute's wake-ups, WATCHDOG only while the control thread makes
/// progress.
struct Health {
  private let robot: RunningSystem
  private let manager = ServiceManager()
  private var lastCycles: UInt64 = 0
  /// Whether the first control cycle has run, and systemd was told.
  private(set) var isReady = false
  private var nextWatchdog: MonotonicInstant?
  private var nextStatus = MonotonicInstant(nanoseconds: 0)

  init(_ robot: RunningSystem) { self.robot = robot }

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
    manager.notify(
      "STATUS=\(snapshot.lifecycle) \(fresh)/\(snapshot.joints.count) joints "
        + "\(robot.loaded.model.robot.rate.hertz) Hz p99.9 \(wakeUp) us")
  }

  private mutating func feedWatchdog(_ now: MonotonicInstant) {
    guard let period = manager.watchdogPeriod else { return }
    guard now >= nextWatchdog ?? now else { return }
    let cycles = robot.system.controlStatistics.cycles
    // A service loop that lives says nothing about the control thread; its cycles do.
    guard cycles > lastCycles else { return }
    lastCycles = cycles
    nextWatchdog = now + TimeSpan(nanoseconds: period)
    manager.notify("WATCHDOG=1")
  }
}
