internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL

/// Which of the catalogue's chips something is, by its answers.
enum ChipNaming {
  /// A driver that is asked about.
  struct Candidate {
    let name: String
    let identity: ChipIdentity
  }

  /// The drivers whose chip may be at `address`: by the catalogue, and those of `expected`.
  static func candidates(at address: I2CAddress, expected: [String]) -> [Candidate] {
    DriverCatalog.drivers.filter { driver in
      driver.schema.kind != .mux
        && (driver.usualAddresses.contains(address.rawValue)
          || driver.schema.powerOnAddresses.contains(address.rawValue)
          || expected.contains(driver.schema.name))
    }.map { Candidate(name: $0.schema.name, identity: $0.identity) }
  }

  /// Asks the `candidates` what `device` is, those with identity registers first, those with the longest pointers
  /// last: to a chip of another kind the second byte of a pointer is a value.
  static func name(
    _ device: inout FoundDevice, _ candidates: [Candidate], on bus: inout some I2CBus
  ) throws(BusError) {
    let order = candidates.sorted { left, right in
      (left.identity.longestPointer, right.identity.certainty)
        < (right.identity.longestPointer, left.identity.certainty)
    }
    var best: ChipIdentity?
    for candidate in order {
      let identity = candidate.identity
      if let best {
        guard best.certainty != .proof else { break }
        guard identity.certainty >= best.certainty || identity.longestPointer > 1 else { continue }
        guard identity.longestPointer <= 1 || best.certainty == .plausible else { continue }
      }
      guard try identity.holds(at: device.address, on: &bus) else { continue }
      if identity.certainty > best?.certainty ?? .plausible { device.drivers = [] }
      device.drivers.append(candidate.name)
      device.registers = identity.registers
      best = identity
    }
    let places = candidates.map(\.name)
    device.drivers.sort { places.firstIndex(of: $0) ?? 0 < places.firstIndex(of: $1) ?? 0 }
    device.isCertain = best?.certainty == .proof
  }
}
