import RobotControl
import RobotDynamics
import RobotUnits
import SimulatedHAL
import Synchronization
import Testing

/// Bodies that are where a test puts them.
private final class HandMoved: OutsideBodies {
  let step: TimeSpan
  let present: [JointState]
  let health = SimulatorHealth()
  let asked = Mutex<[[JointDrive]]>([])
  let next = Mutex<[JointState]>([])
  let isLost = Atomic<Bool>(false)

  init(step: TimeSpan, _ present: [JointState]) {
    self.step = step
    self.present = present
    next.withLock { $0 = present }
  }

  func advance(_ drives: [JointDrive], into states: inout [JointState]) -> Bool {
    asked.withLock { $0.append(drives) }
    states = next.withLock { $0 }
    return !isLost.load(ordering: .relaxed)
  }
}

/// The plant's side of bodies that move outside: motors, gears and supply.
@Suite struct OutsideBodiesTests {
  private struct Bench {
    let bodies: HandMoved
    let clock: SimulationClock
    let plant: SimulatedPlant

    init(
      _ joints: [GearMotorJoint.Parameters], at states: [JointState], resistance: Double = 0,
      step: TimeSpan = .milliseconds(1)
    ) {
      bodies = HandMoved(step: step, states)
      clock = SimulationClock(.virtual)
      plant = SimulatedPlant(
        joints: joints, gates: joints.map { _ in nil },
        tree: KinematicTree(bodies: [], coordinateCount: 0, base: .fixed),
        supply: SimulatedPlant.Supply(volts: 12, resistance: resistance), clock: clock,
        bodies: bodies)
    }

    func run(_ milliseconds: Int) {
      clock.advance(to: clock.now + .milliseconds(Int64(milliseconds)))
      plant.settle()
    }

    var last: [JointDrive] { bodies.asked.withLock { $0.last ?? [] } }
  }

  /// eta K / R = 0.5 * 2 / 4 N.m/V; half of 12 V: 1.5 N.m. Shorted or driven it brakes with eta K^2 / R = 0.5 N.m.s/rad
  /// for the share of the period in which it conducts.
  @Test func aMotorIsALine() {
    let bench = Bench([Motor.parameters()], at: [JointState()])
    bench.plant.drive(joint: 0, forward: 0.5, reverse: 0, at: bench.clock.now)
    bench.run(1)
    #expect(bench.last == [JointDrive(effort: 1.5, damping: 0.25, armature: 0.05, friction: 0)])
    bench.plant.drive(joint: 0, forward: 1, reverse: 0.5, at: bench.clock.now)
    bench.run(1)
    #expect(bench.last == [JointDrive(effort: 1.5, damping: 0.5, armature: 0.05, friction: 0)])
    bench.plant.push(joint: 0, effort: -0.25)
    bench.plant.drive(joint: 0, forward: 0, reverse: 0, at: bench.clock.now)
    bench.run(1)
    #expect(bench.last == [JointDrive(effort: -0.25, damping: 0, armature: 0.05, friction: 0)])
  }

  /// A belt of 3:1: efforts three times, what goes with the velocity nine times.
  @Test func aTransmissionTurnsIt() throws {
    var joint = Motor.parameters()
    joint.transmission = .ratio(try RatioTransmission(ratio: 3))
    let bench = Bench([joint], at: [JointState(position: 0.2)])
    #expect(abs(bench.plant.rotorPosition(joint: 0, at: bench.clock.now) - 0.6) < 1e-12)
    bench.plant.drive(joint: 0, forward: 1, reverse: 0, at: bench.clock.now)
    bench.run(1)
    #expect(bench.last == [JointDrive(effort: 9, damping: 4.5, armature: 0.45, friction: 0)])
  }

  /// What a drive does for a quarter of a step counts a quarter.
  @Test func aDriveCountsByItsTime() {
    let bench = Bench([Motor.parameters()], at: [JointState()])
    bench.plant.drive(
      joint: 0, forward: 1, reverse: 0, at: bench.clock.now + .microseconds(750))
    bench.run(1)
    #expect(abs(bench.last[0].effort - 0.75) < 1e-12 && abs(bench.last[0].damping - 0.125) < 1e-12)
  }

  /// Chips see where the bodies are, gone on with their velocity; stops are not the plant's.
  @Test func jointsAreWhereTheBodiesAre() {
    var joint = Motor.parameters()
    joint.stops = -0.1...0.1
    joint.backlash = 0.05
    let bench = Bench([joint], at: [JointState(position: 0.5)])
    #expect(bench.plant.position(joint: 0, at: bench.clock.now) == 0.5)
    bench.bodies.next.withLock { $0 = [JointState(position: 0.7, velocity: 2)] }
    bench.run(1)
    #expect(bench.plant.position(joint: 0, at: bench.clock.now) == 0.7)
    let later = bench.clock.now + .microseconds(500)
    #expect(abs(bench.plant.position(joint: 0, at: later) - 0.701) < 1e-12)
    #expect(abs(bench.plant.rotorPosition(joint: 0, at: later) - 0.701) < 1e-12)
  }

  /// At 1 rad/s, K = 2 V.s/rad and R = 4 Ohm, 12 V drive (12 - 2) / 4 A; the supply of 0.1 Ohm gives 0.25 V for it.
  @Test func currentIsTheMotors() {
    let bench = Bench([Motor.parameters()], at: [JointState(velocity: 1)], resistance: 0.1)
    bench.plant.drive(joint: 0, forward: 1, reverse: 0, at: bench.clock.now)
    bench.run(1)
    let power = bench.plant.power()
    #expect(abs(power.amperes - 2.5) < 1e-12 && abs(power.busVolts - 11.75) < 1e-12)
  }

  /// One step of the bodies for each of theirs, not one more.
  @Test func stepsAreTheBodies() {
    let bench = Bench([Motor.parameters()], at: [JointState()], step: .milliseconds(3))
    bench.run(8)
    #expect(bench.bodies.asked.withLock { $0.count } == 2)
    bench.run(1)
    #expect(bench.bodies.asked.withLock { $0.count } == 3)
  }
}
