/// How long a joint's output device has taken no command. Counted in control cycles and not in failures:
/// a bus that hangs in a transfer reports none.
struct ActuatorWatch: BitwiseCopyable {
  private var stamp: UInt64 = 0
  /// Control cycles since its last success.
  private(set) var age: UInt32 = 0

  /// Takes the stamp of the device's last success.
  @_noAllocation @_noLocks
  mutating func see(_ last: UInt64) {
    if last != stamp {
      age = 0
    } else if age < .max {
      age += 1
    }
    stamp = last
  }
}
