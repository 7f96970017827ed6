import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Synchronization
import Testing

/// A chip holds SDA low: the bus is clocked free, its devices are set up again, and nobody else notices.
@Suite struct BusRecoveryTests {
  /// What came of some cycles with the care beside them.
  struct Course {
    var events: [DeviceCare.Event] = []
    /// What the recovery took of the right bus's time [ns].
    var spent: Int64 = 0
  }

  /// Runs with the care beside the loop, a call after each cycle.
  static func run(
    _ robot: inout VirtualRobot, _ care: inout DeviceCare, seconds: Double
  ) -> Course {
    var course = Course()
    for _ in 0..<Int(seconds * 500) {
      robot.run(cycles: 1)
      let bus = robot.world.buses[1]
      let before = max(bus.busTime, robot.world.clock.now)
      let events = care.tend(robot.snapshots.slot.pointee, robot.world.clock.now)
      if events.contains(where: { $0.device == "right" && $0.isMended }) {
        course.spent = (bus.busTime - before).nanoseconds
      }
      // What its failures did to the devices' budgets is another suite's.
      course.events += events.filter { $0.device == "right" }
    }
    return course
  }

  static func hang(
    _ robot: borrowing VirtualRobot, at place: FaultPlace, byte: Int, seed: UInt64 = 1,
    count: Int? = 1
  ) {
    robot.world.buses[1].inject(
      FaultPlan(
        seed: seed,
        [PlannedFault(.stuckData(byte: byte), at: place, from: robot.world.clock.now, count: count)]
      ))
  }

  static let encoder = FaultPlace.behind(mux: 0x71, channel: 1, 0x36)

