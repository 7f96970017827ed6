/// Reads fault scenarios (`Scenarios/faults/*.yaml`).
public enum FaultScenarioFile {
  /// The scenario that the file at `path` describes. Throws every error of the file together.
  public static func load(path: String) throws(ConfigurationErrors) -> FaultScenario {
    try load(text: try ConfigurationText.read(path: path), file: path)
  }

  /// The scenario that `text` describes; `file` names it in messages. Throws every error of the file
  /// together, sorted by position.
  public static func load(
    text: [UInt8], file: String
  ) throws(ConfigurationErrors) -> FaultScenario {
    let (node, complaints) = YAMLDocument.read(text, file: file)
    guard let node else { throw ConfigurationErrors(complaints.errors) }
    var checker = ShapeChecker(complaints: complaints)
    let record = checker.root(node, FaultScenarioShape.fields)
    checkMotion(record, &checker.complaints)
    checkLevel(record, &checker.complaints)
    checkFaults(record, &checker.complaints)
    checkExpectation(record, &checker.complaints)
    try checker.complaints.throwIfAny()
    guard let record, let scenario = scenario(record, file: file) else {
      preconditionFailure("a fault scenario was refused without an error")
    }
    return scenario
  }

  // MARK: What one value says about another

  /// A stream is the swing; before a robot is armed, nothing is played.
  private static func checkMotion(_ record: Record?, _ complaints: inout Complaints) {
    guard let record, record.has("motion") else { return }
    if record.has("stream") {
      complaints.add(
        record.position(of: "stream"), "stream", "cannot stand beside motion",
        hint: "a stream leads every joint along its swing")
    }
    if record.text("begin") == FaultScenario.Beginning.arming.rawValue {
      complaints.add(
        record.position(of: "motion"), "motion",
        "is not played when the scenario begins with arming",
        hint: "leave it out")
    }
  }

  /// What happens to the daemon happens alone: it is played on the wall clock, without the rig.
  private static func checkLevel(_ record: Record?, _ complaints: inout Complaints) {
    let faults = (record?.list("faults") ?? []).compactMap { element in
      if case .record(let fault) = element.value { fault } else { nil }
    }
    guard faults.count > 1,
      let fault = faults.first(where: { FaultScenario.Kind($0)?.isOfDaemon == true })
    else { return }
    complaints.add(
      fault.position(of: "kind"), fault.path("kind"), "what happens to the daemon happens alone",
      hint: "write a scenario for it")
  }

  private static func checkFaults(_ record: Record?, _ complaints: inout Complaints) {
    for element in record?.list("faults") ?? [] {
      guard case .record(let fault) = element.value else { continue }
      if let duration = record?.number("duration"), let start = fault.number("at"),
        start >= duration
      {
        complaints.add(
          fault.position(of: "at"), fault.path("at"),
          "\(Dimension.time.text(start)) is after the end of the scenario",
          allowed: "less than its duration, \(Dimension.time.text(duration))")
      }
      checkPlace(fault, &complaints)
      if FaultScenario.Kind(fault)?.isOfStream == true, record?.has("stream") == false {
        complaints.add(
          fault.position(of: "kind"), fault.path("kind"), "there is no client in this scenario",
          hint: "add `stream: 100 ms` at the top")
      }
      if let channels = fault.list("channels"), case .integer(let one) = channels[0].value,
        case .integer(let other) = channels[1].value, one == other
      {
        complaints.add(
          fault.position(of: "channels"), fault.path("channels"),
          "channel \(one) cannot be swapped with itself")
      }
    }
  }

  /// Where both a device and a bus may be named, one of them is.
  private static func checkPlace(_ fault: Record, _ complaints: inout Complaints) {
    guard let kind = fault.text("kind"), !elsewhere.contains(kind) else { return }
    if fault.has("device"), fault.has("bus") {
      complaints.add(
        fault.position(of: "bus"), fault.path("bus"), "cannot stand beside device",
        allowed: "either device or bus")
    } else if !fault.has("device"), !fault.has("bus"), !needsDevice(kind) {
      complaints.add(
        fault.position, fault.path, "missing: device or bus",
        hint: "add `device: elbow_angle` or `bus: left`")
    }
  }

  /// What is neither on a bus nor at a device on one.
  private static let elsewhere =
    ["press", "unplug", "noise", "lost_bytes"] + FaultScenarioShape.offTheWires.map(\.name)

  /// Whether the shape itself asks for the device.
  private static func needsDevice(_ kind: String) -> Bool {
    ["wrong_device", "swapped_channels", "overload"].contains(kind)
  }

  private static func checkExpectation(_ record: Record?, _ complaints: inout Complaints) {
    guard let expect = record?.record("expect"), let state = expect.text("state") else { return }
    let codes = codes(expect)
    if codes.count > 1, codes.contains("none") {
      complaints.add(
        expect.position(of: "fault"), expect.path("fault"), "none cannot stand beside a fault")
    }
    if codes == ["none"], state == "faulted" {
      complaints.add(
        expect.position(of: "state"), expect.path("state"), "faulted without a fault",
        hint: "name the fault, or the state that the robot rides through in")
    }
    if let powered = expect.number("within"), codes == ["none"],
      ["active", "degraded", "arming"].contains(state)
    {
      complaints.add(
        expect.position(of: "within"), expect.path("within"),
        "the outputs are not off after \(Dimension.time.text(powered)) in the state \(state)",
        hint: "leave it out")
    }
  }

  // MARK: Values

  private static func codes(_ expect: Record) -> [String] {
    if let code = expect.text("fault") { return [code] }
    return (expect.list("fault") ?? []).compactMap { element in
      if case .text(let code) = element.value { code } else { nil }
    }
  }

  private static func scenario(_ record: Record, file: String) -> FaultScenario? {
    guard let name = record.text("scenario"), let robot = record.text("robot"),
      let seed = record.integer("seed"), let duration = record.number("duration"),
      let expect = record.record("expect"),
      let state = expect.text("state")
    else { return nil }
    return FaultScenario(
      file: file, name: name, robot: robot, seed: UInt64(seed), motion: record.text("motion"),
      stream: record.number("stream"),
      beginning: record.text("begin").flatMap(FaultScenario.Beginning.init) ?? .motion,
      duration: duration, faults: (record.list("faults") ?? []).compactMap(fault),
      expectation: FaultScenario.Expectation(
        faults: codes(expect).filter { $0 != "none" }, stop: expect.text("stop"), state: state,
        within: expect.number("within"), stays: expect.number("stays"),
        tracking: expect.number("tracking"), position: expect.position))
  }

  private static func fault(_ element: Checked) -> FaultScenario.Fault? {
    guard case .record(let record) = element.value, let kind = FaultScenario.Kind(record),
      let start = record.number("at")
    else { return nil }
    return FaultScenario.Fault(
      kind: kind, place: place(record), start: start, duration: record.number("for"),
      count: record.integer("count"), probability: record.number("probability") ?? 1)
  }

  private static func place(_ record: Record) -> FaultScenario.Place {
    for target in [FaultScenario.Place.Target.device, .bus, .line, .serial, .joint] {
      guard let name = record.text(target.rawValue) else { continue }
      return FaultScenario.Place(
        target: target, name: name, position: record.position(of: target.rawValue),
        keyPath: record.path(target.rawValue))
    }
    return FaultScenario.Place(
      target: .robot, name: "", position: record.position, keyPath: record.path)
  }
}
