import RobotUnits

// Serial lines and the servos on them; `RobotResolver+Pads` has the pads.
extension RobotResolver {
  /// The names of the I2C buses, in the order of the file.
  var i2cNames: [String] {
    let serial = Set(serialRecords.map(\.name))
    return buses.all.filter { !serial.contains($0) }
  }

  private var serialRecords: [(name: String, record: Record)] {
    buses.records.filter { $0.record.text("kind") == "serial" }
  }

  /// The names of the serial lines, in the order of the file.
  var serialNames: [String] { serialRecords.map(\.name) }

  /// The driver that a device's record names.
  func schema(of device: Record) -> DriverSchema? {
    device.text("driver").flatMap { drivers[$0] }
  }

  /// Whether `device` is one for a serial line.
  func isOnLine(_ device: Record) -> Bool {
    let schema = schema(of: device)
    return schema?.servo != nil || schema?.pad != nil
  }

  /// The servos among the devices, in the order of the file.
  var servoRecords: [(name: String, record: Record)] {
    devices.records.filter { schema(of: $0.record)?.servo != nil }
  }

  /// The model that a servo's record names.
  func servoModel(_ device: Record) -> ServoSchema.Model? {
    guard let servo = device.text("driver").flatMap({ drivers[$0] })?.servo else { return nil }
    guard device.has("model") else { return servo.models[0] }
    return device.text("model").flatMap { name in servo.models.first { $0.name == name } }
  }

  /// Complains about an I2C device on a serial line; says whether it did.
  mutating func complainSerial(_ device: Record, on bus: String) -> Bool {
    guard serialRecords.contains(where: { $0.name == bus }) else { return false }
    let driver = device.text("driver") ?? ""
    guard drivers[driver] != nil else { return true }
    let names = i2cNames
    complaints.add(
      device.position(of: "bus"), device.path("bus"),
      "\(driver) is an I2C device, and \"\(bus)\" is a serial line",
      allowed: names.isEmpty ? nil : names.joined(separator: ", "),
      hint: names.isEmpty ? "declare an I2C bus: `left: { i2c: header, speed: 400 kHz }`" : nil)
    return true
  }

  mutating func resolveSerialBuses() -> [SerialBusDescription] {
    var result: [SerialBusDescription] = []
    if !serialRecords.isEmpty, let loop = record.record("loop"), loop.text("buses") == "inline" {
      complaints.add(
        loop.position(of: "buses"), loop.path("buses"),
        "a serial line takes milliseconds, which one thread for all buses does not have",
        allowed: "threads", hint: "write buses: threads")
    }
    for (name, bus) in serialRecords {
      guard let device = bus.text("device"), let baud = bus.integer("baud"),
        let speed = Frequency(hertz: Double(baud))
      else { continue }
      if let other = result.first(where: { $0.device == device }) {
        complaints.add(
          bus.position(of: "device"), bus.path("device"),
          "\(device) is the bus \"\(other.name)\" already",
          hint: "put the devices of both on \"\(other.name)\"")
      }
      checkServos(name, bus, baud)
      checkPads(name, bus, baud)
      result.append(
        SerialBusDescription(
          name: name, device: device, speed: speed,
          latency: TimeSpan(nanoseconds: Int64((bus.number("latency") ?? 1e-3) * 1e9 + 0.5)),
          echoes: bus.boolean("echo") ?? false, position: bus.position,
          speedPosition: bus.position(of: "baud")))
    }
    return result
  }

  /// What the servos of a line must have in common.
  private mutating func checkServos(_ name: String, _ bus: Record, _ baud: Int) {
    let own = servoRecords.filter { $0.record.text("bus") == name }
    for (_, servo) in own.prefix(1) {
      guard let driver = servo.text("driver"), let schema = drivers[driver]?.servo else { continue }
      if !schema.speeds.contains(baud) {
        complaints.add(
          bus.position(of: "baud"), bus.path("baud"), "no \(driver) servo does \(baud) bit/s",
          allowed: schema.speeds.map(String.init).joined(separator: ", "),
          hint: schema.speeds.first.map { "servos leave the factory with \($0)" })
      }
      if own.count > schema.mostServos {
        complaints.add(
          bus.position, bus.path, "\(own.count) servos on one line",
          allowed: "at most \(schema.mostServos): what one frame of commands holds",
          hint: "put some of them on a second adapter, as a bus of their own")
      }
    }
    var first: (name: String, series: String)?
    for (servo, record) in own {
      guard let series = servoModel(record)?.series else { continue }
      if let first, first.series != series {
        complaints.add(
          record.position(of: "model"), record.path(record.has("model") ? "model" : ""),
          "a \(series) servo on the line of \"\(first.name)\", which is \(first.series): the two put "
            + "their bytes in different orders", hint: "give each series a bus of its own")
      }
      if first == nil { first = (servo, series) }
    }
  }

  /// The servos; those with errors are left out.
  mutating func resolveServos() -> [ServoDescription] {
    var result: [ServoDescription] = []
    var taken: [String: [Int: String]] = [:]
    let names = serialNames
    for (name, servo) in servoRecords {
      let bus = lineBus(
        servo, "a servo", example: "arm: { kind: serial, device: /dev/ttyUSB0, baud: 1000000 }")
      refuse("via", servo, "a servo sits on its line, behind no mux")
      if let bus, let id = servo.integer("id") {
        if let other = taken[bus]?[id] {
          complaints.add(
            servo.position(of: "id"), servo.path("id"), "\(id) is taken by \"\(other)\"",
            hint: "write another id into one of them: connect it alone, and change register 5")
        }
        taken[bus, default: [:]][id] = name
      }
      let errors = errorBudget(servo)
      guard servo.isWhole, let bus, let index = names.firstIndex(of: bus),
        let id = servo.integer("id"), let driver = servo.text("driver"),
        let model = servoModel(servo)
      else { continue }
      var settings: [String: Double] = [:]
      for key in drivers[driver]?.keys ?? [] {
        settings[key.name] = servo.number(key.name) ?? key.defaultValue
      }
      result.append(
        ServoDescription(
          name: name, driver: driver, model: model.name, bus: index, id: UInt8(id),
          travel: model.travel, settings: settings, errors: errors ?? ErrorBudgetDescription(),
          position: servo.position))
    }
    return result
  }

  /// The serial line of `device`, which is `what`; `nil` with a complaint where it is on none. `example`
  /// declares one.
  mutating func lineBus(_ device: Record, _ what: String, example: String) -> String? {
    guard let name = device.text("bus"),
      buses.contains(name, at: device.position(of: "bus"), path: device.path("bus"), &complaints)
    else { return nil }
    let serial = serialNames
    if serial.contains(name) { return name }
    // Of a bus with errors nobody knows what it was meant to be.
    if buses.records.contains(where: { $0.name == name && $0.record.isWhole }) {
      complaints.add(
        device.position(of: "bus"), device.path("bus"),
        "\(device.text("driver") ?? "") is \(what) on a serial line, and \"\(name)\" is an I2C bus",
        allowed: serial.isEmpty ? nil : serial.joined(separator: ", "),
        hint: serial.isEmpty ? "declare one: `\(example)`" : nil)
    }
    return nil
  }

  /// Complains about `key` of `record`, if it is there.
  mutating func refuse(_ key: String, _ record: Record, _ problem: String, hint: String? = nil) {
    guard record.has(key) else { return }
    complaints.add(
      record.position(of: key), record.path(key), problem, hint: hint ?? "remove it")
  }
}
