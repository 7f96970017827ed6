extension RobotResolver {
  /// What devices measure and what must stay in a range.
  mutating func resolveWatches(of robot: inout RobotDescription) {
    for entry in record.record("watch")?.entries ?? [] {
      guard case .record(let watch) = entry.value?.value else { continue }
      let path = "watch.\(entry.key)"
      guard devices.contains(entry.key, at: entry.keyPosition, path: path, &complaints),
        let device = robot.deviceNames.firstIndex(of: entry.key)
      else { continue }
      if watch.entries.isEmpty || watch.entries.allSatisfy({ Self.qualifiers.contains($0.key) }) {
        complaints.add(
          entry.keyPosition, path, "nothing of \"\(entry.key)\" is watched",
          hint: "add `voltage: [10.5 V, 14 V]`, `current: 20 A` or `temperature: 85 degC`")
      }
      if let voltage = voltage(watch) {
        robot.watches.append(description(of: .voltage, device, watch, voltage))
      }
      if let current = watch.number("current") {
        robot.watches.append(description(of: .current, device, watch, -.infinity...current))
      }
      guard let greatest = watch.number("temperature") else {
        complainOrphans(watch)
        continue
      }
      var temperature = description(of: .temperature, device, watch, -.infinity...greatest)
      temperature.derateFrom = derateFrom(watch, greatest)
      temperature.joints = joints(watch, robot)
      robot.watches.append(temperature)
    }
  }

  /// What means nothing without a temperature.
  private static let qualifiers = ["derate_from", "joints"]

  private mutating func complainOrphans(_ watch: Record) {
    for key in Self.qualifiers where watch.has(key) && !watch.has("temperature") {
      complaints.add(
        watch.position(of: key), watch.path(key), "means nothing without temperature",
        hint: "add `temperature: 85 degC`, or remove it")
    }
  }

  private func description(
    of quantity: WatchDescription.Quantity, _ device: Int, _ watch: Record,
    _ range: ClosedRange<Double>
  ) -> WatchDescription {
    WatchDescription(
      device: device, quantity: quantity, lower: range.lowerBound, upper: range.upperBound,
      derateFrom: .infinity, joints: [], position: watch.position(of: quantity.rawValue),
      keyPath: watch.path(quantity.rawValue))
  }

  private mutating func voltage(_ watch: Record) -> ClosedRange<Double>? {
    guard let ends = watch.list("voltage")?.compactMap(\.number), ends.count == 2 else {
      return nil
    }
    guard ends[0] < ends[1] else {
      complaints.add(
        watch.position(of: "voltage"), watch.path("voltage"),
        "from \(Dimension.voltage.text(ends[0])) to \(Dimension.voltage.text(ends[1])) is no range",
        allowed: "the lower end first, and a greater one behind it")
      return nil
    }
    return ends[0]...ends[1]
  }

  private mutating func derateFrom(_ watch: Record, _ greatest: Double) -> Double {
    guard let given = watch.number("derate_from") else { return greatest - 15 }
    if given >= greatest {
      complaints.add(
        watch.position(of: "derate_from"), watch.path("derate_from"),
        "\(Dimension.temperature.text(given)) is not below the greatest temperature",
        allowed: "less than \(Dimension.temperature.text(greatest))")
    }
    return given
  }

  private mutating func joints(_ watch: Record, _ robot: RobotDescription) -> [Int] {
    let known = Names(record, table: "joints", what: "joint")
    return (watch.list("joints") ?? []).enumerated().compactMap { index, element in
      guard let name = element.text,
        known.contains(
          name, at: element.position, path: watch.path("joints[\(index)]"), &complaints)
      else { return nil }
      return robot.joints.firstIndex { $0.name == name }
    }
  }
}
