import Glibc
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL
import SimulationBridge
import Synchronization
import TestSupport
import Testing

/// A robot whose joint moves in a simulator, cycle by cycle.
struct OutsideRobot: ~Copyable {
  let link: SimulatorLink
  let world: SimulatedWorld
  let system: RobotSystem
  var stepper: RobotStepper
  var snapshots: TripleBufferReader<RobotSnapshot>
  var requests: RingWriter<Request>
  var events: RingReader<LoopEvent>
  private var sequence: UInt64 = 0
  private(set) var faults: [FaultRecord] = []
  private var results: [RequestResult] = []
  /// All bits of the joint's snapshots so far.
  private(set) var trace: [UInt64] = []

  init(_ address: SimulatorAddress, patience: Int64 = 5000) throws {
    let model = try Self.model()
    let link = try SimulatorLink(
      address, SimulatorParts(joints: [.init("hinge", isPrismatic: false)]),
      period: .milliseconds(2), patience: .milliseconds(patience))
    let world = SimulatedWorld(model, clock: SimulationClock(.virtual), outside: link)
    let system = try RobotSystem(model, on: world.hardware)
    self.link = link
    self.world = world
    self.system = system
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: 100_000_000))
    snapshots = system.ports.snapshotReader()
    requests = system.ports.requestWriter()
    events = system.ports.eventReader()
  }

  static func model() throws -> RobotModel {
    let robot = try RobotFile.load(
      text: Array(RobotTexts.hinge.utf8), file: "robot.yaml", drivers: DriverCatalog.schemas)
    return try RobotModel(robot: robot, urdf: nil)
  }

  mutating func run(_ cycles: Int) {
    for _ in 0..<cycles {
      stepper.step(world.clock)
      while let event = events.pop() {
        switch event {
        case .answered(let result): results.append(result)
        case .latched(let record): faults.append(record)
        default: break
        }
      }
      _ = snapshots.update()
      let joint = snapshots.slot.pointee.joints[0]
      trace += [
        joint.measuredPosition, joint.measuredVelocity, joint.appliedEffort, joint.duty,
      ].map(\.bitPattern)
    }
  }

  /// From rest until it follows commands.
  mutating func arm() {
    run(50)
    let refusal = ask(.arm)
    run(300)
    let state = state
    #expect(refusal == Refusal.none && state == .active)
  }

  mutating func ask(_ kind: Request.Kind, displacement: Double = 0) -> Refusal? {
    sequence += 1
    guard
      requests.push(
        Request(kind, sequence: sequence, joint: 0, displacement: displacement, speed: 1))
    else { return nil }
    run(1)
    return results.last { $0.sequence == sequence }?.refusal
  }

  var state: LifecycleState { snapshots.slot.pointee.lifecycle }
  var position: Double { snapshots.slot.pointee.joints[0].measuredPosition }
}

/// A robot and a simulator, one step after the other.
@Suite struct LockStepTests {
  /// The joint goes where it is told, with the register-level chips between: within the encoder's two counts and what
  /// the spring of the law leaves to the pendulum's weight, 0.3 N.m / 40 N.m/rad.
  @Test(arguments: SimulatorLinkTests.Way.allCases)
  func theRobotMovesInTheSimulator(_ way: SimulatorLinkTests.Way) throws {
    let simulator = try FakeSimulator(way.address)
    defer { simulator.end() }
    var robot = try OutsideRobot(simulator.address)
    robot.arm()
    #expect(robot.ask(.jog, displacement: 0.5) == Refusal.none)
    robot.run(700)
    #expect(robot.state == .active && robot.faults.isEmpty)
    #expect(abs(robot.position - 0.5) < 0.3 / 40 + 0.004, "\(robot.position)")
    // The plant is never ahead of the clock, nor a step behind it.
    robot.world.plant.settle()
    let steps = simulator.steps.load(ordering: .relaxed)
    #expect(steps == Int(robot.world.clock.now.nanoseconds / FakeSimulator.step))
    FreeAddress.remove(simulator.address)
  }

