internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime

/// The cyclic traffic of all buses of a robot: what every device wants of every cycle.
struct BusTraffic {
  /// One plan per bus, in the order of the robot file.
  let plans: [BusPlan]
  /// The channels that a PWM device writes in each burst.
  let bursts: [Int: ClosedRange<Int>]

  init(_ robot: RobotDescription) {
    let bursts = BusTraffic.bursts(robot)
    self.bursts = bursts
    let aging = LoopPlan(robot).aging
    plans = robot.buses.indices.map { bus in
      let devices = robot.devices.indices.filter { robot.devices[$0].bus == bus }
      var entries = devices.flatMap { BusTraffic.entries(robot, $0, burst: bursts[$0]) }
      BusTraffic.spread(&entries)
      let muxes = devices.filter { robot.devices[$0].knownDriver == .tca9548a }
      return BusPlan(entries, muxes: muxes.map { robot.devices[$0].i2cAddress }, aging: aging)
    }
  }

  /// The least range of channels that covers every bridge of a device: one burst, one STOP.
  private static func bursts(_ robot: RobotDescription) -> [Int: ClosedRange<Int>] {
    var bursts: [Int: ClosedRange<Int>] = [:]
    for joint in robot.joints {
      for channel in [joint.actuator.forward, joint.actuator.reverse] {
        let range = bursts[channel.device] ?? channel.channel...channel.channel
        bursts[channel.device] =
          min(range.lowerBound, channel.channel)...max(range.upperBound, channel.channel)
      }
    }
    return bursts
  }

  private static func entries(
    _ robot: RobotDescription, _ index: Int, burst: ClosedRange<Int>?
  ) -> [BusPlan.Entry] {
    let device = robot.devices[index]
    let address = device.i2cAddress
    var safe: [UInt8]?
    var exchanges: [Exchange] = []
    switch device.knownDriver {
    case .pca9685:
      guard let burst else { return [] }
      let outputs = PCA9685.outputs(channels: burst, at: address)
      safe = outputs.request
      exchanges = [outputs]
    case .as5600: exchanges = [AS5600.sample(at: address)]
    case .ina226: exchanges = [INA226.shunt(at: address), INA226.bus(at: address)]
    case .tca9548a: break
    }
    return exchanges.map { exchange in
      BusPlan.Entry(
        exchange: exchange, route: robot.route(of: device), every: device.every, phase: 0,
        safeRequest: safe, device: index)
    }
  }

  /// Spreads what is not due in every cycle, so that no cycle carries all of it. Behind a mux an exchange
  /// is taken to need a select.
  private static func spread(_ entries: inout [BusPlan.Entry]) {
    let select = WireTime.clocks(write: 1, read: 0)
    let phases = PhaseSpread.phases(
      entries.map {
        PhaseSpread.Work(
          every: $0.every, clocks: $0.exchange.clocks + ($0.route == nil ? 0 : select))
      })
    for index in entries.indices { entries[index].phase = phases[index] }
  }
}

extension DeviceDescription {
  /// The address, which the loader checked.
  var i2cAddress: I2CAddress {
    guard let address = I2CAddress(address) else {
      preconditionFailure("the loader accepts 7-bit addresses only")
    }
    return address
  }
}

extension RobotDescription {
  /// The mux channel in front of `device`.
  func route(of device: DeviceDescription) -> BusPlan.Route? {
    device.via.map {
      BusPlan.Route(mux: devices[$0.mux].i2cAddress, channel: UInt8($0.channel))
    }
  }
}
