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
    checkFaults(record, &checker.complaints)
    checkExpectation(record, &checker.complaints)
    try checker.complaints.throwIfAny()
    guard let record, let scenario = scenario(record, file: file) else {
      preconditionFailure("a fault scenario was refused without an error")
    }
    return scenario
  }

  // MARK: What one value says about another

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
  private static let elsewhere = ["press", "unplug", "noise", "lost_bytes"]

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
    if let powered = expect.number("within"),
      ["active", "degraded", "arming", "holding"].contains(state)
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
      let faults = record.list("faults"), let expect = record.record("expect"),
      let state = expect.text("state")
    else { return nil }
    return FaultScenario(
      file: file, name: name, robot: robot, seed: UInt64(seed), motion: record.text("motion"),
      duration: duration, faults: faults.compactMap(fault),
      expectation: FaultScenario.Expectation(
        faults: codes(expect).filter { $0 != "none" }, state: state,
        within: expect.number("within"), position: expect.position))
  }

  private static func fault(_ element: Checked) -> FaultScenario.Fault? {
    guard case .record(let record) = element.value, let kind = FaultScenario.Kind(record),
      let place = place(record), let start = record.number("at")
    else { return nil }
    return FaultScenario.Fault(
      kind: kind, place: place, start: start, duration: record.number("for"),
      count: record.integer("count"), probability: record.number("probability") ?? 1)
  }

  private static func place(_ record: Record) -> FaultScenario.Place? {
    for target in [FaultScenario.Place.Target.device, .bus, .line, .serial] {
      guard let name = record.text(target.rawValue) else { continue }
      return FaultScenario.Place(
        target: target, name: name, position: record.position(of: target.rawValue),
        keyPath: record.path(target.rawValue))
    }
    return nil
  }
}
