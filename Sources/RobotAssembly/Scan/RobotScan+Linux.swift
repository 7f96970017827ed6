internal import LinuxHAL
internal import RobotConfiguration
internal import RobotHAL

extension RobotScan {
  /// Scans the buses of the machine that it is called on. A bus that another program holds is told with who holds it, and
  /// left alone.
  public func linux() throws(Failure) -> ScanReport {
    try linux(LinuxI2CBuses()) { bus throws(LinuxDeviceError) in
      try LinuxI2CAdapter(path: bus.path)
    }
  }

  /// The same of `machine`, whose adapters `open` opens.
  func linux(
    _ machine: LinuxI2CBuses,
    open: (LinuxI2CBus) throws(LinuxDeviceError) -> any I2CAdapter
  ) throws(Failure) -> ScanReport {
    var places: [ScanPlace]
    if let robot {
      places = try self.places(of: robot, machine)
    } else {
      places = try self.places(machine)
    }
    for index in places.indices where !places[index].report.isLeftOut {
      places[index].scan(machine, searchesMuxes: searchesMuxes, open: open)
    }
    ScanPlace.listOnce(&places, machine.all())
    var report = ScanReport(buses: places.map(\.report))
    if let robot {
      report.verdicts = robot.devices.compactMap { device in
        guard let place = places.first(where: { $0.robotBus == device.bus }) else { return nil }
        return robot.verdict(device, in: place.report.scan, claimed: place.report.claimed)
      }
    }
    return report
  }

  // MARK: Which buses

  private func places(
    of robot: RobotDescription, _ machine: LinuxI2CBuses
  ) throws(Failure) -> [ScanPlace] {
    try requireBuses(of: robot)
    var places: [ScanPlace] = []
    for (index, bus) in robot.buses.enumerated() where names.isEmpty || names.contains(bus.name) {
      var place = ScanPlace(report: ScannedBus(name: bus.name), robotBus: index)
      place.expected = robot.expectedDevices(bus: index)
      do throws(LinuxDeviceError) {
        let found = try Hardware.bus(bus.boardBus, of: board, on: machine)
        place.bus = found
        place.report.describe(found, machine.all())
      } catch {
        place.report.refuse(error)
      }
      place.report.boardNames = [bus.boardBus]
      places.append(place)
    }
    return places
  }

  private func places(_ machine: LinuxI2CBuses) throws(Failure) -> [ScanPlace] {
    let all = machine.all()
    var places = all.map { bus in
      var place = ScanPlace(report: ScannedBus(name: bus.path), bus: bus)
      place.report.describe(bus, all)
      place.report.boardNames = boardNames(of: bus, machine)
      if let name = place.report.boardNames.first { place.report.name = name }
      return place
    }
    if !names.isEmpty { return try chosen(places) }
    for index in places.indices {
      let isOfBoard = !places[index].report.boardNames.isEmpty
      guard let refusal = isOfBoard ? nil : foreign(places[index].bus?.adapterName ?? "") else {
        continue
      }
      places[index].report.isLeftOut = true
      places[index].report.refusal = refusal
    }
    return places
  }

  /// The places that `names` name.
  private func chosen(_ places: [ScanPlace]) throws(Failure) -> [ScanPlace] {
    var chosen: [ScanPlace] = []
    for name in names {
      let matches = places.filter { place in
        let report = place.report
        return report.boardNames.contains(name) || report.deviceTreePath == name
          || report.adapterName == name || report.path == name
      }
      guard let match = matches.first, matches.count == 1 else {
        throw Failure(text: Self.unknown(name, matches.isEmpty ? places : matches))
      }
      chosen.append(match)
    }
    return chosen
  }

  private static func unknown(_ name: String, _ places: [ScanPlace]) -> BilingualText {
    let list = places.map { place in
      "\(place.report.path ?? "") \"\(place.report.adapterName ?? "")\""
        + (place.report.deviceTreePath.map { " \($0)" } ?? "")
    }.joined(separator: ", ")
    return BilingualText(
      "no single bus is called \"\(name)\"; there are: \(list)",
      "没有唯一名为 \"\(name)\" 的总线；现有：\(list)")
  }

  private func boardNames(of bus: LinuxI2CBus, _ machine: LinuxI2CBuses) -> [String] {
    guard let board else { return [] }
    return board.i2c.map(\.name).filter { name in
      do throws(LinuxDeviceError) {
        return try Hardware.bus(name, of: board, on: machine).number == bus.number
      } catch {
        return false
      }
    }
  }

  /// Why a bus of this adapter is left out unless it is asked for by name: chips of a PC's mainboard or of a screen are on
  /// it. Source: the kernel's `i2c-i801.c` and `i2c-piix4.c` (`SMBus ...`), `intel_gmbus.c`, `drm_dp_helper.c`,
  /// `amdgpu_i2c.c`, `i2c-nvidia-gpu.c`.
  private func foreign(_ adapter: String) -> BilingualText? {
    if board != nil {
      return BilingualText("the board file does not name it", "主板文件未列出该总线")
    }
    let families = ["SMBus I801", "SMBus PIIX4", "i915 gmbus", "AUX ", "DPDDC", "AMDGPU", "NVIDIA"]
    guard families.contains(where: { adapter.hasPrefix($0) }) else { return nil }
    return BilingualText(
      "it belongs to the mainboard or to a screen; --bus scans it all the same",
      "属于主板或显示器；可用 --bus 强制扫描")
  }
}
extension ScannedBus {
  /// What sysfs says of it.
  fileprivate mutating func describe(_ bus: LinuxI2CBus, _ all: [LinuxI2CBus]) {
    path = bus.path
    adapterName = bus.adapterName
    deviceTreePath = bus.deviceTreePath
    speedHertz = bus.speedHertz.map(Double.init)
    branch = bus.branch.map { branch in
      (all.first { $0.number == branch.parent }?.path ?? "", branch.mux, branch.channel)
    }
  }

  mutating func refuse(_ error: LinuxDeviceError) {
    refusal = BilingualText("\(error)", "\(error)")
  }
}
