internal import RobotConfiguration
internal import RobotControl
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// Where the command of a joint's motor lies in the requests of its bus, and what it is made of.
struct BridgeBinding: BitwiseCopyable {
  /// The device's index among the robot's.
  var device: Int
  var bus: Int
  var entry: Int
  var requestOffset: Int
  var requestCount: Int
  var form: Form

  /// What a duty becomes.
  enum Form: BitwiseCopyable {
    /// Two PWM channels, by their positions in the burst.
    case channels(forward: Int, reverse: Int)
    /// PWM and two direction inputs.
    case directed(TB6612.Offsets)
    /// PWM, by its position in the burst, while lines of the board say `direction`: 1 forward, -1 back, and 0
    /// while nothing may be driven.
    case lined(pwm: Int, direction: Double)
    /// The voltage register of a DRV8830, for a motor that gets `volts` V at a duty of 1.
    case regulator(volts: Double)
  }

  /// Writes `duty` (-1...1) of the bridge into the requests that begin at `image`; without power the bridge
  /// is open.
  @_noAllocation @_noLocks
  func encode(
    duty: Double, isPowered: Bool, into bytes: borrowing FixedArray<UInt8>, at image: Int = 0
  ) {
    let start = bytes.base + image + requestOffset
    var request = MutableSpan(_unsafeStart: start, count: requestCount)
    switch form {
    case .channels(let forward, let reverse):
      let duties = isPowered ? HBridge.duties(duty) : HBridge.open()
      PCA9685.encode(duty: duties.forward, offset: forward, into: &request)
      PCA9685.encode(duty: duties.reverse, offset: reverse, into: &request)
    case .directed(let offsets):
      TB6612.encode(
        isPowered ? TB6612.outputs(duty: duty) : TB6612.coast(), at: offsets, into: &request)
    case .lined(let offset, let direction):
      // Never against the lines, and not a number is none: the motor is shorted.
      let along = isPowered ? duty * direction : 0
      PCA9685.encode(duty: along > 0 ? min(along, 1) : 0, offset: offset, into: &request)
    case .regulator(let volts):
      DRV8830.encode(
        control: isPowered ? DRV8830.control(duty: duty, supplyVolts: volts) : DRV8830.coast,
        into: &request)
    }
  }
}

extension BridgeBinding {
  /// That of `actuator`, which tells `device`.
  init(
    _ actuator: ActuatorDescription, _ device: Int, _ robot: RobotDescription,
    _ traffic: BusTraffic
  ) {
    self.device = device
    bus = robot.devices[device].bus
    // The command of a device is its first exchange.
    let place = robot.places(of: device, traffic)[0]
    entry = place.index
    requestOffset = place.entry.requestOffset
    requestCount = place.entry.exchange.request.count
    let first = traffic.bursts[device]?.lowerBound ?? 0
    switch actuator.drive {
    case .bridge(let forward, let reverse):
      form = .channels(forward: forward.channel - first, reverse: reverse.channel - first)
    case .directedBridge(let bridge):
      form =
        bridge.offsets(from: first).map { .directed($0) }
        ?? .lined(pwm: bridge.pwm.channel - first, direction: 0)
    case .device: form = .regulator(volts: actuator.supply)
    case .servo: preconditionFailure("a servo tells no device")
    }
  }
}

extension DirectedBridgeDescription {
  /// Where its channels are in a burst from channel `first` on; `nil` where its direction is on lines.
  func offsets(from first: Int) -> TB6612.Offsets? {
    guard case .channels(let in1, let in2) = inputs else { return nil }
    return TB6612.Offsets(
      pwm: pwm.channel - first, in1: in1.channel - first, in2: in2.channel - first)
  }
}
