import Glibc
import RobotUnits

/// Notices that somebody sets the calendar's clock. The robot goes by CLOCK_MONOTONIC and is not concerned; whoever reads
/// the journal wants to know.
struct WallClockWatch {
  private var offset: Int64?

  /// How far the calendar's clock was set since the last call [s]; `nil` where it goes on as the monotonic one, up to
  /// half a second.
  mutating func jump(at now: MonotonicInstant) -> Double? {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let present = Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) - now.nanoseconds
    defer { offset = present }
    guard let offset, abs(present - offset) > 500_000_000 else { return nil }
    return Double(present - offset) * 1e-9
  }
}
