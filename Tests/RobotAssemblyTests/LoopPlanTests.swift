import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotRuntime
import RobotUnits
import Testing

/// The `loop` of a robot file, and what the runtime makes of it.
@Suite struct LoopPlanTests {
  private func robot(_ loop: String, rate: String = "500 Hz") throws -> RobotDescription {
    let text = """
      robot: one
      rate: \(rate)
      \(loop)
      buses: { main: { i2c: header, speed: 400 kHz }, other: { i2c: second, speed: 400 kHz } }
      devices:
        pwm: { driver: pca9685, bus: main, address: 0x41 }
        angle: { driver: as5600, bus: other }
      joints:
        elbow:
          actuator:
            bridge: [pwm.0, pwm.1]
            motor: { supply: 12 V, gear: 345, kt: 6.73 mN.m/A, resistance: 4.44 Ohm }
          encoder: { device: angle, zero: 1.2 rad }
          limits: { position: [-90 deg, 90 deg], velocity: 3 rad/s, acceleration: 20 rad/s^2,
                    effort: 2 N.m }
          control: { law: impedance, kp: 40 N.m/rad, kd: 1.5 N.m.s/rad }
          on_loss: hold
      """
    return try RobotFile.load(
      text: Array(text.utf8), file: "one.yaml", drivers: DriverCatalog.schemas)
  }

  /// What was before there were choices.
  @Test func defaultsToSkippingOnThreadsThatSleep() throws {
    let robot = try robot("")
    #expect(robot.loop == LoopDescription())
    let plan = LoopPlan(robot)
    #expect(plan.policy.catchUp == 0)
    #expect(plan.policy.ladder == nil)
    #expect(plan.aging == .hold(5))
    #expect(plan.request == SchedulingRequest(priority: 50, processor: .last))
    #expect(CycleSchedule(robot).controlPhase == .microseconds(1_700))
  }

  @Test func readsEveryPolicy() throws {
    #expect(LoopPlan(try robot("loop: { overrun: skip }")).policy.catchUp == 0)
    let caught = LoopPlan(try robot("loop: { overrun: { catch_up: 2 } }"))
    #expect(caught.policy.catchUp == 2)
    #expect(caught.aging == .hold(5))
    #expect(LoopPlan(try robot("loop: { overrun: { hold: 3 } }")).aging == .hold(3))
    #expect(
      LoopPlan(try robot("loop: { overrun: { extrapolate: 4 } }")).aging == .extrapolate(4))
  }

  /// 1 s is 500 periods.
  @Test func countsCreditsInPeriods() throws {
    let plan = LoopPlan(try robot("loop: { credits: { most: 10, regain: 1 s } }"))
    #expect(plan.policy.ladder == OverrunCredits(most: 10, regain: 500))
  }

  @Test func whoeverStartsItMayChangeThePriority() throws {
    let robot = try robot("loop: { scheduler: { policy: fifo, priority: 80, cpu: 3 } }")
    #expect(
      LoopPlan(robot).request == SchedulingRequest(priority: 80, processor: .number(3)))
    #expect(
      LoopPlan(robot, priority: 20).request
        == SchedulingRequest(priority: 20, processor: .number(3)))
    #expect(LoopPlan(robot, priority: 0).request == SchedulingRequest(priority: nil))
    let isolated = try self.robot("loop: { scheduler: { policy: fifo, cpu: isolated } }")
    #expect(
      LoopPlan(isolated).request == SchedulingRequest(priority: 50, processor: .isolated))
    let other = try self.robot("loop: { scheduler: { policy: other } }")
    #expect(LoopPlan(other).request == SchedulingRequest(priority: nil))
  }

  /// At 500 Hz control has 300 us of the 2 ms, a bus a quarter of the other 1.7 ms.
  @Test func reservesTheWindowOfEachThread() throws {
    let request = LoopPlan(try robot("loop: { scheduler: { policy: deadline } }")).request
    func reservation(_ runtime: Int64, _ deadline: Int64) -> Reservation {
      Reservation(
        runtime: .microseconds(runtime), deadline: .microseconds(deadline),
        period: .microseconds(2_000))
    }
    #expect(
      request.reservations == [
        reservation(300, 300), reservation(425, 1_700), reservation(425, 1_700),
      ])
    #expect(request.priority == 50, "the next best")
    let inline = LoopPlan(
      try robot("loop: { scheduler: { policy: deadline }, buses: inline }")
    ).request
    #expect(inline.reservations == [reservation(1_000, 2_000)])
  }

  /// While the buses' threads wait awake for the next grid point, control does not run: it is due
  /// earlier.
  @Test func spinningTakesItsTimeFromTheBuses() throws {
    let robot = try robot("loop: { wake_up: { spin: 100 us } }")
    #expect(robot.loop.spin == .microseconds(100))
    #expect(CycleSchedule(robot).controlPhase == .microseconds(1_600))
    #expect(try self.robot("loop: { wake_up: sleep }").loop.spin == .zero)
  }

  @Test func inlineBusesShareTheTime() throws {
    let apart = try BusBudget.all(
      try robot(""), capabilities: [.combinedMessages, .combinedMessages],
      overhead: [.microseconds(50), .microseconds(50)])
    let inline = try BusBudget.all(
      try robot("loop: { buses: inline }"), capabilities: [.combinedMessages, .combinedMessages],
      overhead: [.microseconds(50), .microseconds(50)])
    #expect(apart.map(\.totalMicroseconds) == inline.map(\.totalMicroseconds))
    let sum = inline.reduce(0) { $0 + $1.totalMicroseconds }
    for (index, budget) in inline.enumerated() {
      let left = 1_700 - (sum - inline[index].totalMicroseconds)
      #expect(abs(budget.availableMicroseconds - left) < 1e-9)
      #expect(budget.highestRateHertz < apart[index].highestRateHertz)
      #expect(abs(budget.retryMicroseconds - (1_700 - sum) / 2) < 1e-9, "half of what is left")
    }
    #expect(inline[0].highestRateHertz == inline[1].highestRateHertz, "of one thread")
  }
}
