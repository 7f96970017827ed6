import CInjection
import CRealtime
import RobotRuntime
import RobotUnits

enum Wait {
  static func until(_ time: Int64) {
    _ = crt_sleep_until(time)
  }
}

/// A thread of higher priority on the same processor.
struct Hog: RealtimeJob {
  let injections: [Injection]
  let grid: CycleGrid

  mutating func run() {
    for injection in injections {
      let due = grid.instant(injection.cycle).nanoseconds
      let isAsleep = injection.kind == Injected.hogAsleep.rawValue
      // Well before the robot's thread is to wake, or anywhere in its cycle.
      let early = 50_000 + Int64(injection.detail * 250_000)
      let inside = 5_000 + Int64(injection.detail * 100_000)
      Wait.until(isAsleep ? due - early : due + inside)
      inj_spin(injection.size + (isAsleep ? early : 0))
    }
  }
}

/// A thread on another processor that sends signals, drains the pipe, slows the clock and takes pages
/// away.
struct Helper: RealtimeJob, @unchecked Sendable {
  // Memory and pipe live as long as the process.
  let injections: [Injection]
  let grid: CycleGrid
  let pages: UnsafeMutablePointer<UInt8>
  let pipe: UnsafePointer<Int32>
  let faultTime: Int64
  let victim: Int32

  mutating func run() {
    for injection in injections {
      guard let kind = Injected(rawValue: injection.kind) else { continue }
      let due = grid.instant(injection.cycle).nanoseconds
      Wait.until(due - 3_000_000)
      switch kind {
      case .signalStorm: storm(injection, due)
      case .logBurst: drain(injection, due)
      case .clockStall: slowClock(injection, due)
      case .pageFaults: inj_drop_pages(pages, Int(injection.size / faultTime) * 4096)
      default: break
      }
    }
  }

  /// Begins anywhere in the period, as a storm does, and leaves always some pending until the cycle is
  /// late: a thread that gets on between two handlers is hardly late.
  private func storm(_ injection: Injection, _ due: Int64) {
    let seventh = injection.detail * 7
    inj_handle_signals(5_000 + Int64((seventh - seventh.rounded(.down)) * 45_000))
    Wait.until(due + 140_000 - Int64(injection.detail * 1_000_000))
    var sent = inj_handled_signals()
    while inj_now() < due + injection.size {
      guard sent < inj_handled_signals() + 8 else { continue }
      inj_signal(victim)
      sent += 1
    }
  }

  /// A page that nobody reads until the time is over.
  private func drain(_ injection: Injection, _ due: Int64) {
    inj_fill_pipe(pipe)
    let begin = due + 150_000
    for quarter in 1...4 as ClosedRange<Int64> {
      Wait.until(begin + injection.size * quarter / 4)
      inj_read_quarter(pipe)
    }
  }

  /// A clock source that became slow, or one reading that hangs.
  private func slowClock(_ injection: Injection, _ due: Int64) {
    if injection.detail < 0.5 {
      inj_slow_clock(due, 0, 6, injection.size / 6)
    } else {
      inj_slow_clock(due, 1, 1, injection.size)
    }
    Wait.until(due + injection.size + 1_000_000)
    inj_slow_clock(0, 0, 0, 0)
  }
}
