import RobotWire

extension DaemonSession {
  /// What the robot's sensors are, in the daemon's order; asked once.
  func sensorCatalogue() throws(ToolFailure) -> [SensorInfo] {
    if let knownSensors { return knownSensors }
    let sensors = try pages { (first) throws(ToolFailure) in
      let reply = try answer(to: .sensors(first: first))
      guard case .sensors(let page) = reply else { throw Self.failure(reply) }
      return (Int(page.total), page.elements)
    }
    knownSensors = sensors
    return sensors
  }

  /// What the sensors have measured. Of robots with more values than a frame holds those of
  /// neighbouring cycles.
  func sensors() throws(ToolFailure) -> [SensorReport] {
    let catalogue = try sensorCatalogue()
    guard !catalogue.isEmpty else { return [] }
    let readings = try pages { (first) throws(ToolFailure) in
      let reply = try answer(to: .sensorSamples(first: first))
      guard case .sensorSamples(let page) = reply else { throw Self.failure(reply) }
      return (Int(page.total), page.sensors)
    }
    let areOfThem =
      readings.count == catalogue.count
      && zip(catalogue, readings).allSatisfy { $0.channels.count == $1.channels.count }
    guard areOfThem else { throw Self.unexpected }
    let skins = try skins().frames
    return zip(catalogue, readings).enumerated().map { index, sensor in
      SensorReport(
        info: sensor.0, readings: sensor.1, skin: skins.first { Int($0.sensor) == index })
    }
  }

  /// The skins, and the cycle of the newest of them.
  func skins() throws(ToolFailure) -> (cycle: UInt64, frames: [SkinFrame]) {
    var cycle: UInt64 = 0
    let frames = try pages { (first) throws(ToolFailure) in
      let reply = try answer(to: .tactileFrames(first: first))
      guard case .tactileFrames(let page) = reply else { throw Self.failure(reply) }
      cycle = page.cycle
      return (Int(page.total), page.skins)
    }
    let count = try sensorCatalogue().count
    guard frames.allSatisfy({ Int($0.sensor) < count }) else { throw Self.unexpected }
    return (cycle, frames)
  }

  /// How well the devices answer, in the daemon's order.
  func devices() throws(ToolFailure) -> [DeviceState] {
    try pages { (first) throws(ToolFailure) in
      let reply = try answer(to: .devices(first: first))
      guard case .devices(let page) = reply else { throw Self.failure(reply) }
      return (Int(page.total), page.elements)
    }
  }

  /// The `number`-th last fault or stop with its cycles.
  func evidence(_ number: UInt8) throws(ToolFailure) -> EvidenceReport {
    var report: EvidenceReport?
    let cycles = try pages { (first) throws(ToolFailure) in
      let reply = try answer(to: .evidence(event: number, first: first))
      guard case .evidence(let page) = reply else { throw Self.failure(reply) }
      // Another fault may have come in between.
      if let report, report.event != page.event { throw Self.unexpected }
      report = page
      return (Int(page.cycles.total), page.cycles.elements)
    }
    guard var report else { throw Self.unexpected }
    report.cycles = Page<CycleEvidence>(
      total: UInt16(clamping: cycles.count), first: 0, elements: cycles)
    return report
  }

  /// All elements, a frame at a time; `ask` gives how many there are and those from a number on.
  private func pages<Element>(
    _ ask: (UInt16) throws(ToolFailure) -> (total: Int, part: [Element])
  ) throws(ToolFailure) -> [Element] {
    var all: [Element] = []
    while true {
      let page = try ask(UInt16(clamping: all.count))
      all += page.part
      if all.count >= page.total { return all }
      // Nothing came, and there is more: this would not end.
      guard !page.part.isEmpty else { throw Self.unexpected }
    }
  }
}
