import CSimulator
import Glibc
import RobotRuntime
import RobotUnits
import SimulatedHAL
import SimulationBridge
import Synchronization
import Testing

/// The link to a simulator that does what it should, and to one that does not.
@Suite struct SimulatorLinkTests {
  static let hinge = SimulatorParts(joints: [.init("hinge", isPrismatic: false)])

  enum Way: CaseIterable {
    case socket, memory
    var address: String { self == .socket ? FreeAddress.socket() : FreeAddress.memory() }
  }

  private func link(
    _ simulator: FakeSimulator, _ parts: SimulatorParts = hinge, patience: Int64 = 2000
  ) throws(SimulatorFailure) -> SimulatorLink {
    try SimulatorLink(
      simulator.address, parts, period: .milliseconds(2), patience: .milliseconds(patience))
  }

  /// CRC-32 of the nine digits: the check value of IEEE 802.3's polynomial (RFC 1952's, zlib's).
  @Test func checksumIsZlibs() {
    let digits = Array("123456789".utf8)
    #expect(cbs_crc(digits, digits.count) == 0xCBF4_3926)
  }

  /// Where everything stands in a frame: clients in other languages count on it.
  @Test func layoutIsFixed() {
    #expect(MemoryLayout<cbs_header>.size == 56)
    #expect(MemoryLayout<cbs_header>.offset(of: \.crc) == 12)
    #expect(MemoryLayout<cbs_header>.offset(of: \.sequence) == 16)
    #expect(MemoryLayout<cbs_header>.offset(of: \.time) == 24)
    #expect(MemoryLayout<cbs_header>.offset(of: \.step) == 32)
    #expect(MemoryLayout<cbs_header>.offset(of: \.session) == 40)
    #expect(MemoryLayout<cbs_header>.offset(of: \.values) == 52)
    #expect(MemoryLayout<cbs_mailbox>.offset(of: \.frame) == 64)
    #expect(MemoryLayout<JointDrive>.stride == 32 && MemoryLayout<JointState>.stride == 16)
  }

  /// 0.1 N.m on 0.005 + 0.015 kg.m^2 for 1 ms: 5e-3 rad/s; damped with 0.01 N.m.s/rad: 0.05 % less.
  @Test(arguments: Way.allCases) func aStepGoesThereAndBack(_ way: Way) throws {
    let simulator = try FakeSimulator(way.address)
    defer { simulator.end() }
    let link = try link(simulator)
    #expect(link.step == .milliseconds(1))
    #expect(link.present == [JointState()])
    var states: [JointState] = []
    #expect(link.advance([JointDrive(effort: 0.1, armature: 0.015)], into: &states))
    #expect(abs(states[0].velocity - 5e-3 / 1.0005) < 1e-15)
    #expect(abs(states[0].position - 5e-6 / 1.0005) < 1e-18)
    #expect(link.health.cause == nil && link.takeNews().isEmpty)
    FreeAddress.remove(simulator.address)
  }

