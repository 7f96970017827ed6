/// A device while its names are being resolved; what was refused is `nil`.
struct DeviceDraft {
  let name: String
  let record: Record
  let driver: DriverSchema?
  /// The index among the buses of the file.
  let bus: Int?
  let busName: String?
  let address: UInt8?
  /// Whether the place on the bus is understood; `via` is `nil` for a device that is behind no mux.
  let isPlaced: Bool
  let via: DeviceDescription.MuxChannel?
  let outputEnable: Int?
  let settings: [String: Double]
  let tactile: TactileDescription?
}

extension RobotResolver {
  /// The devices in the order of the result: a mux before the devices behind it.
  mutating func deviceDrafts() -> [DeviceDraft] {
    // Muxes are never behind a mux, so that it is enough to put those first that are behind none.
    let onI2C = devices.records.filter { !isOnLine($0.record) }
    let ordered = onI2C.filter { !$0.record.has("via") } + onI2C.filter { $0.record.has("via") }
    let indices = Dictionary(
      ordered.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    return ordered.map { name, device in draft(name, device, indices) }
  }

  private mutating func draft(
    _ name: String, _ device: Record, _ indices: [String: Int]
  ) -> DeviceDraft {
    let driver = device.text("driver").flatMap { drivers[$0] }
    var busName = device.text("bus")
    if let given = busName,
      !buses.contains(
        given, at: device.position(of: "bus"), path: device.path("bus"), &complaints)
    {
      busName = nil
    }
    if let name = busName, complainSerial(device, on: name) { busName = nil }
    let via = muxChannel(device, driver, indices)
    return DeviceDraft(
      name: name, record: device, driver: driver,
      bus: busName.flatMap { name in i2cNames.firstIndex(of: name) }, busName: busName,
      address: address(device, driver), isPlaced: !device.has("via") || via != nil, via: via,
      outputEnable: outputEnable(device), settings: settings(device, driver),
      tactile: tactile(device, driver))
  }

  private mutating func address(_ device: Record, _ driver: DriverSchema?) -> UInt8? {
    guard let driver else { return nil }
    guard device.has("address") else { return driver.defaultAddress }
    guard let given = device.integer("address") else { return nil }
    let address = UInt8(given)
    if driver.addresses.contains(address) { return address }
    let (lowest, highest) = (driver.addresses.lowerBound, driver.addresses.upperBound)
    let isReserved = address < 0x08 || address > 0x77
    complaints.add(
      device.position(of: "address"), device.path("address"),
      "\(Hexadecimal.text(address)) is "
        + (isReserved
          ? "reserved (UM10204 section 3.1.12)"
          : "no address that the driver \(driver.name) can have"),
      allowed: lowest == highest
        ? Hexadecimal.text(lowest) : "\(Hexadecimal.text(lowest)) to \(Hexadecimal.text(highest))")
    return nil
  }

  private mutating func muxChannel(
    _ device: Record, _ driver: DriverSchema?, _ indices: [String: Int]
  ) -> DeviceDescription.MuxChannel? {
    guard let (muxName, channel) = device.channel("via") else { return nil }
    let (position, path) = (device.position(of: "via"), device.path("via"))
    if driver?.kind == .mux {
      complaints.add(
        position, path, "a mux behind a mux is not supported",
        hint: "put both muxes on the bus itself, with different addresses")
      return nil
    }
    guard devices.contains(muxName, at: position, path: path, &complaints),
      let mux = devices.records.first(where: { $0.name == muxName })?.record,
      let muxDriver = mux.text("driver").flatMap({ drivers[$0] }), let index = indices[muxName]
    else { return nil }
    guard muxDriver.kind == .mux else {
      complaints.add(
        position, path, "\"\(muxName)\" (\(muxDriver.name)) is not a mux", hint: hint(for: .mux))
      return nil
    }
    guard channel < muxDriver.channelCount else {
      complaints.add(
        position, path, "\"\(muxName)\" (\(muxDriver.name)) has no channel \(channel)",
        allowed: "\(muxName).0 to \(muxName).\(muxDriver.channelCount - 1)")
      return nil
    }
    if let bus = device.text("bus"), let muxBus = mux.text("bus"), bus != muxBus,
      buses.all.contains(bus), buses.all.contains(muxBus)
    {
      complaints.add(
        device.position(of: "bus"), device.path("bus"),
        "the device is on bus \"\(bus)\", but its mux \"\(muxName)\" is on \"\(muxBus)\"",
        hint: "write bus: \(muxBus)")
      return nil
    }
    return DeviceDescription.MuxChannel(mux: index, channel: channel)
  }

  private mutating func outputEnable(_ device: Record) -> Int? {
    guard let name = device.text("output_enable") else { return nil }
    let (position, path) = (device.position(of: "output_enable"), device.path("output_enable"))
    guard lines.contains(name, at: position, path: path, &complaints),
      let line = lines.records.first(where: { $0.name == name })?.record
    else { return nil }
    if line.has("input") || line.has("edges") {
      let outputs = lines.records.filter { $0.record.has("output") }.map(\.name)
      complaints.add(
        position, path, "the line \"\(name)\" is an input",
        hint: outputs.isEmpty
          ? "add an output under lines: `\(Self.outputExample)`"
          : "name one of: " + outputs.joined(separator: ", "))
      return nil
    }
    if let output = line.text("output"), let safe = line.text("safe"),
      (output == "active_low") == (safe == "low")
    {
      complaints.add(
        position, path,
        "the safe level of \"\(name)\" switches the outputs on: \(safe) is its "
          + "active level",
        hint: "write `safe: \(safe == "low" ? "high" : "low")` for \"\(name)\"")
    }
    return lines.all.firstIndex(of: name)
  }

  private static let outputExample =
    "drive_enable: { line: GPIO27, output: active_low, safe: high }"

  private func settings(_ device: Record, _ driver: DriverSchema?) -> [String: Double] {
    var settings: [String: Double] = [:]
    for key in driver?.keys ?? [] {
      settings[key.name] = device.number(key.name) ?? key.defaultValue
    }
    return settings
  }

  /// Which devices are of a kind, for a message about one that is not.
  func hint(for kind: DriverSchema.Kind) -> String? {
    let names = devices.records.filter { device in
      device.record.text("driver").flatMap { drivers[$0] }?.kind == kind
    }.map(\.name)
    return names.isEmpty ? nil : "name one of: " + names.joined(separator: ", ")
  }
}

extension DeviceDescription {
  /// The description of a draft in which nothing was refused.
  init?(_ draft: DeviceDraft) {
    guard let driver = draft.driver, let bus = draft.bus, let address = draft.address,
      draft.isPlaced, draft.record.isWhole
    else { return nil }
    self.init(
      name: draft.name, driver: driver.name, bus: bus, address: address, via: draft.via,
      every: draft.record.integer("every") ?? 1, outputEnable: draft.outputEnable,
      settings: draft.settings, tactile: draft.tactile, position: draft.record.position)
  }
}
