import RobotAssembly
import RobotCore
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// The cycles about a fault are what the loop published in them.
@Suite struct EvidenceTests {
  /// 500 Hz: 50 cycles before, the fault's own, 25 after.
  @Test func keepsTheCyclesBeforeAndAfterAFault() throws {
    var robot = try VirtualRobot()
    var evidence = robot.system.ports.evidenceReader()
    #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
    #expect(robot.ask(.jog, joint: 1, displacement: 0.3, speed: 0.5) == Refusal.none)
    var seen: [(index: UInt64, state: LifecycleState, position: Double, effort: Double)] = []
    func note(_ snapshot: borrowing RobotSnapshot) {
      seen.append(
        (
          snapshot.cycle.index, snapshot.lifecycle, snapshot.joints[1].measuredPosition,
          snapshot.joints[1].appliedEffort
        ))
    }
    robot.run(cycles: 100, note)
    try #require(robot.world.line(named: "estop")).set(true)
    robot.run(cycles: 25, note)
    let cameEarly = evidence.update()
    #expect(!cameEarly)
    robot.run(cycles: 1, note)
    let came = evidence.update()
    try #require(came)
    robot.run(cycles: 60)
    let cameAgain = evidence.update()
    #expect(!cameAgain)

    let (count, code, cycle) = (
      evidence.slot.pointee.count, evidence.slot.pointee.code, evidence.slot.pointee.cycle
    )
    try #require(count == 76)
    #expect(code == 501)
    #expect(cycle == seen[100].index && seen[99].state == .active && seen[100].state == .faulted)
    for number in 0..<count {
      let (cycle, joint) = (
        evidence.slot.pointee.cycle(number), evidence.slot.pointee.joint(1, in: number)
      )
      let published = seen[50 + number]
      #expect(cycle.index == published.index && cycle.lifecycle == published.state)
      #expect(joint.measuredPosition == published.position)
      #expect(joint.appliedEffort == published.effort)
      #expect(cycle.outputsEnabled == (number < 50))
      #expect(cycle.emergencyStop == (number >= 50))
    }
  }

  /// Each has its own; one that comes right after the start has fewer cycles before it.
  @Test func everyFaultHasItsOwn() throws {
    var robot = try VirtualRobot()
    var evidence = robot.system.ports.evidenceReader()
    let line = try #require(robot.world.line(named: "estop"))
    var cycles: [UInt64] = []
    for _ in 0..<3 {
      #expect(robot.stand(at: VirtualRobot.center) == Refusal.none)
      line.set(true)
      robot.run(cycles: 30)
      let came = evidence.update()
      try #require(came)
      cycles.append(evidence.slot.pointee.cycle)
      #expect(evidence.slot.pointee.count == 76)
      line.set(false)
      robot.run(cycles: 5)
      #expect(robot.ask(.clear) == Refusal.none)
    }
    #expect(cycles == cycles.sorted() && Set(cycles).count == 3)
  }
}