  /// Whatever it does, it is given up, with the cause; the joints stand; and when it is well again, so is the link.
  @Test(
    arguments: Way.allCases,
    [
      (FakeSimulator.Mood.silent, SimulatorCause.silent), (.notANumber, .nonFinite),
      (.farAway, .nonFinite), (.otherStep, .timeStep), (.otherTime, .time),
      (.truncated, .badFrame), (.damaged, .badFrame), (.otherVersion, .version),
      (.otherKind, .badFrame),
    ])
  func whatGoesWrongIsNamed(
    _ way: Way, _ trouble: (mood: FakeSimulator.Mood, cause: SimulatorCause)
  ) throws {
    let simulator = try FakeSimulator(way.address)
    defer { simulator.end() }
    let link = try link(simulator, patience: trouble.mood == .silent ? 50 : 5000)
    var states: [JointState] = []
    let drive = [JointDrive(effort: 1)]
    for _ in 0..<10 { #expect(link.advance(drive, into: &states)) }
    let last = states
    simulator.become(trouble.mood)
    #expect(!link.advance(drive, into: &states))
    #expect(link.health.cause == trouble.cause)
    #expect(states == [JointState(position: last[0].position, velocity: 0)])
    guard case .lost(let failure)? = link.takeNews().first else {
      Issue.record("nothing was told")
      return
    }
    #expect(failure.cause == trouble.cause && !failure.detail.isEmpty)
    simulator.become(.well)
    try comesBack(link, drive)
    #expect(link.takeNews() == [.back])
    FreeAddress.remove(simulator.address)
  }

  /// Asks until the link is back.
  private func comesBack(_ link: SimulatorLink, _ drive: [JointDrive]) throws {
    let deadline = SystemClock.now() + .milliseconds(20_000)
    var states: [JointState] = []
    while !link.advance(drive, into: &states) {
      try #require(SystemClock.now() < deadline, "the link did not come back")
      usleep(1000)
    }
    #expect(link.health.cause == nil)
    #expect(link.advance(drive, into: &states))
  }

  /// One that hangs up, and one that ends and is started again, at 0 and at rest.
  @Test(arguments: Way.allCases) func aRestartIsNamed(_ way: Way) throws {
    let address = way.address
    let first = try FakeSimulator(address)
    let link = try link(first, patience: 200)
    var states: [JointState] = []
    let drive = [JointDrive(effort: 1)]
    for _ in 0..<10 { #expect(link.advance(drive, into: &states)) }
    #expect(states[0].position > 0)
    first.end()
    #expect(!link.advance(drive, into: &states))
    // Memory does not say that its writer ended.
    #expect(link.health.cause == (way == .socket ? .gone : .silent))
    let second = try FakeSimulator(address)
    defer { second.end() }
    let deadline = SystemClock.now() + .milliseconds(20_000)
    while !link.advance(drive, into: &states), SystemClock.now() < deadline { usleep(1000) }
    #expect(link.health.cause == nil)
    #expect(states == [JointState()])
    FreeAddress.remove(second.address)
  }

  /// One that comes back with another step goes on with it.
  @Test func anotherStepIsTaken() throws {
    let address = FreeAddress.socket()
    let first = try FakeSimulator(address)
    let link = try link(first, patience: 200)
    first.end()
    var states: [JointState] = []
    #expect(!link.advance([JointDrive()], into: &states))
    let second = try FakeSimulator(address, step: 2_000_000)
    defer { second.end() }
    let deadline = SystemClock.now() + .milliseconds(20_000)
    #expect(link.step == .milliseconds(1))
    while !link.advance([JointDrive()], into: &states), SystemClock.now() < deadline {
      usleep(1000)
    }
    #expect(link.health.cause == nil)
    #expect(link.step == .milliseconds(2))
    #expect(link.advance([JointDrive()], into: &states))
    FreeAddress.remove(second.address)
  }

  @Test(arguments: Way.allCases) func sensorsAreFed(_ way: Way) throws {
    let simulator = try FakeSimulator(way.address)
    defer { simulator.end() }
    let parts = SimulatorParts(
      joints: Self.hinge.joints, sensors: [.init("imu", .inertial), .init("tip", .pad)])
    let link = try link(simulator, parts)
    let felt = Mutex<[Int: [Double]]>([:])
    link.feed { sensor, values in felt.withLock { $0[sensor] = values } }
    #expect(felt.withLock { $0[1] } == [10, 11, 12])
    var states: [JointState] = []
    #expect(link.advance([JointDrive()], into: &states))
    #expect(felt.withLock { $0[0] } == (1...10).map(Double.init))
    #expect(felt.withLock { $0[1] } == [11, 12, 13])
    simulator.become(.sensorNotANumber)
    #expect(!link.advance([JointDrive()], into: &states))
    #expect(link.health.cause == .nonFinite)
    #expect(felt.withLock { $0[1] } == [11, 12, 13])
    FreeAddress.remove(simulator.address)
  }

  // MARK: To begin with

  @Test(arguments: Way.allCases) func nobodyThereIsSaid(_ way: Way) {
    let address = SimulatorAddress(way.address)!
    let failure = #expect(throws: SimulatorFailure.self) {
      _ = try SimulatorLink(
        address, Self.hinge, period: .milliseconds(2), patience: .milliseconds(100))
    }
    #expect(failure?.cause == .gone)
    #expect(failure?.detail.contains("No such file") == true)
  }

  @Test(arguments: Way.allCases) func whatIsMissingIsSaid(_ way: Way) throws {
    let simulator = try FakeSimulator(way.address, joints: ["knee"])
    defer { simulator.end() }
    let failure = #expect(throws: SimulatorFailure.self) { _ = try link(simulator) }
    #expect(
      failure == SimulatorFailure(.refused, "the simulator has no joint \"hinge\""))
    FreeAddress.remove(simulator.address)
  }

  /// Two daemons would drive the same motors.
  @Test func sharedMemoryHasOneDaemon() throws {
    let simulator = try FakeSimulator(FreeAddress.memory())
    defer { simulator.end() }
    let first = try link(simulator)
    let failure = #expect(throws: SimulatorFailure.self) { _ = try link(simulator) }
    #expect(failure?.detail.contains("another daemon") == true)
    _ = first.present
    FreeAddress.remove(simulator.address)
  }

  @Test(arguments: ["", "unix:", "shm:", "shm:a/b", "tcp:host:1", "/tmp/x"])
  func whatIsNoAddressIsNone(_ text: String) { #expect(SimulatorAddress(text) == nil) }
}
