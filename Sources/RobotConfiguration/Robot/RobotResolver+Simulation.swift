extension RobotResolver {
  /// What only the simulation uses; what was refused is left out.
  func resolveSimulation() -> SimulationDescription {
    var simulation = SimulationDescription()
    guard let record = record.record("simulation") else { return simulation }
    simulation.contacts = (record.record("contacts")?.entries ?? []).compactMap { entry in
      guard case .record(let record) = entry.value?.value else { return nil }
      return Self.contact(entry.key, record)
    }
    simulation.surfaces = (record.record("surfaces")?.entries ?? []).compactMap { entry in
      guard case .record(let record) = entry.value?.value else { return nil }
      return Self.surface(record)
    }
    simulation.floatingBase = Self.floatingBase(record)
    return simulation
  }

  private static func floatingBase(_ record: Record) -> SimulationDescription.FloatingBase? {
    guard let base = record.record("floating_base"), let position = point(base, "position") else {
      return nil
    }
    return SimulationDescription.FloatingBase(
      position: position, orientation: point(base, "orientation") ?? .zero,
      filePosition: record.position(of: "floating_base"))
  }

  private static func contact(
    _ name: String, _ record: Record
  ) -> SimulationDescription.Contact? {
    guard let link = record.text("link"), let point = point(record, "point") else { return nil }
    return SimulationDescription.Contact(
      name: name, link: link, point: point, radius: record.number("radius") ?? 0,
      stiffness: record.number("stiffness") ?? 20_000,
      dissipation: record.number("dissipation") ?? 1, friction: record.number("friction") ?? 0.8,
      linkPosition: record.position(of: "link"))
  }

  private static func surface(_ record: Record) -> SimulationDescription.Surface? {
    if let height = record.number("ground") { return .ground(height: height) }
    if let center = point(record, "sphere"), let radius = record.number("radius") {
      return .sphere(center: center, radius: radius)
    }
    guard let center = point(record, "box"), let size = point(record, "size") else { return nil }
    return .box(center: center, size: size)
  }

  private static func point(_ record: Record, _ key: String) -> SIMD3<Double>? {
    let numbers = (record.list(key) ?? []).compactMap { checked in
      if case .number(let number) = checked.value { number } else { nil }
    }
    return numbers.count == 3 ? SIMD3(numbers[0], numbers[1], numbers[2]) : nil
  }
}
