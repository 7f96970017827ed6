import RobotScenarios
import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// A robot on simulated hardware and a virtual clock, stepped by a test. Every cycle of every test is
/// watched for limits.
struct VirtualRobot: ~Copyable {
  let model: RobotModel
  let world: SimulatedWorld
  let wires: [FaultyWire]
  let system: RobotSystem
  var stepper: RobotStepper
  var snapshots: TripleBufferReader<RobotSnapshot>
  private var requests: RingWriter<Request>
  private var events: RingReader<LoopEvent>
  var stream: TripleBufferWriter<StreamFrame>
  var watch: LimitWatch
  /// Violations of limits so far; a few are reported, all are counted.
  private(set) var violations = 0
  private(set) var results: [RequestResult] = []
  private(set) var blocks: [ArmingBlock] = []
  private(set) var faults: [FaultRecord] = []
  private(set) var stops: [StopRecord] = []
  private(set) var degradations: [StopRecord] = []
  private var sequence: UInt64 = 0

  /// `model` on hardware as its file describes it, or as `wired` does; with `recovery` in the place of the
  /// simulated buses' own lines.
  init(
    _ model: RobotModel, wired: RobotModel? = nil,
    capabilities: I2CCapabilities = [.combinedMessages, .stopBetweenMessages],
    recovery: [RecoveryWires?]? = nil
  ) throws {
    let world = SimulatedWorld(
      wired ?? model, clock: SimulationClock(.virtual), capabilities: capabilities)
    let wires = world.buses.map { FaultyWire($0, mux: 0x71) }
    let hardware = world.hardware
    let system = try RobotSystem(
      model,
      on: Hardware(
        adapters: wires, inputs: hardware.inputs, outputs: hardware.outputs,
        recovery: recovery ?? hardware.recovery, edges: hardware.edges,
        serialPorts: hardware.serialPorts))
    self.model = model
    self.world = world
    self.wires = wires
    self.system = system
    watch = LimitWatch(model)
    // A set-up may have taken longer.
    let ready = world.buses.map(\.busTime.nanoseconds).max() ?? 0
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: max(100_000_000, ready)))
    snapshots = system.ports.snapshotReader()
    stream = system.ports.streamWriter()
    requests = system.ports.requestWriter()
    events = system.ports.eventReader()
  }

  /// The shipped arm, its file edited by `edit`.
  init(
    arm edit: (String) -> String = { $0 },
    capabilities: I2CCapabilities = [.combinedMessages, .stopBetweenMessages]
  ) throws {
    try self.init(try Fixture.arm(edit), capabilities: capabilities)
  }

  /// Runs `count` cycles, `each` after every one.
  mutating func run(cycles count: Int, _ each: (borrowing RobotSnapshot) -> Void = { _ in }) {
    for _ in 0..<count {
      stepper.step(world.clock)
      while let event = events.pop() {
        switch event {
        case .blocked(let block): blocks.append(block)
        case .answered(let result): results.append(result)
        case .latched(let record): faults.append(record)
        case .stopped(let record): stops.append(record)
        case .degraded(let record): degradations.append(record)
        }
      }
      _ = snapshots.update()
      for problem in watch.look(at: snapshots.slot.pointee) {
        violations += 1
        if violations <= 3 { Issue.record("\(problem)") }
      }
      each(snapshots.slot.pointee)
    }
  }

  /// Runs for `seconds` of virtual time.
  mutating func run(seconds: Double, _ each: (borrowing RobotSnapshot) -> Void = { _ in }) {
    run(cycles: Int(seconds * model.robot.rate.hertz + 0.5), each)
  }

  /// Asks, runs one cycle, and returns the answer.
  mutating func ask(
    _ kind: Request.Kind, joint: Int = -1, displacement: Double = 0, speed: Double = 0,
    knotCount: Int = 0
  ) -> Refusal? {
    sequence += 1
    let request = Request(
      kind, sequence: sequence, joint: joint, displacement: displacement, speed: speed,
      knotCount: knotCount)
    guard requests.push(request) else { return nil }
    run(cycles: 1)
    return results.last { $0.sequence == sequence }?.refusal
  }

  /// Arms and waits until the robot is active.
  mutating func armAndSettle() -> Refusal? {
    run(cycles: 20)
    let refusal = ask(.arm)
    run(seconds: 0.5)
    return refusal
  }

  /// Arms and moves to `pose`.
  mutating func stand(at pose: [Double]) -> Refusal? {
    if let refusal = armAndSettle(), refusal != .none { return refusal }
    return move(to: pose, in: 2)
  }

  /// Streams one frame that counts for `validFor` seconds.
  mutating func send(_ targets: [JointTarget], validFor seconds: Double) {
    stream.slot.pointee.validUntil = world.clock.now + TimeSpan(nanoseconds: Int64(seconds * 1e9))
    for (joint, target) in targets.enumerated() { stream.slot.pointee.targets[joint] = target }
    stream.publish()
  }

  // MARK: What it shows

  var lifecycle: LifecycleState { snapshots.slot.pointee.lifecycle }
  var fault: FaultCode? { snapshots.slot.pointee.fault?.code }
  var outputsEnabled: Bool { snapshots.slot.pointee.outputsEnabled }
  var joints: [JointSnapshot] {
    model.joints.indices.map { snapshots.slot.pointee.joints[$0] }
  }
  /// The present references [rad].
  var references: [Double] { joints.map(\.referencePosition) }
  /// Where the plant's joints really are [rad].
  var positions: [Double] {
    model.joints.indices.map { world.plant.position(joint: $0, at: world.clock.now) }
  }
  /// The PWM chips by name: two dictionaries of the same keys may have different orders.
  var pwmChips: [PCA9685Model] {
    world.chips.sorted { $0.key < $1.key }.compactMap { $0.value as? PCA9685Model }
  }
  /// The duties at the pins of all bridges, whatever the loop believes: 16 of each of `pwmChips`.
  var pins: [Double] { pwmChips.flatMap { chip in (0..<16).map(chip.duty) } }
}
