import RobotAssembly
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A bus that dies costs the others nothing: their traffic is the same message by message, at the same
/// instants, as if nothing had happened.
@Suite struct DeadBusTests {
  /// What goes over the left bus in 1.2 s, with `fault` on the right one after 0.2 s.
  private func traffic(
    _ fault: BusFault?, at place: FaultPlace, seed: UInt64, isArmed: Bool, isTended: Bool
  ) throws -> (sent: [FaultyWire.Sent], lost: Bool) {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    if isArmed {
      #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    } else {
      robot.run(seconds: 0.1)
    }
    _ = robot.wires[0].trace()
    let start = robot.world.clock.now + .milliseconds(200)
    if let fault {
      robot.world.buses[1].inject(
        FaultPlan(seed: seed, [PlannedFault(fault, at: place, from: start, count: 1)]))
    }
    var lost = false
    for _ in 0..<600 {
      robot.run(cycles: 1)
      if isTended { _ = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now) }
      if robot.joints.contains(where: { $0.age > 5 }) { lost = true }
    }
    return (robot.wires[0].trace(), lost)
  }

  private struct Case: CustomStringConvertible {
    let seed: UInt64
    let fault: BusFault
    let place: FaultPlace
    let isTended: Bool
    var description: String { "seed \(seed): \(fault) at \(place), tended: \(isTended)" }

    /// A hang of one of the chips, in any of its first bytes.
    init(seed: UInt64) {
      var random = SeededRandom(seed: seed)
      let places: [FaultPlace] = [
        .device(0x41), .device(0x71), .behind(mux: 0x71, channel: 0, 0x36),
        .behind(mux: 0x71, channel: 1, 0x36), .behind(mux: 0x71, channel: 2, 0x36),
      ]
      self.seed = seed
      place = places[Int(random.next() % 5)]
      fault = .stuckData(byte: place == .device(0x71) ? 0 : Int(random.next() % 2))
      isTended = random.next() % 2 == 0
    }
  }

  private struct SeededRandom: RandomNumberGenerator {
    var state: UInt64
    init(seed: UInt64) { state = seed }
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state >> 33
    }
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func theOtherBusCarriesTheSameBytesAtTheSameTimes(_ seed: UInt64) throws {
    let drawn = Case(seed: seed)
    let calm = try traffic(
      nil, at: drawn.place, seed: seed, isArmed: false, isTended: drawn.isTended)
    let dead = try traffic(
      drawn.fault, at: drawn.place, seed: seed, isArmed: false, isTended: drawn.isTended)
    #expect(!calm.lost && dead.lost, "\(drawn)")
    #expect(calm.sent.count > 600 * 5)
    #expect(calm.sent == dead.sent, "\(drawn)")
  }

  /// Armed, the robot faults: the commands become safe ones, and everything else stays.
  @Test(arguments: 7...9 as ClosedRange<UInt64>)
  func armedOnlyTheCommandsDiffer(_ seed: UInt64) throws {
    let drawn = Case(seed: seed)
    func shape(_ sent: [FaultyWire.Sent]) -> [FaultyWire.Sent] {
      sent.map {
        let isReply = $0.flags & 1 != 0 || $0.address == 0x41
        return FaultyWire.Sent(
          begin: $0.begin, address: $0.address, flags: $0.flags,
          bytes: isReply ? [UInt8](repeating: 0, count: $0.bytes.count) : $0.bytes)
      }
    }
    let calm = try traffic(
      nil, at: drawn.place, seed: seed, isArmed: true, isTended: drawn.isTended)
    let dead = try traffic(
      drawn.fault, at: drawn.place, seed: seed, isArmed: true, isTended: drawn.isTended)
    #expect(!calm.lost && dead.lost, "\(drawn)")
    #expect(shape(calm.sent) == shape(dead.sent), "\(drawn)")
  }
}
