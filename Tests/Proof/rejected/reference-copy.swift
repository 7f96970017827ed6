// expect: this code performs reference counting operations which can cause locking
final class Device {
  let address = 0x36
}

struct Binding {
  var device: Device
  var offset: Int
}

@_noAllocation @_noLocks
func copy(_ binding: Binding, to other: inout Binding) { other = binding }
