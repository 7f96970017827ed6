internal import LinuxHAL
internal import RobotHAL

/// A bus of the machine, as it becomes a part of the report.
struct ScanPlace {
  var report: ScannedBus
  var bus: LinuxI2CBus?
  var robotBus: Int?
  var expected: [ExpectedDevice] = []

  mutating func scan(
    _ machine: LinuxI2CBuses, searchesMuxes: Bool,
    open: (LinuxI2CBus) throws(LinuxDeviceError) -> any I2CAdapter
  ) {
    guard let bus else { return }
    report.claimed = machine.claims(on: bus)
    do throws(LinuxDeviceError) {
      report.scan(try open(bus), expected, searchesMuxes)
    } catch {
      report.refuse(error)
    }
  }

  /// The addresses that answered on the bus itself.
  private var answering: Set<I2CAddress> {
    Set((report.scan?.devices ?? []).filter { $0.via == nil }.map(\.address))
  }

  /// The addresses at which the robot file has devices on the bus itself.
  private var wanted: Set<I2CAddress> { Set(expected.filter { $0.via == nil }.map(\.address)) }

  private mutating func drop(_ addresses: Set<I2CAddress>) {
    let others = addresses.subtracting(wanted)
    report.scan?.devices.removeAll { $0.via == nil && others.contains($0.address) }
  }

  /// Lists what several buses show where it is. What is before a mux of the kernel answers on all of its channels; what is
  /// behind one answers before it, too, because the kernel leaves the last channel closed.
  static func listOnce(_ places: inout [ScanPlace], _ all: [LinuxI2CBus]) {
    for parent in places.indices {
      guard let number = places[parent].bus?.number, places[parent].report.scan != nil else {
        continue
      }
      let branches = all.filter { $0.branch?.parent == number }
      for mux in Set(branches.compactMap { $0.branch?.mux }) {
        let numbers = branches.filter { $0.branch?.mux == mux }.map(\.number)
        let channels = places.indices.filter { index in
          places[index].report.scan != nil && numbers.contains(places[index].bus?.number ?? -1)
        }
        let isComplete = channels.count == numbers.count && channels.count > 1
        list(parent, channels, isComplete, &places)
      }
    }
  }

  private static func list(
    _ parent: Int, _ channels: [Int], _ isComplete: Bool, _ places: inout [ScanPlace]
  ) {
    var before = places[parent].wanted
    var behind = channels.reduce(into: Set()) { $0.formUnion(places[$1].wanted) }
    if isComplete {
      before = channels.reduce(places[parent].answering) { $0.intersection(places[$1].answering) }
        .subtracting(behind)
      behind = channels.reduce(into: Set()) { $0.formUnion(places[$1].answering) }
        .subtracting(before)
    }
    for channel in channels { places[channel].drop(before) }
    places[parent].drop(behind)
  }
}
