import RobotUnits

/// Turns a robot file's record into a description: resolves names, checks what one value says about
/// another.
///
/// A value that was refused is `nil` here and starts no further complaint; a name that is declared
/// counts as known even when its declaration has errors.
struct RobotResolver {
  let record: Record
  let drivers: [String: DriverSchema]
  var complaints: Complaints
  let buses: Names
  let devices: Names
  let lines: Names
  /// The control rate [Hz].
  let rate: Double?

  init(_ record: Record, drivers: [DriverSchema], complaints: Complaints) {
    self.record = record
    self.drivers = Dictionary(
      drivers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    self.complaints = complaints
    buses = Names(record, table: "buses", what: "bus")
    devices = Names(record, table: "devices", what: "device")
    lines = Names(record, table: "lines", what: "line")
    rate = record.number("rate")
  }

  /// The robot as far as it is understood: joints with errors are left out. `nil` when errors leave it
  /// without a name, a rate, a bus, a device or a line.
  mutating func resolve() -> RobotDescription? {
    let timeout = record.number("command_timeout") ?? 0.1
    if let rate, timeout < 1 / rate, record.number("command_timeout") != nil {
      complaints.add(
        record.position(of: "command_timeout"), "command_timeout",
        "\(Dimension.time.text(timeout)) is shorter than a cycle",
        allowed: "at least \(Dimension.time.text(1 / rate))")
    }
    let safety = resolveSafety()
    let loop = resolveLoop(staleCycles: safety.staleCycles)
    let buses = resolveBuses()
    let lines = resolveLines()
    let drafts = deviceDrafts()
    checkSpeeds(drafts)
    checkCollisions(drafts)
    let serialBuses = resolveSerialBuses()
    let servos = resolveServos()
    let pads = resolvePads()
    let joints = resolveJoints(drafts)
    let devices = drafts.compactMap(DeviceDescription.init)
    guard let name = record.text("robot"), let rate, let rate = Frequency(hertz: rate),
      buses.count + serialBuses.count == self.buses.all.count, lines.count == self.lines.all.count,
      devices.count + servos.count + pads.count == self.devices.all.count
    else { return nil }
    var robot = RobotDescription(
      file: complaints.file, name: name, rate: rate, ratePosition: record.position(of: "rate"),
      commandTimeout: TimeSpan(nanoseconds: Int64(timeout * 1e9 + 0.5)), loop: loop, safety: safety,
      buses: buses, devices: devices, lines: lines, joints: joints,
      couplings: resolveCouplings(joints), urdf: urdf(),
      simulation: resolveSimulation(), impedances: resolveImpedances())
    robot.serialBuses = serialBuses
    robot.servos = servos
    robot.pads = pads
    resolveLineRoles(of: &robot)
    resolveMuxResets(of: &robot)
    resolveErrorBudgets(of: &robot)
    resolveWatches(of: &robot)
    resolveCalibration(of: &robot)
    return robot
  }

  private func urdf() -> URDFReference? {
    guard let urdf = record.record("urdf"), let path = urdf.text("path") else { return nil }
    return URDFReference(
      package: urdf.text("package"), path: path, position: urdf.position(of: "path"))
  }

  private mutating func resolveBuses() -> [BusDescription] {
    var result: [BusDescription] = []
    for (name, bus) in buses.records {
      guard let boardBus = bus.text("i2c") else { continue }
      if let other = result.first(where: { $0.boardBus == boardBus }) {
        complaints.add(
          bus.position(of: "i2c"), bus.path("i2c"),
          "\(boardBus) is the bus \"\(other.name)\" already",
          hint: "put the devices of both on \"\(other.name)\"")
      }
      guard let speed = bus.number("speed").flatMap(Frequency.init(hertz:)) else { continue }
      result.append(
        BusDescription(
          name: name, boardBus: boardBus, speed: speed, position: bus.position,
          boardBusPosition: bus.position(of: "i2c"), speedPosition: bus.position(of: "speed")))
    }
    return result
  }

  private mutating func resolveLines() -> [LineDescription] {
    var result: [LineDescription] = []
    var users: [String: String] = [:]
    for (name, line) in lines.records {
      guard let boardLine = line.text("line") else { continue }
      if let user = users[boardLine] {
        complaints.add(
          line.position(of: "line"), line.path("line"), "\(boardLine) is in use by \"\(user)\"",
          hint: "one board line serves one purpose")
      }
      users[boardLine] = name
      guard let role = role(of: line) else { continue }
      let isEmergencyStop = isEmergencyStop(line, name: name, role: role)
      result.append(
        LineDescription(
          name: name, boardLine: boardLine, role: role, isEmergencyStop: isEmergencyStop,
          position: line.position, boardLinePosition: line.position(of: "line")))
    }
    return result
  }

  private func role(of line: Record) -> LineDescription.Role? {
    if let input = line.text("input") { return .input(normallyClosed: input == "normally_closed") }
    if let bias = line.text("edges").flatMap(LineDescription.Bias.init(rawValue:)) {
      return .edges(bias)
    }
    guard let output = line.text("output"), let safe = line.text("safe") else { return nil }
    return .output(activeLow: output == "active_low", safeHigh: safe == "high")
  }

  private mutating func isEmergencyStop(
    _ line: Record, name: String, role: LineDescription.Role
  ) -> Bool {
    guard case .input(let normallyClosed) = role else {
      if name == "estop" {
        complaints.add(
          line.position(of: line.has("edges") ? "edges" : "output"),
          line.path(line.has("edges") ? "edges" : "output"),
          "the emergency stop is \(line.has("edges") ? "an encoder's line" : "an output")",
          allowed: "input: normally_closed", hint: "give the line another name than estop")
      }
      return false
    }
    let isEmergencyStop = line.boolean("estop") ?? (name == "estop")
    if isEmergencyStop, !normallyClosed {
      complaints.add(
        line.position(of: "input"), line.path("input"),
        "an emergency stop that is normally open does nothing when its wire is cut",
        allowed: "normally_closed",
        hint: "wire the button's closed contact between the line and ground, or say estop: false")
    }
    return isEmergencyStop
  }
}

/// The names that a table of the file declares.
struct Names {
  /// What it names, in words.
  let what: String
  /// The key of the table.
  let table: String
  /// Every declared name in the order of the file.
  let all: [String]
  /// The declarations that have the form of one.
  let records: [(name: String, record: Record)]
  /// Whether nobody knows the names, because the table is missing or was refused.
  let isUnknown: Bool

  init(_ record: Record, table: String, what: String) {
    self.what = what
    self.table = table
    let entries = record.record(table)?.entries ?? []
    all = entries.map(\.key)
    records = entries.compactMap { entry in
      if case .record(let record) = entry.value?.value { (entry.key, record) } else { nil }
    }
    // Of joints: none every name is known to be none.
    isUnknown =
      record.record(table) == nil && record.text(table) != RobotShape.noJoints
      && (record.has(table) || table != "lines")
  }

  /// Whether `name` is declared; complains when it is not.
  func contains(
    _ name: String, at position: SourcePosition, path: String, _ complaints: inout Complaints
  ) -> Bool {
    if all.contains(name) { return true }
    if isUnknown { return false }
    complaints.add(
      position, path, "no \(what) is named \"\(name)\"",
      allowed: all.isEmpty ? nil : all.joined(separator: ", "),
      hint: all.isEmpty
        ? "declare it under \(table):" : Suggestion.text(for: name, among: all))
    return false
  }
}
