internal import RobotHAL

/// Asks whether addresses of a bus answer, by reading one byte of each.
///
/// A read says who is there as a write does, but changes less: a write without data made AT24RF08 EEPROMs take the
/// next address for data. What it can disturb are chips that are only written to, as the clock generators at 0x69 of
/// PC mainboards. Source: i2cdetect(8), options -q and -r. Real-time: no.
struct BusProbe {
  var bus: SharedI2CBus
  /// Owned by the kernel, and therefore never asked.
  let claimed: Set<I2CAddress>
  /// Transfers in a row that got nowhere.
  private var failures = 0
  /// The last of them.
  private var last: BusError?
  /// Addresses at which a single one did.
  private(set) var odd: [I2CAddress: BusError] = [:]

  init(_ bus: SharedI2CBus, claimed: Set<I2CAddress>) {
    self.bus = bus
    self.claimed = claimed
  }

  /// Those of `addresses` that answer.
  mutating func answers(among addresses: [I2CAddress]) throws(BusTrouble) -> [I2CAddress] {
    var found: [I2CAddress] = []
    for (index, address) in addresses.enumerated() {
      if try isThere(address) { found.append(address) }
      // So many chips in a row there are not.
      if found.count == Self.mostInARow, index == Self.mostInARow - 1 {
        throw .everyAddressAnswers
      }
    }
    return found
  }

  /// Why the last transfer got nowhere; `nil` if it did not.
  var stall: BusError? { failures > 0 ? last : nil }

  mutating func isThere(_ address: I2CAddress) throws(BusTrouble) -> Bool {
    guard !claimed.contains(address) else { return false }
    let isThere = try attempt { bus throws(BusError) in
      _ = try bus.transfer(to: address, write: [], read: 1)
      return true
    }
    if failures > 0 { odd[address] = last }
    return isThere ?? false
  }

  /// What `body` gives; `nil` when nobody acknowledged, or the bus failed for the first time in a row.
  mutating func attempt<Value>(
    _ body: (inout SharedI2CBus) throws(BusError) -> Value
  ) throws(BusTrouble) -> Value? {
    do throws(BusError) {
      let value = try body(&bus)
      failures = 0
      return value
    } catch {
      switch error.kind {
      case .noAcknowledge: failures = 0
      case .busFault, .timeout, .arbitrationLost:
        failures += 1
        last = error
        if failures == Self.patience { throw .stuck(error) }
      case .unsupported, .unavailable, .other: throw .adapter(error)
      }
      return nil
    }
  }

  private static var patience: Int { 2 }
  private static var mostInARow: Int { 16 }
}
