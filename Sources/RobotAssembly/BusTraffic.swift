internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// The cyclic traffic of all buses of a robot: what every device wants of every cycle.
struct BusTraffic {
  /// One plan per bus, in the order of the robot file.
  let plans: [BusPlan]
  /// The channels that a PWM device writes in each burst.
  let bursts: [Int: ClosedRange<Int>]

  /// The buses that have no time for reading settings back.
  let unwatched: Set<Int>

  /// How often settings are read back at least, where there is time [Hz].
  private static let watchRate = 4.0

  /// The traffic of `robot`, and what it takes on `wires`: settings are read back on those buses that have the
  /// time for it in their worst cycle.
  static func fitting(
    _ robot: RobotDescription, _ devices: DeviceSet, on wires: [BusWire]
  ) -> (traffic: BusTraffic, budgets: [BusBudget]) {
    let whole = BusTraffic(robot, devices)
    let budgets = BusBudget.all(robot, whole, wires: wires)
    let tight = budgets.indices.filter { budgets[$0].utilisation > 1 }
    if tight.isEmpty { return (whole, budgets) }
    let lean = BusTraffic(robot, devices, unwatched: Set(tight))
    return (lean, BusBudget.all(robot, lean, wires: wires))
  }

  private init(_ robot: RobotDescription, _ devices: DeviceSet, unwatched: Set<Int> = []) {
    self.unwatched = unwatched
    let bursts = BusTraffic.bursts(robot)
    self.bursts = bursts
    let aging = LoopPlan(robot).aging
    plans = robot.buses.indices.map { bus in
      let own = robot.devices.indices.filter { robot.devices[$0].bus == bus }
      var works: [Work] = []
      for device in own {
        works += BusTraffic.works(robot, devices.drivers[device], device, burst: bursts[device])
      }
      if !unwatched.contains(bus) {
        works += BusTraffic.watches(robot, devices, own, beside: works)
      }
      let muxes = own.filter { DriverCatalog.kind(of: robot.devices[$0]) == .mux }
      return BusPlan(
        BusTraffic.spread(works), muxes: muxes.map { robot.devices[$0].i2cAddress }, aging: aging)
    }
  }

  /// The least range of channels that covers every bridge of a device: one burst, one STOP.
  private static func bursts(_ robot: RobotDescription) -> [Int: ClosedRange<Int>] {
    var bursts: [Int: ClosedRange<Int>] = [:]
    for joint in robot.joints where joint.actuator.servo == nil {
      for channel in [joint.actuator.forward, joint.actuator.reverse] {
        let range = bursts[channel.device] ?? channel.channel...channel.channel
        bursts[channel.device] =
          min(range.lowerBound, channel.channel)...max(range.upperBound, channel.channel)
      }
    }
    return bursts
  }

  /// Exchanges of one device whose phases belong together.
  private struct Work {
    /// Cycles between two turns.
    var every: Int
    /// Their phases are those of the first turn 0.
    var entries: [BusPlan.Entry]

    /// The clocks of the heaviest turn. Behind a mux an exchange is taken to need a select.
    var clocks: Int {
      let turns = Dictionary(grouping: entries) { $0.phase / every }
      let select = WireTime.clocks(write: 1, read: 0)
      return turns.values.map { entries in
        entries.reduce(0) { $0 + $1.exchange.clocks + ($1.route == nil ? 0 : select) }
      }.max() ?? 0
    }
  }

  private static func works(
    _ robot: RobotDescription, _ driver: any DeviceDriver, _ index: Int, burst: ClosedRange<Int>?
  ) -> [Work] {
    let device = robot.devices[index]
    func entry(
      _ exchange: Exchange, every: Int, phase: Int = 0, safe: [UInt8]? = nil
    ) -> BusPlan.Entry {
      BusPlan.Entry(
        exchange: exchange, route: robot.route(of: device), every: every, phase: phase,
        safeRequest: safe, device: index)
    }
    var works: [Work] = []
    if let burst {
      let outputs = PCA9685.outputs(channels: burst, at: device.i2cAddress)
      works.append(Work(every: 1, entries: [entry(outputs, every: 1, safe: outputs.request)]))
    }
    var together = Work(every: device.every, entries: [])
    for reading in driver.readings {
      let entry = entry(
        reading.exchange, every: device.every * reading.interval,
        phase: device.every * reading.turn)
      if reading.isIndependent {
        works.append(Work(every: device.every, entries: [entry]))
      } else {
        together.entries.append(entry)
      }
    }
    if !together.entries.isEmpty { works.append(together) }
    return works
  }

  /// The settings of `devices` that are read back. Where it can, in a multiple of the cycles after which the
  /// rest repeats, so that the whole repeats no later.
  private static func watches(
    _ robot: RobotDescription, _ devices: DeviceSet, _ own: [Int], beside works: [Work]
  ) -> [Work] {
    let most = max(Int(robot.rate.hertz / watchRate), 1)
    let rest = Hyperperiod.of(works.flatMap { $0.entries.map(\.every) }) ?? most
    let every = max(most / rest, 1) * (rest <= most ? rest : most)
    return own.compactMap { device in
      devices.drivers[device].watch.map { watch in
        let entry = BusPlan.Entry(
          exchange: watch.exchange, route: robot.route(of: robot.devices[device]), every: every,
          phase: 0, safeRequest: nil, device: device, isWatch: true)
        return Work(every: every, entries: [entry])
      }
    }
  }

  /// Spreads what is not due in every cycle, so that no cycle carries all of it.
  private static func spread(_ works: [Work]) -> [BusPlan.Entry] {
    let phases = PhaseSpread.phases(
      works.map { PhaseSpread.Work(every: $0.every, clocks: $0.clocks) })
    return zip(works, phases).flatMap { work, phase in
      work.entries.map { entry in
        var entry = entry
        entry.phase += phase
        return entry
      }
    }
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
