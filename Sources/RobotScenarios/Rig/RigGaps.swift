import RobotAssembly
import RobotConfiguration
import RobotUnits

/// The cycles that a control thread misses.
struct RigGaps {
  private struct Gap {
    var window: FaultWindow
    var cycles: Int
    var every: TimeSpan?
    var next: MonotonicInstant?
  }

  private var gaps: [Gap]

  init(_ windows: [FaultWindow]) {
    gaps = windows.compactMap { window in
      guard case .overrun(let cycles, let every) = window.kind else { return nil }
      return Gap(
        window: window, cycles: cycles,
        every: every.map { TimeSpan(nanoseconds: Int64($0 * 1e9 + 0.5)) }, next: window.start)
    }
  }

  /// How many cycles are missed from `now` on, and by which of the windows.
  mutating func due(at now: MonotonicInstant) -> (cycles: Int, windows: [FaultWindow]) {
    var (cycles, windows) = (0, [FaultWindow]())
    for index in gaps.indices {
      guard let next = gaps[index].next, next <= now, gaps[index].window.isActive(at: now) else {
        continue
      }
      cycles += gaps[index].cycles
      windows.append(gaps[index].window)
      gaps[index].next = gaps[index].every.map { next + $0 }
    }
    return (cycles, windows)
  }
}
