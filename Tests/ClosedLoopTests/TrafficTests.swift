import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

@Suite struct TrafficTests {
  struct Adapter: Sendable, CustomTestStringConvertible {
    let capabilities: I2CCapabilities
    /// Transfers of a bus in a cycle.
    let transfers: Int
    var testDescription: String { "\(transfers) transfers per bus" }
  }

  static let adapters = [
    Adapter(capabilities: [.combinedMessages, .stopBetweenMessages], transfers: 1),
    // Three encoder channels, the first of which the cycle before opened.
    Adapter(capabilities: .combinedMessages, transfers: 3),
  ]

  /// What a bus carries in cycle `stepper.index`.
  private func counters(
    _ robot: inout VirtualRobot, bus: Int
  ) -> SimulatedI2CBus.Counters {
    let before = robot.world.buses[bus].counters
    robot.run(cycles: 1)
    let after = robot.world.buses[bus].counters
    var difference = SimulatedI2CBus.Counters()
    difference.transfers = after.transfers - before.transfers
    difference.messages = after.messages - before.messages
    difference.bytes = after.bytes - before.bytes
    difference.clocks = after.clocks - before.clocks
    return difference
  }

  @Test(arguments: adapters)
  func makesAsFewTransfersAsTheAdapterAllows(_ adapter: Adapter) throws {
    for bus in 0...1 {
      var robot = try VirtualRobot(capabilities: adapter.capabilities)
      // At the start the first channel has to be opened as well.
      let more = adapter.transfers == 1 ? 0 : 1
      #expect(counters(&robot, bus: bus).transfers == adapter.transfers + more)
      for cycle in 1..<110 {
        #expect(counters(&robot, bus: bus).transfers == adapter.transfers, "cycle \(cycle)")
      }
      let transfers = UInt64(110 * adapter.transfers + more)
      #expect(robot.system.busStatistics[bus].transfers.value == transfers)
      #expect(robot.system.busStatistics[bus].failures.value == 0)
    }
  }

  /// The prediction is what is executed: clock by clock, in the worst of all cycles.
  @Test(arguments: adapters)
  func carriesWhatTheBudgetPredicts(_ adapter: Adapter) throws {
    let edits: [@Sendable (String) -> String] = [
      { $0 },
      // Two slow devices whose cycles meet once in 11 * 50, and a mux with one device on it.
      {
        $0.replacing(
          "  flex_angle:",
          with: """
              second_supply: { driver: ina226, bus: left, address: 0x45, shunt: 2 mOhm, every: 11 }
              spare_mux:    { driver: tca9548a, bus: left, address: 0x72 }
              spare_angle:  { driver: as5600, bus: left, via: spare_mux.7, every: 2 }
              flex_angle:
            """)
      },
    ]
    for edit in edits {
      let model = try Fixture.arm(edit)
      let budgets = try BusBudget.all(
        model.robot, capabilities: [adapter.capabilities, adapter.capabilities],
        overhead: [.microseconds(30), .microseconds(30)])
      for bus in 0...1 {
        var robot = try VirtualRobot(model, capabilities: adapter.capabilities)
        robot.run(cycles: 1)
        var worst = SimulatedI2CBus.Counters()
        for _ in 0..<1100 {
          let now = counters(&robot, bus: bus)
          if now.clocks > worst.clocks { worst = now }
        }
        let budget = budgets[bus]
        #expect(budget.clocks == worst.clocks)
        #expect(budget.bytes == worst.bytes)
        #expect(budget.messages == worst.messages)
        #expect(budget.transfers == worst.transfers)
        // 400 kHz: 2.5 us per clock; 30 us per transfer.
        #expect(abs(budget.wireMicroseconds - 2.5 * Double(worst.clocks)) < 1e-6)
        #expect(abs(budget.overheadMicroseconds - 30 * Double(worst.transfers)) < 1e-6)
      }
    }
  }

  /// The right bus of the arm by hand. PWM burst: 1 + 6 * 4 bytes. Each encoder behind its channel: mux
  /// byte, then register out and 3 bytes in. Nine clocks per byte with its address byte, one per START
  /// and STOP: the mux stops after each select, and the transfer once. Settings are read back in cycles of
  /// their own: the PWM chip's two, register out and 2 bytes in.
  @Test func budgetMatchesAHandCount() throws {
    let budgets = try BusBudget.all(
      try Fixture.arm().robot,
      capabilities: [I2CCapabilities](
        repeating: [.combinedMessages, .stopBetweenMessages], count: 2),
      overhead: [.zero, .zero])
    let right = budgets[1]
    #expect(right.name == "right")
    #expect(right.transfers == 1)
    #expect(right.messages == 1 + 3 * 3 + 2)
    #expect(right.bytes == 26 + 3 * (2 + 2 + 4) + 5)
    #expect(right.clocks == 9 * (26 + 3 * 8 + 5) + 12 + 3 + 1)
    #expect(abs(right.availableMicroseconds - 1700) < 1)
    #expect(abs(right.retryMicroseconds - (1700 - 511 * 2.5)) < 1)
    // The rate at which 511 clocks are 85 % of a period, which leaves more than 200 us.
    #expect(abs(right.highestRateHertz - 0.85 / (511 * 2.5e-6)) < 5)
  }

  /// Whatever both buses repeat, one thread is done with them before control.
  @Test func inlineBusesShareTheTimeForRepeats() throws {
    let model = try Fixture.arm {
      // A fifth of the rate, so that there is time left behind both buses.
      $0.replacing("rate: 500 Hz", with: "rate: 100 Hz\nloop: { buses: inline }")
    }
    let budgets = try BusBudget.all(
      model.robot,
      capabilities: [I2CCapabilities](
        repeating: [.combinedMessages, .stopBetweenMessages], count: 2),
      overhead: [.zero, .zero])
    #expect(budgets[0].retryMicroseconds > 0)
    let all = budgets.reduce(0) { $0 + $1.totalMicroseconds + $1.retryMicroseconds }
    // 85 % of 10 ms.
    #expect(abs(all - 8500) < 1)
  }

  /// Two more supplies of three readings each, in every fourth cycle: two readings per cycle at most. Of the supply
  /// with three in fifty cycles, and of the settings that are read back, one each at a time comes on top.
  @Test func noCycleCarriesAllSlowReadings() throws {
    let model = try Fixture.arm {
      $0.replacing(
        "  flex_angle:",
        with: """
            second_supply: { driver: ina226, bus: left, address: 0x45, shunt: 2 mOhm, every: 4 }
            third_supply: { driver: ina226, bus: left, address: 0x46, shunt: 2 mOhm, every: 4 }
            flex_angle:
          """)
    }
    let left = try BusBudget.all(
      model.robot,
      capabilities: [I2CCapabilities](
        repeating: [.combinedMessages, .stopBetweenMessages], count: 2),
      overhead: [.zero, .zero])[0]
    #expect(left.messages == 1 + 3 * 3 + 2 + 2 + 2)
  }
}
