// Tactile modules whose board sends on its own, on a serial line that they have to themselves.
extension RobotResolver {
  /// The pads among the devices, in the order of the file.
  var padRecords: [(name: String, record: Record)] {
    devices.records.filter { schema(of: $0.record)?.pad != nil }
  }

  /// Complains where a serial line does not go with the pads on it.
  mutating func checkPads(_ name: String, _ bus: Record, _ baud: Int) {
    let own = padRecords.filter { $0.record.text("bus") == name }
    guard let pad = own.first?.record, let schema = schema(of: pad)?.pad else { return }
    if let servo = servoRecords.first(where: { $0.record.text("bus") == name }) {
      complaints.add(
        pad.position(of: "bus"), pad.path("bus"),
        "the servo \"\(servo.name)\" is on \"\(name)\": what a board sends on its own would meet the "
          + "answers of servos", hint: "give the board's line a bus of its own")
      return
    }
    if baud != schema.speed {
      complaints.add(
        bus.position(of: "baud"), bus.path("baud"), "the board does not do \(baud) bit/s",
        allowed: "\(schema.speed)", hint: "write baud: \(schema.speed)")
    }
    for key in ["latency", "echo"] {
      refuse(key, bus, "is about answers, and a board with pads sends on its own")
    }
  }

  /// The pads; those with errors are left out.
  mutating func resolvePads() -> [PadDescription] {
    var result: [PadDescription] = []
    var taken: [String: [String: String]] = [:]
    let names = serialNames
    for (name, pad) in padRecords {
      let bus = lineBus(
        pad, "a pad", example: "skin: { kind: serial, device: /dev/ttyUSB0, baud: 921600 }")
      refuse("via", pad, "the board sits on its line, behind no mux")
      if let bus, let module = pad.text("module") {
        if let other = taken[bus]?[module] {
          complaints.add(
            pad.position(of: "module"), pad.path("module"), "\(module) is \"\(other)\" already",
            hint: "name the place on the board that this module is plugged in at")
        }
        taken[bus, default: [:]][module] = name
      }
      let tactile = padTactile(pad)
      let errors = errorBudget(pad)
      guard pad.isWhole, let bus, let line = names.firstIndex(of: bus),
        let driver = pad.text("driver"), let module = pad.text("module"),
        let place = drivers[driver]?.pad?.places.firstIndex(of: module)
      else { continue }
      result.append(
        PadDescription(
          name: name, driver: driver, bus: line, place: place, taxels: pad.integer("taxels"),
          tactile: tactile, position: pad.position,
          errors: errors ?? ErrorBudgetDescription()))
    }
    return result
  }

  /// A pad's taxels are a skin, and what is not a skin has no keys of one.
  private mutating func padTactile(_ pad: Record) -> TactileDescription? {
    if pad.has("taxels") {
      return tactile(pad, schema(of: pad), usual: TactileDescription.Tare.none)
    }
    for key in ["tare", "touch", "release", "drift"] {
      refuse(
        key, pad, "belongs to a skin, and without taxels this pad gives one force only",
        hint: "add how many taxels the module has, such as taxels: 31")
    }
    return nil
  }

  /// Complains about a pad that is named where an I2C device belongs; says whether it did.
  mutating func complainPad(_ name: String, at position: SourcePosition, path: String) -> Bool {
    guard padRecords.contains(where: { $0.name == name }) else { return false }
    complaints.add(
      position, path, "\"\(name)\" is a tactile pad, which neither moves nor measures a joint",
      hint: hint(for: .encoder) ?? "name an encoder, or a PWM device")
    return true
  }
}
