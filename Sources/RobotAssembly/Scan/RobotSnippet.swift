internal import RobotConfiguration
internal import RobotHAL

extension ScanReport {
  /// A robot file with what was found, for a person to go on with: `cerebellum check` accepts it, and nothing moves. Where
  /// several drivers may fit it has the first one.
  public var robotFile: String {
    var lines = ["robot: found", "rate: 1 Hz", "", "buses:"]
    var devices: [String] = []
    for bus in buses {
      guard let scan = bus.scan else { continue }
      let known = scan.devices.filter { !$0.drivers.isEmpty && $0.echoOf == nil }
      guard !known.isEmpty else { continue }
      let name = Self.word(bus.name)
      let speeds = known.compactMap { Self.schema($0)?.maximumSpeed } + [400e3]
      let speed = Int((speeds.min() ?? 100e3) / 1e3)
      let place = bus.boardNames.first ?? "header"
      lines.append("  \(name): { i2c: \(place), speed: \(speed) kHz }")
      // Muxes first: the others name them.
      let muxes = known.filter { Self.schema($0)?.kind == .mux && $0.via == nil }
      let others = known.filter { Self.schema($0)?.kind != .mux }
      devices += (muxes + others).map { Self.line($0, bus: name) }
    }
    lines += ["", "devices:"] + devices
    return (lines + ["", "joints: none"]).joined(separator: "\n") + "\n"
  }

  private static func line(_ device: FoundDevice, bus: String) -> String {
    guard let schema = schema(device) else { return "" }
    var settings = ["driver: \(schema.name)", "bus: \(bus)"]
    if let via = device.via {
      settings.append("via: \(deviceName("tca9548a", via.mux, nil, bus)).\(via.channel)")
    }
    settings.append("address: \(device.address)")
    var advice = device.isCertain ? "" : "  # \(device.drivers.joined(separator: " or "))?"
    for key in schema.keys where key.isRequired {
      settings.append("\(key.name): \(min(max(key.range.lowerBound, 0.1), key.range.upperBound))")
      advice += "  # \(key.name): yours"
    }
    let name = deviceName(schema.name, device.address, device.via, bus)
    return "  \(name): { \(settings.joined(separator: ", ")) }\(advice)"
  }

  private static func deviceName(
    _ driver: String, _ address: I2CAddress, _ via: FoundChannel?, _ bus: String
  ) -> String {
    let channel = via.map { "_\(hexadecimal($0.mux))_\($0.channel)" } ?? ""
    return "\(bus)_\(driver)\(channel)_\(hexadecimal(address))"
  }

  private static func hexadecimal(_ address: I2CAddress) -> String {
    String(address.rawValue, radix: 16)
  }

  private static func schema(_ device: FoundDevice) -> DriverSchema? {
    DriverCatalog.schemas.first { $0.name == device.drivers.first }
  }

  /// `name` as a robot file may have it: `/dev/i2c-1` becomes `i2c_1`.
  private static func word(_ name: String) -> String {
    let last = name.split(separator: "/").last.map(String.init) ?? name
    let word = String(last.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
    return word.first?.isLetter == true ? word : "bus_" + word
  }
}