  /// Twice over each link: the same bits.
  @Test func everyRunIsTheSame() throws {
    var traces: Set<[UInt64]> = []
    for way in [SimulatorLinkTests.Way.socket, .memory, .socket, .memory] {
      let simulator = try FakeSimulator(way.address)
      defer { simulator.end() }
      var robot = try OutsideRobot(simulator.address)
      robot.arm()
      #expect(robot.ask(.jog, displacement: -0.3) == Refusal.none)
      robot.run(500)
      #expect(robot.position < -0.2)
      traces.insert(robot.trace)
      FreeAddress.remove(simulator.address)
    }
    #expect(traces.count == 1)
  }

  /// The safe state, the cause by its name, and on again by clear and arm.
  @Test(
    arguments: [
      (FakeSimulator.Mood.silent, SimulatorCause.silent), (.notANumber, .nonFinite),
      (.otherStep, .timeStep), (.otherTime, .time), (.hangsUp, .gone), (.truncated, .badFrame),
    ])
  func aLostSimulatorSwitchesOff(
    _ trouble: (mood: FakeSimulator.Mood, cause: SimulatorCause)
  ) throws {
    let simulator = try FakeSimulator(FreeAddress.socket())
    defer { simulator.end() }
    var robot = try OutsideRobot(simulator.address, patience: 100)
    robot.arm()
    simulator.become(trouble.mood)
    robot.run(2)
    #expect(robot.state == .faulted && !robot.snapshots.slot.pointee.outputsEnabled)
    let record = try #require(robot.faults.first)
    #expect(record.code == .simulatorLost && record.value == Double(trouble.cause.rawValue))
    #expect(robot.ask(.clear) == .causePersists)
    simulator.become(.well)
    let deadline = SystemClock.now() + .milliseconds(20_000)
    while robot.link.health.cause != nil, SystemClock.now() < deadline {
      usleep(1000)
      robot.run(1)
    }
    #expect(robot.ask(.clear) == Refusal.none)
    robot.run(150)
    robot.arm()
    #expect(robot.faults.count == 1)
    FreeAddress.remove(simulator.address)
  }

  /// On the wall clock the thread of the link goes on with the simulator, and chips see it.
  @Test func onTheWallClockStepsAreKept() throws {
    let simulator = try FakeSimulator(FreeAddress.memory())
    defer { simulator.end() }
    let link = try SimulatorLink(
      simulator.address, SimulatorParts(joints: [.init("hinge", isPrismatic: false)]),
      period: .milliseconds(2), patience: .milliseconds(5000))
    let world = SimulatedWorld(
      try OutsideRobot.model(), clock: SimulationClock(.wall), outside: link)
    world.plant.push(joint: 0, effort: 0.1)
    let stop = StopFlag()
    let thread = try RealtimeThread.start(
      SimulatorThread(world.plant, link, world.clock, stop: stop), name: "sim",
      scheduling: Scheduling(priority: nil, processor: nil))
    let deadline = SystemClock.now() + .milliseconds(20_000)
    while simulator.steps.load(ordering: .relaxed) < 100, SystemClock.now() < deadline {
      usleep(1000)
    }
    #expect(simulator.steps.load(ordering: .relaxed) >= 100)
    #expect(world.plant.position(joint: 0, at: world.clock.now) > 0)
    // 20 ms for each step of 1 ms: within six of them it is 100 ms behind.
    simulator.become(.slow)
    var lost: [SimulatorCause] = []
    while lost.isEmpty, SystemClock.now() < deadline {
      usleep(1000)
      for case .lost(let failure) in link.takeNews() { lost.append(failure.cause) }
    }
    #expect(lost == [.slow])
    stop.raise()
    thread.join()
    FreeAddress.remove(simulator.address)
  }
}
