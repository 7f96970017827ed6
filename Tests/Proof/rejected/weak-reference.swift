// expect: this code performs reference counting operations which can cause locking
final class Device {
  let address = 0x36
}

struct Binding {
  weak var device: Device?

  @_noAllocation @_noLocks
  func address() -> Int { device?.address ?? 0 }
}
