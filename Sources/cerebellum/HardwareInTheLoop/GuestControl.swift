import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL

/// What happens to the simulated robot from outside, in words: Documentation/hil.md has them.
final class GuestControl {
  /// A request that cannot be done.
  struct Refusal: Error {
    let text: String
  }

  private struct Fault {
    let bus: Int
    let index: Int
  }

  private let world: SimulatedWorld
  private let robot: RobotDescription
  private let lines: GuestLines
  private let scenario: GuestScenario
  /// What is on, by the request that switched it on.
  private var faults: [[String]: [Fault]] = [:]

  init(
    _ world: SimulatedWorld, _ loaded: LoadedRobot, _ lines: GuestLines, _ scenario: GuestScenario
  ) {
    self.world = world
    self.lines = lines
    self.scenario = scenario
    robot = loaded.model.robot
  }

  /// Does what `request` says: `ok`, `ok` and a value, or `error` and why not.
  func answer(_ request: String) -> String {
    let words = request.split(whereSeparator: \.isWhitespace).map(String.init)
    do throws(Refusal) {
      let value = try perform(words)
      return value.isEmpty ? "ok" : "ok \(value)"
    } catch {
      return "error \(error.text)"
    }
  }

  private func perform(_ words: [String]) throws(Refusal) -> String {
    switch (words.first ?? "", words.count) {
    case ("version", 1): return "cerebellum \(Release.version)"
    case ("state", 1): return state.oneLine
    case ("line", 3): try line(words[1]).set(outside: try level(words[2]))
    case ("saw", 3):
      guard try line(words[1]).hasShown(try level(words[2])) else {
        throw Refusal(text: "\(words[1]) was never brought to \(words[2])")
      }
    case ("angle", 3): try place(words[1], words[2])
    case ("nak", 3):
      try setFault(words, .noAddressAcknowledge, at: try devices(words[1]))
    case ("unpowered", 3): try setFault(words, .unpowered, at: [try device(words[1])])
    case ("stuck", 3):
      try setFault(words, .stuckData(byte: 0), at: [(try bus(words[1]), .bus)])
    case ("scenario", 2...3): return try performScenario(words)
    default:
      throw Refusal(
        text: "not understood; line NAME 0|1, saw NAME 0|1, angle JOINT POSITION, "
          + "nak DEVICE|ADDRESS on|once|off, "
          + "unpowered DEVICE on|off, stuck BUS on|once|off, scenario check|begin HEX, "
          + "scenario state|end|rest, state, version"
      )
    }
    return ""
  }

  // MARK: Scenarios

  private func performScenario(_ words: [String]) throws(Refusal) -> String {
    switch (words[1], words.count) {
    case ("check", 3):
      return scenario.inability(try file(words[2])).map { "unable: \($0)" } ?? ""
    case ("begin", 3):
      let file = try file(words[2])
      if let reason = scenario.inability(file) { throw Refusal(text: "unable: \(reason)") }
      scenario.begin(file)
    case ("state", 2):
      guard let state = scenario.state else { throw Refusal(text: "no scenario has begun") }
      return state.words
    case ("end", 2): scenario.end()
    case ("rest", 2): scenario.rest()
    default:
      throw Refusal(text: "scenario check HEX, scenario begin HEX, scenario state, end or rest")
    }
    return ""
  }

  /// The scenario whose file `word` is.
  private func file(_ word: String) throws(Refusal) -> FaultScenario {
    guard let bytes = ScenarioText.bytes(word) else {
      throw Refusal(text: "a scenario is the bytes of its file in hexadecimal")
    }
    do throws(ConfigurationErrors) {
      let scenario = try FaultScenarioFile.load(text: bytes, file: "scenario")
      let errors = scenario.check(on: robot)
      if !errors.isEmpty { throw ConfigurationErrors(errors) }
      return scenario
    } catch {
      // An answer is one line.
      throw Refusal(text: "\(error)".replacing("\n", with: "; "))
    }
  }

  // MARK: Names

  private func line(_ name: String) throws(Refusal) -> GuestLine {
    guard let line = lines.line(name) else {
      throw Refusal(
        text: "no line \"\(name)\"; there are \(lines.lines.map(\.name).joined(separator: ", "))")
    }
    return line
  }

