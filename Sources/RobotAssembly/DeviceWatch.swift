internal import RobotConfiguration
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where the settings of a device are read back to.
struct WatchBinding: BitwiseCopyable {
  var device: Int
  var bus: Int
  var entry: Int
  var replyOffset: Int
  var count: Int
  /// Where its bytes begin among the expected ones and the masks.
  var first: Int
  /// That of the last reply that was looked at.
  var stamp: UInt64 = 0
}

/// Looks at the settings that are read back, and knows which devices have lost theirs. Real-time: `update`
/// yes.
struct DeviceWatch: ~Copyable {
  /// By device, pads behind the others: it has lost its settings.
  let isLost: FixedArray<Bool>
  private let bindings: FixedArray<WatchBinding>
  private let expected: FixedArray<UInt8>
  private let masks: FixedArray<UInt8>

  init(_ model: RobotModel, _ traffic: BusTraffic) {
    var bindings: [WatchBinding] = []
    var expected: [UInt8] = []
    var masks: [UInt8] = []
    for (device, driver) in model.devices.drivers.enumerated() {
      guard let watch = driver.watch else { continue }
      let places = model.robot.places(of: device, traffic)
      guard let place = places.first(where: \.entry.isWatch) else { continue }
      bindings.append(
        WatchBinding(
          device: device, bus: model.robot.devices[device].bus, entry: place.index,
          replyOffset: place.entry.replyOffset, count: watch.expected.count,
          first: expected.count))
      expected += watch.expected
      masks += watch.mask
    }
    isLost = FixedArray(repeating: false, count: model.robot.deviceNames.count)
    self.bindings = FixedArray(bindings)
    self.expected = FixedArray(expected)
    self.masks = FixedArray(masks)
  }

  /// Takes what the buses brought in this cycle.
  @_noAllocation @_noLocks
  func update(_ links: borrowing BusLinks) {
    for index in 0..<bindings.count {
      let binding = bindings[index]
      let replies = links.replies(binding.bus)
      let stamp = replies.pointee.statuses[binding.entry].stamp
      guard stamp != binding.stamp else { continue }
      bindings[index].stamp = stamp
      var difference: UInt8 = 0
      for byte in 0..<binding.count {
        let read = replies.pointee.bytes[binding.replyOffset + byte]
        difference |= (read ^ expected[binding.first + byte]) & masks[binding.first + byte]
      }
      isLost[binding.device] = difference != 0
    }
  }
}
