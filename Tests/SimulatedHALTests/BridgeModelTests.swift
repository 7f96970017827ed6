import RobotHAL
import RobotUnits
import SimulatedHAL
import Synchronization
import Testing

/// Expectations from TI SLVSAB2G.
@Suite("DRV8830 model")
struct DRV8830ModelTests {
  private let motor = RecordedMotor()
  private let chip: DRV8830Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = DRV8830Model(address: 0x60, supplyVolts: 5, number: 3, observer: motor)
    adapter.attach(chip)
  }

  private func write(_ bytes: UInt8...) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write(bytes, to: 0x60)
  }

  private func fault() throws -> UInt8 {
    var bus = SharedI2CBus(adapter)
    return try bus.read(1, from: 0x60, register: 0x01)[0]
  }

  private func volts() -> Double? {
    if case .driven(let volts) = chip.output { volts } else { nil }
  }

  @Test func theBridgeFollowsControl() throws {
    #expect(volts() == nil)
    try write(0x00, 0x41)  // 0x10: 1.29 V in the table
    #expect(abs((volts() ?? 0) - 1.285) < 1e-9)
    try write(0x00, 0xC2)  // 0x30
    #expect(abs((volts() ?? 0) + 3.855) < 1e-9)
    try write(0x00, 0xFD)  // 0x3F, but the supply has 5 V
    #expect(volts() == 5)
    try write(0x00, 0x03)
    #expect(volts() == 0)
    try write(0x00, 0xFC)
    #expect(volts() == nil)
    #expect(motor.changes.map(\.bridge) == [3, 3, 3, 3, 3])
    #expect(motor.changes.last?.output == .open)
  }

  @Test func aShortTripsUntilItIsCleared() throws {
    chip.meet(DRV8830Model.Condition(isShorted: true), at: adapter.busTime)
    #expect(try fault() == 0x00)  // not driven yet
    try write(0x00, 0x95)
    #expect(try fault() == 0x03)
    #expect(chip.output == .open)
    chip.meet(DRV8830Model.Condition(), at: adapter.busTime)
    try write(0x00, 0x95)
    #expect(chip.output == .open)
    try write(0x01, 0x80)
    #expect(try fault() == 0x00)
    #expect(volts() != nil)
  }

  @Test func heatAndUndervoltageOpenTheBridgeWhileTheyLast() throws {
    try write(0x00, 0x95)
    for (condition, byte) in [
      (DRV8830Model.Condition(isHot: true), 0x09), (.init(isUndervolted: true), 0x05),
    ] as [(DRV8830Model.Condition, UInt8)] {
      chip.meet(condition, at: adapter.busTime)
      #expect(try fault() == byte)
      #expect(chip.output == .open)
      chip.meet(DRV8830Model.Condition(), at: adapter.busTime)
      #expect(volts() != nil)
      #expect(try fault() == byte)  // until it is cleared
      try write(0x01, 0x80)
      #expect(try fault() == 0x00)
    }
  }

  @Test func theCurrentLimitIsPostedAfter275Milliseconds() throws {
    try write(0x00, 0x95)
    chip.meet(DRV8830Model.Condition(isLimited: true), at: adapter.busTime)
    adapter.pause(.milliseconds(270))
    #expect(try fault() == 0x00)
    adapter.pause(.milliseconds(6))
    #expect(try fault() == 0x11)
    #expect(volts() != nil)  // driven on
    try write(0x00, 0x00)
    #expect(try fault() == 0x00)  // coast ends it
  }

  @Test func aPowerCycleOpensTheBridge() throws {
    try write(0x00, 0x95)
    chip.powerCycle()
    #expect(chip.output == .open)
    #expect(chip.peek(register: 0x00) == 0)
  }
}