  /// An encoder amid its reply, and the PWM controller amid a command; seeds, for other numbers of clocks
  /// that it takes.
  @Test(arguments: [1, 5], [true, false])
  func theBusIsFreedAndItsDevicesAreSetUpAgain(_ seed: UInt64, _ isEncoder: Bool) throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    let pwm = try #require(robot.world.chips["right_pwm"] as? PCA9685Model)
    Self.hang(
      robot, at: isEncoder ? Self.encoder : .device(0x41), byte: isEncoder ? 1 : 3, seed: seed)
    robot.run(cycles: 2)
    #expect(robot.world.buses[1].isHeldLow)
    // What it lost meanwhile is written again: prescale 5 for 1 kHz.
    pwm.powerCycle()
    #expect(pwm.peek(register: 0xFE) == 30)
    let course = Self.run(&robot, &care, seconds: 0.5)
    #expect(course.events.map(\.device) == ["right", "right"], "seed \(seed)")
    #expect(course.events.map(\.isMended) == [false, true], "seed \(seed)")
    #expect(course.spent > 0)
    #expect(course.spent < 10_000_000, "10 ms of bus time")
    #expect(pwm.peek(register: 0xFE) == 5)
    #expect(!robot.world.buses[1].isHeldLow)
    #expect(robot.joints.allSatisfy { $0.age == 0 })
    #expect(robot.lifecycle == .faulted, "it arms nothing")
    #expect(robot.faults.allSatisfy { [.encoderLost, .actuatorLost].contains($0.code) })
    // The arm has come to rest: whoever arms it while it falls gets fault 402.
    robot.run(seconds: 1.5)
    #expect(robot.ask(.clear) == Refusal.none)
    #expect(robot.armAndSettle() == Refusal.none)
    #expect(robot.lifecycle == .active)
    #expect(robot.faults.count == 1, "\(robot.faults)")
  }

  /// The reset line is pulsed once, with the bus clocked free before.
  @Test(
    "ARTIQ: SDA stays stuck until the mux is reset (m-labs/artiq#957)",
    arguments: ["active_low, safe: high", "active_high, safe: low"])
  func theMuxIsResetByItsLine(_ output: String) throws {
    final class Edges: LineObserver {
      let levels = Mutex<[Bool]>([])
      func levelChanged(to isHigh: Bool) { levels.withLock { $0.append(isHigh) } }
    }
    var robot = try VirtualRobot(arm: { text in
      text.replacing(
        "right_mux:    { driver: tca9548a, bus: right, address: 0x71 }",
        with: "right_mux:    { driver: tca9548a, bus: right, address: 0x71, reset: mux_reset }"
      ).replacing("lines:\n", with: "lines:\n  mux_reset: { line: GPIO22, output: \(output) }\n")
    })
    var care = robot.system.makeCare()
    let line = try #require(robot.world.line(named: "mux_reset"))
    let rests = output.hasSuffix("high")
    #expect(line.isHigh == rests)
    let edges = Edges()
    line.attach(edges)
    robot.run(cycles: 20)
    Self.hang(robot, at: Self.encoder, byte: 1)
    let course = Self.run(&robot, &care, seconds: 0.5)
    #expect(course.events.last?.isMended == true)
    #expect(edges.levels.withLock(\.self) == [rests, !rests, rests])
    #expect(robot.joints.allSatisfy { $0.age == 0 })
  }

  /// A wire that never rises: nine clocks a second, and no transfer in between.
  @Test(arguments: [false, true])
  func aWireThatStaysLowIsTriedOnceASecond(_ isClock: Bool) throws {
    final class Wire: DigitalInput, DigitalOutput {
      let isHeld: Bool
      let falls = Atomic(0)
      init(isHeld: Bool) { self.isHeld = isHeld }
      func level() throws(BusError) -> Bool { !isHeld }
      func drive(_ level: Bool) throws(BusError) {
        if !level { falls.add(1, ordering: .relaxed) }
      }
    }
    let holds = Atomic(0)
    let (clock, data) = (Wire(isHeld: isClock), Wire(isHeld: !isClock))
    let wires = RecoveryWires {
      holds.add(1, ordering: .relaxed)
      return HeldWires(clock: clock, data: data)
    }
    var robot = try VirtualRobot(try Fixture.arm(), recovery: [nil, wires])
    var care = robot.system.makeCare()
    robot.run(cycles: 20)
    Self.hang(robot, at: Self.encoder, byte: 1)
    var course = Self.run(&robot, &care, seconds: 0.1)
    let transfers = robot.world.buses[1].counters.transfers
    course.events += Self.run(&robot, &care, seconds: 3).events
    #expect(holds.load(ordering: .relaxed) == 4)
    // Nine clocks and that of the STOP, four times.
    #expect(clock.falls.load(ordering: .relaxed) == (isClock ? 0 : 40))
    #expect(robot.world.buses[1].counters.transfers == transfers)
    #expect(course.events.count == 2, "told once")
    #expect(
      course.events.last?.text.english.contains(isClock ? "SCL stays low" : "SDA stays low")
        == true)
    #expect(course.events.last?.text.chinese.contains("每秒重试一次") == true)
  }

  /// The chip hangs whenever it is read: the bus is freed and hangs again as the chip is set up.
  @Test func aChipThatHangsAgainIsNamed() throws {
    var robot = try VirtualRobot()
    var care = robot.system.makeCare()
    robot.run(cycles: 20)
    Self.hang(robot, at: Self.encoder, byte: 0, count: nil)
    let course = Self.run(&robot, &care, seconds: 1)
    #expect(course.events.count == 2)
    #expect(course.events.last?.text.english.contains("hung again while roll_angle") == true)
    // The chip is mended by hand: the next try succeeds.
    robot.world.buses[1].inject(FaultPlan(seed: 1, []))
    robot.world.buses[1].powerCycle()
    let later = Self.run(&robot, &care, seconds: 1.2)
    #expect(later.events.map(\.isMended) == [true])
    #expect(robot.joints.allSatisfy { $0.age == 0 })
  }

  /// Without lines nothing is guessed: the text says what to wire.
  @Test func withoutLinesTheTextSaysWhatToWire() throws {
    var robot = try VirtualRobot(try Fixture.arm(), recovery: [nil, nil])
    var care = robot.system.makeCare()
    robot.run(cycles: 20)
    Self.hang(robot, at: Self.encoder, byte: 1)
    let course = Self.run(&robot, &care, seconds: 1)
    #expect(course.events.count == 1)
    let text = try #require(course.events.first?.text)
    #expect(text.english.contains("i2c: { second: { recovery: { scl: LINE, sda: LINE } } }"))
    #expect(text.chinese.contains("请把两根空闲 GPIO 线分别接到其 SCL 和 SDA"))
    #expect(robot.world.buses[1].isHeldLow)
    // Its supply is switched: it is read again, and a further hang is told again.
    robot.world.buses[1].powerCycle()
    #expect(Self.run(&robot, &care, seconds: 0.1).events.isEmpty)
    #expect(robot.joints.allSatisfy { $0.age == 0 })
    Self.hang(robot, at: Self.encoder, byte: 1)
    #expect(Self.run(&robot, &care, seconds: 0.2).events.count == 1)
  }

  /// With a patience of half a second the robot is still powered when the bus is found dead: a bus that
  /// joints need is left alone until the outputs are off.
  @Test func aBusInUseIsNotTouchedBeforeTheOutputsAreOff() throws {
    var robot = try VirtualRobot(arm: { $0 + "safety: { stale: 200 ms }\n" })
    var care = robot.system.makeCare()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    Self.hang(robot, at: Self.encoder, byte: 1)
    let early = Self.run(&robot, &care, seconds: 0.15)
    #expect(robot.outputsEnabled == true)
    #expect(early.events.isEmpty)
    let late = Self.run(&robot, &care, seconds: 0.3)
    #expect(robot.outputsEnabled == false)
    #expect(late.events.map(\.isMended) == [false, true])
  }
}
