extension RobotResolver {
  /// Complains about buses that are faster than a device on them can follow. A device behind a mux
  /// sees the bus too while its channel is selected.
  mutating func checkSpeeds(_ drafts: [DeviceDraft]) {
    for (name, bus) in buses.records {
      guard let speed = bus.number("speed") else { continue }
      let onBus = drafts.filter { $0.busName == name }
      var slowest: (device: String, driver: DriverSchema)?
      for draft in onBus {
        guard let driver = draft.driver, driver.maximumSpeed < speed else { continue }
        if driver.maximumSpeed < slowest?.driver.maximumSpeed ?? .infinity {
          slowest = (draft.name, driver)
        }
      }
      guard let slowest else { continue }
      complaints.add(
        bus.position(of: "speed"), bus.path("speed"),
        "\(Dimension.frequency.text(speed)) is more than \"\(slowest.device)\" "
          + "(\(slowest.driver.name)) can follow",
        allowed: "at most \(Dimension.frequency.text(slowest.driver.maximumSpeed))")
    }
  }

  /// Complains about devices that answer the same address at the same time. A device that is behind
  /// no mux answers whatever channel is selected; of the channels one is selected at a time.
  mutating func checkCollisions(_ drafts: [DeviceDraft]) {
    let placed = drafts.filter { $0.isPlaced && $0.bus != nil && $0.address != nil }
      .sorted { $0.record.position < $1.record.position }
    for (index, later) in placed.enumerated() {
      let rivals = placed[..<index].filter { Self.meet($0, later) }
      if let earlier = rivals.first(where: { $0.address == later.address }) {
        complainCollision(later, with: earlier)
      } else if let other = placed.first(where: { other in
        other.name != later.name && Self.meet(other, later)
          && later.address.map { other.driver?.powerOnAddresses.contains($0) == true } == true
      }) {
        complainPowerOn(later, with: other)
      }
    }
  }

  private static func meet(_ one: DeviceDraft, _ other: DeviceDraft) -> Bool {
    guard one.bus == other.bus else { return false }
    guard let onePath = one.via, let otherPath = other.via else { return true }
    return onePath == otherPath
  }

  private mutating func complainCollision(_ later: DeviceDraft, with earlier: DeviceDraft) {
    guard let address = later.address, let driver = later.driver else { return }
    let upstream =
      (earlier.via == nil) == (later.via == nil)
      ? "" : "; a device that is behind no mux answers on every mux channel too"
    let isFixed = driver.addresses.count == 1
    complaints.add(
      place(later), later.record.path(later.record.has("address") ? "address" : ""),
      "\(Hexadecimal.text(address)) is taken by \"\(earlier.name)\" "
        + "(\(earlier.driver?.name ?? ""), line \(earlier.record.position.line))" + upstream,
      hint: isFixed
        ? "the address of the \(driver.name) is fixed: put it on a mux channel of its own (via) or on "
          + "another bus"
        : "give one of them another address by its address pins")
  }

  private mutating func complainPowerOn(_ device: DeviceDraft, with other: DeviceDraft) {
    guard let address = device.address, let driver = device.driver else { return }
    let free = driver.addresses.filter { candidate in
      other.driver?.powerOnAddresses.contains(candidate) != true && candidate <= 0x77
    }
    complaints.add(
      place(device), device.record.path(device.record.has("address") ? "address" : ""),
      "\"\(other.name)\" (\(other.driver?.name ?? "")) answers \(Hexadecimal.text(address)) too "
        + "after power-on, until its set-up turns that off",
      hint: free.first.map { "use another address, such as \(Hexadecimal.text($0))" })
  }

  private func place(_ draft: DeviceDraft) -> SourcePosition {
    draft.record.has("address") ? draft.record.position(of: "address") : draft.record.position
  }
}
