import Glibc
public import RobotUnits
import Synchronization

/// The time of a simulated world: the machine's monotonic clock, or a number that its owner sets.
///
/// Every simulated bus of a world shares one clock. On the wall clock a transfer takes as long as
/// its bits take on the wire. On the virtual clock nothing sleeps: the owner moves `now` from cycle
/// to cycle, and each bus keeps its own time within the cycle, so a run is the same on every
/// machine.
public final class SimulationClock: Sendable {
  /// Where a clock takes its time from.
  public enum Mode: Sendable {
    /// `CLOCK_MONOTONIC`.
    case wall
    /// Only `advance(to:)`.
    case virtual
  }

  /// Where this clock takes its time from.
  public let mode: Mode
  private let virtualNanoseconds: Atomic<Int64>

  /// A clock; `start` is where a virtual one begins and is ignored by a wall clock.
  public init(_ mode: Mode, start: MonotonicInstant = MonotonicInstant(nanoseconds: 0)) {
    self.mode = mode
    virtualNanoseconds = Atomic(start.nanoseconds)
  }

  /// The present. Real-time: yes.
  public var now: MonotonicInstant {
    switch mode {
    case .virtual:
      return MonotonicInstant(nanoseconds: virtualNanoseconds.load(ordering: .acquiring))
    case .wall:
      var time = timespec()
      clock_gettime(CLOCK_MONOTONIC, &time)
      return MonotonicInstant(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
    }
  }

  /// Moves a virtual clock to `instant`. Moving back, or moving a wall clock, is a programmer error.
  public func advance(to instant: MonotonicInstant) {
    precondition(mode == .virtual, "only a virtual clock is moved")
    let before = virtualNanoseconds.exchange(instant.nanoseconds, ordering: .acquiringAndReleasing)
    precondition(before <= instant.nanoseconds, "time does not run backwards")
  }

  /// Sleeps until `instant` on the wall clock; returns at once on the virtual one. Real-time: sleeps.
  public func wait(until instant: MonotonicInstant) {
    guard mode == .wall else { return }
    var deadline = timespec(
      tv_sec: Int(instant.nanoseconds / 1_000_000_000),
      tv_nsec: Int(instant.nanoseconds % 1_000_000_000))
    while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, nil) == EINTR {}
  }
}
