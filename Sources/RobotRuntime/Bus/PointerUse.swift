internal import RobotHAL

/// Which exchanges of a plan may rely on the register pointer that an earlier one left. Real-time: no.
struct PointerUse {
  private let entries: [BusPlan.Entry]
  private let isAllowed: Bool
  /// After how many cycles each entry does the same again.
  let periods: [Int]
  /// Within so many cycles every device with such an exchange had one; 0 without any.
  let memory: UInt64

  /// A device: those behind different channels may share an address.
  private struct Device: Hashable {
    let address: I2CAddress
    let route: BusPlan.Route?

    init(_ entry: BusPlan.Entry) {
      address = entry.exchange.address
      route = entry.route
    }
  }

  /// Nothing relies on a pointer unless it `isAllowed`.
  init(_ plan: BusPlan, isAllowed: Bool) {
    entries = plan.entries
    let holding = plan.entries.filter { isAllowed && $0.exchange.retainsPointer }
    self.isAllowed = !holding.isEmpty
    periods = plan.entries.map {
      isAllowed && $0.exchange.retainsPointer ? $0.every * BusPlan.pointerTurns : $0.every
    }
    let devices = Set(holding.map(Device.init))
    let periods = plan.entries.filter { devices.contains(Device($0)) }.map(\.every)
    memory = UInt64(periods.max() ?? 0)
  }

  /// The entries of each of `cycles` that may go without their request, when the cycles go round.
  func held(_ cycles: [[Int]]) -> [[UInt16]] {
    guard isAllowed else { return cycles.map { _ in [] } }
    // Who wrote the pointer of each device last; once round to know it at the beginning.
    var owners: [Device: Int] = [:]
    for entry in cycles.joined() { owners[Device(entries[entry])] = entry }
    return cycles.enumerated().map { cycle, due in
      due.filter { index in
        let entry = entries[index]
        let owner = owners.updateValue(index, forKey: Device(entry))
        let turn = (cycle - entry.phase) / entry.every
        return entry.exchange.retainsPointer && owner == index && turn % BusPlan.pointerTurns != 0
      }.map { UInt16($0) }
    }
  }
}