/// Expectations from Toshiba's "H-SW Control Function".
@Suite("TB6612 model")
struct TB6612ModelTests {
  private let motor = RecordedMotor()
  private let standby = SimulatedLine(level: true)
  private let line1 = SimulatedLine(level: false)
  private let line2 = SimulatedLine(level: false)
  private let chip: TB6612Model
  private let adapter = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() throws {
    chip = TB6612Model(
      bridges: [
        .init(number: 7, pwm: 0, in1: .channel(1), in2: .channel(2)),
        .init(number: 8, pwm: 3, in1: .line(line1), in2: .line(line2)),
      ], supplyVolts: 12, standby: standby, observer: motor)
    adapter.attach(PCA9685Model(address: 0x41, observer: chip))
    var bus = SharedI2CBus(adapter)
    try bus.write([0x00, 0x20], to: 0x41)  // awake, auto-increment
  }

  private static let on: [UInt8] = [0, 0x10, 0, 0]
  private static let off: [UInt8] = [0, 0, 0, 0x10]
  private static let half: [UInt8] = [0, 0, 0, 0x08]

  private func burst(_ channels: [[UInt8]]) throws {
    var bus = SharedI2CBus(adapter)
    try bus.write([0x06] + channels.flatMap { $0 }, to: 0x41)
  }

  @Test func threeChannelsAreASignedVoltage() throws {
    try burst([Self.half, Self.on, Self.off])
    #expect(chip.output(0) == .driven(volts: 6))
    try burst([Self.half, Self.off, Self.on])
    #expect(chip.output(0) == .driven(volts: -6))
    try burst([Self.half, Self.on, Self.on])
    #expect(chip.output(0) == .driven(volts: 0))
    try burst([Self.off, Self.on, Self.off])
    #expect(chip.output(0) == .driven(volts: 0))
    try burst([Self.on, Self.off, Self.off])
    #expect(chip.output(0) == .open)
    // Told of each change, once; the fourth was none.
    #expect(
      motor.changes.map(\.output) == [
        .driven(volts: 6), .driven(volts: -6), .driven(volts: 0), .open,
      ])
    #expect(motor.changes.allSatisfy { $0.bridge == 7 })
  }

  @Test func linesCountFromTheNextBurst() throws {
    line1.set(true)
    #expect(chip.output(1) == .open)
    try burst([Self.off, Self.off, Self.off, Self.half])
    #expect(chip.output(1) == .driven(volts: 6))
    line1.set(false)
    line2.set(true)
    try burst([Self.off, Self.off, Self.off, Self.half])
    #expect(chip.output(1) == .driven(volts: -6))
  }

  @Test func standbyOpensBoth() throws {
    standby.set(false)
    line1.set(true)
    try burst([Self.on, Self.on, Self.off, Self.on])
    #expect(chip.output(0) == .open && chip.output(1) == .open)
  }
}

@Suite("Motors of a plant")
struct PlantMotorsTests {
  @Test func aVoltageTurnsTheMotorAndAnOpenBridgeLetsItRun() {
    let joint = Motor.parameters()
    let driven = PlantBench([joint])
    let motors = PlantMotors(plant: driven.plant, supplyVolts: 12)
    motors.bridge(0, does: .driven(volts: -6), at: driven.clock.now)
    let same = PlantBench([joint])
    same.drive(forward: 0.5, reverse: 1)
    driven.run(0.2)
    same.run(0.2)
    #expect(driven.position() < -0.001)
    #expect(driven.position() == same.position())
    // Shorted, it stops sooner than open.
    motors.bridge(0, does: .open, at: driven.clock.now)
    PlantMotors(plant: same.plant, supplyVolts: 12)
      .bridge(0, does: .driven(volts: 0), at: same.clock.now)
    driven.run(0.02)
    same.run(0.02)
    #expect(driven.position() < same.position())
  }
}

/// What a motor was given.
private final class RecordedMotor: BridgeObserver {
  struct Change {
    let bridge: Int
    let output: BridgeOutput
  }

  private let record = Mutex<[Change]>([])
  var changes: [Change] { record.withLock { $0 } }

  func bridge(_ bridge: Int, does output: BridgeOutput, at instant: MonotonicInstant) {
    record.withLock { $0.append(Change(bridge: bridge, output: output)) }
  }
}
