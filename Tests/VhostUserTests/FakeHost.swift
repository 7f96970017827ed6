import CVhost
import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization
import Testing

@testable import VhostUser

/// A device behind its socket, on a loop whose time the test moves.
final class FakeHost {
  let path: String
  /// What `/proc` calls the memories of its front-ends.
  let memoryName: String
  let clock = SimulationClock(.virtual)
  private(set) var failures: [VhostFailure] = []
  private(set) var server: VhostServer?
  private var loop: PollLoop?
  private static let count = Atomic(0)

  init(_ make: (SimulationClock) -> any VirtioDevice) throws {
    let number = FakeHost.count.wrappingAdd(1, ordering: .relaxed).newValue
    path = "/tmp/vhost-test-\(getpid())-\(number).sock"
    memoryName = "guest-\(getpid())-\(number)"
    let server = try VhostServer(make(clock), at: path) { [unowned self] in failures.append($0) }
    self.server = server
    loop = PollLoop([server]) { [clock] in clock.now }
  }

  /// Everything that is ready, without waiting.
  func turn() { loop?.turn(patience: .zero) }

  /// Lets time pass.
  func pass(_ span: TimeSpan) {
    clock.advance(to: clock.now + span)
    turn()
    turn()
  }

  func connect() throws -> FakeFrontEnd {
    let frontEnd = try FakeFrontEnd(path, name: memoryName) { [unowned self] in turn() }
    turn()
    return frontEnd
  }

  /// Gives the guest another memory, empty and in the place of its own; the file.
  func another(_ guest: FakeFrontEnd) throws -> Int32 {
    let file = cvhost_memory_file(memoryName, FakeFrontEnd.memorySize)
    try #require(file >= 0)
    guest.sendMemory(file)
    turn()
    return file
  }

  /// An I2C bus of the simulation with `chips`.
  static func bus(_ chips: (SimulationClock) -> [any SimulatedChip]) throws -> FakeHost {
    try FakeHost { clock in
      let bus = SimulatedI2CBus(speed: Frequency(unchecked: 400_000), clock: clock)
      for chip in chips(clock) { bus.attach(chip) }
      return I2CDevice { messages in
        let done = bus.play(messages).done
        return I2CDevice.Outcome(done: done, end: bus.busTime)
      }
    }
  }
}

extension FakeFrontEnd {
  /// One message of a transfer, as Linux's driver gives it. Where its bytes and its status will be.
  func message(
    _ address: UInt8, write bytes: [UInt8] = [], read count: Int = 0, goesOn: Bool = false,
    isIndirect: Bool = false
  ) -> (bytes: Int, status: Int) {
    var header: [UInt8] = []
    header.append(littleEndian: UInt16(address) << 1)
    header += [0, 0]
    header.append(littleEndian: UInt32((goesOn ? 1 : 0) | (count > 0 ? 2 : 0)))
    var parts: [Part] = [.give(header)]
    if count > 0 { parts.append(.room(count)) }
    if !bytes.isEmpty { parts.append(.give(bytes)) }
    let places = put(parts + [.room(1)], isIndirect: isIndirect)
    memory[places[places.count - 1]] = 0xEE
    return (places[1], places[places.count - 1])
  }
}

/// A shaft that stands.
final class StillShaft: ShaftAngleSource {
  let radians: Double
  init(_ radians: Double) { self.radians = radians }
  func angle(at instant: MonotonicInstant) -> Double { radians }
}
