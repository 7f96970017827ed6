import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL

/// The shipped robot on simulated hardware and a virtual clock, stepped by a test.
struct VirtualRobot: ~Copyable {
  let model: RobotModel
  let world: SimulatedWorld
  let system: RobotSystem
  var stepper: RobotStepper
  var snapshots: TripleBufferReader<RobotSnapshot>
  var stream: TripleBufferWriter<StreamFrame>
  private(set) var results: [RequestResult] = []
  private(set) var faults: [FaultRecord] = []
  private var sequence: UInt64 = 0

  init(
    _ robot: String = "Robots/arm6/robot.yaml",
    capabilities: I2CCapabilities = [.combinedMessages, .stopBetweenMessages]
  ) throws {
    let model = try Fixture.model(robot)
    let world = SimulatedWorld(
      model, clock: SimulationClock(.virtual), capabilities: capabilities)
    let system = try RobotSystem(model, on: world.hardware)
    self.model = model
    self.world = world
    self.system = system
    stepper = system.stepper(start: MonotonicInstant(nanoseconds: 1_000_000_000))
    snapshots = system.ports.snapshotReader()
    stream = system.ports.streamWriter()
  }

  /// Runs `count` cycles, `each` after every one.
  mutating func run(cycles count: Int, _ each: (borrowing RobotSnapshot) -> Void = { _ in }) {
    for _ in 0..<count {
      stepper.step(world.clock)
      while let event = system.ports.events.pop() {
        switch event {
        case .answered(let result): results.append(result)
        case .latched(let record): faults.append(record)
        }
      }
      _ = snapshots.update()
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
    _ = system.ports.requests.push(
      Request(
        kind, sequence: sequence, joint: joint, displacement: displacement, speed: speed,
        knotCount: knotCount))
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

  /// Streams one frame that counts for `validFor` seconds.
  mutating func send(_ targets: [JointTarget], validFor seconds: Double) {
    stream.slot.pointee.validUntil = world.clock.now + TimeSpan(nanoseconds: Int64(seconds * 1e9))
    for (joint, target) in targets.enumerated() { stream.slot.pointee.targets[joint] = target }
    stream.publish()
  }
}

enum Fixture {
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    parts.removeLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  static func model(_ robot: String) throws -> RobotModel {
    let description = try RobotFile.load(
      path: "\(root)/\(robot)", drivers: DriverCatalog.schemas)
    let urdf = try description.urdf.map { reference in
      try URDF.load(
        path: "\(root)/\(robot)".split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
          + "/" + reference.path)
    }
    return try RobotModel(robot: description, urdf: urdf)
  }
}