  private func level(_ word: String) throws(Refusal) -> Bool {
    switch word {
    case "0": return false
    case "1": return true
    default: throw Refusal(text: "a level is 0 or 1, not \"\(word)\"")
    }
  }

  private func bus(_ name: String) throws(Refusal) -> Int {
    guard let bus = robot.buses.firstIndex(where: { $0.name == name }) else {
      throw Refusal(
        text: "no bus \"\(name)\"; there are \(robot.buses.map(\.name).joined(separator: ", "))")
    }
    return bus
  }

  private func device(_ name: String) throws(Refusal) -> (bus: Int, place: FaultPlace) {
    guard let device = robot.devices.first(where: { $0.name == name }) else {
      throw Refusal(
        text:
          "no device \"\(name)\"; there are \(robot.devices.map(\.name).joined(separator: ", "))")
    }
    return (device.bus, robot.faultPlace(of: device))
  }

  /// One device by its name, or by its address whatever is there on any bus.
  private func devices(_ name: String) throws(Refusal) -> [(bus: Int, place: FaultPlace)] {
    guard name.hasPrefix("0x") else { return [try device(name)] }
    guard let address = UInt8(name.dropFirst(2), radix: 16).flatMap({ I2CAddress($0) }) else {
      throw Refusal(text: "an address is 0x00 to 0x7f, not \"\(name)\"")
    }
    return robot.buses.indices.map { ($0, .device(address)) }
  }

  // MARK: What happens

  private func place(_ name: String, _ position: String) throws(Refusal) {
    guard let joint = robot.joints.firstIndex(where: { $0.name == name }) else {
      throw Refusal(
        text: "no joint \"\(name)\"; there are \(robot.joints.map(\.name).joined(separator: ", "))")
    }
    guard let value = Double(position), value.isFinite else {
      throw Refusal(text: "a position is a number of rad or m, not \"\(position)\"")
    }
    world.plant.place(joint: joint, at: value)
  }

  /// Begins or ends `fault` at `places`, as the last of `words` says.
  private func setFault(
    _ words: [String], _ fault: BusFault, at places: [(bus: Int, place: FaultPlace)]
  ) throws(Refusal) {
    let key = Array(words.dropLast())
    let now = world.clock.now
    func end() {
      for fault in faults.removeValue(forKey: key) ?? [] {
        world.buses[fault.bus].end(fault.index, at: now)
      }
    }
    switch words.last {
    case "off": end()
    case "once" where fault.isState: throw Refusal(text: "on or off, not \"once\"")
    case "on", "once":
      end()
      let count = words.last == "once" ? 1 : nil
      faults[key] = places.map { bus, place in
        Fault(
          bus: bus,
          index: world.buses[bus].begin(PlannedFault(fault, at: place, from: now, count: count)))
      }
    default: throw Refusal(text: "on, once or off, not \"\(words.last ?? "")\"")
    }
  }

  // MARK: State

  /// Positions, lines and bridges as they are now.
  private var state: JSONValue {
    let now = world.clock.now
    let joints = robot.joints.enumerated().map { index, joint in
      JSONValue.object([
        ("name", .text(joint.name)),
        ("position", .number(world.plant.position(joint: index, at: now))),
      ])
    }
    let levels = lines.lines.map { ($0.name, JSONValue.integer($0.isHigh ? 1 : 0)) }
    let outputs = robot.devices.compactMap { device -> (String, JSONValue)? in
      guard let pwm = world.chips[device.name] as? PCA9685Model else { return nil }
      return (device.name, .array((0..<16).map { .number(pwm.duty($0)) }))
    }
    let buses = zip(robot.buses, world.buses).map { description, bus in
      let counters = bus.counters
      return JSONValue.object([
        ("name", .text(description.name)), ("transfers", .integer(counters.transfers)),
        ("not_acknowledged", .integer(counters.noAcknowledges)),
        ("failures", .integer(counters.failures)), ("is_held_low", .boolean(bus.isHeldLow)),
      ])
    }
    return .object([
      ("time_ns", .integer(Int(now.nanoseconds))), ("joints", .array(joints)),
      ("lines", .object(levels)), ("outputs", .object(outputs)), ("buses", .array(buses)),
    ])
  }
}
