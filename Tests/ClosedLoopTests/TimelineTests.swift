import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// The timeline against a whole simulated robot: set-up, control, commands and all.
@Suite struct TimelineTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let capabilities: I2CCapabilities
    let messages: Int
    let isInline: Bool
    var testDescription: String {
      "\(capabilities.rawValue), \(messages) messages\(isInline ? ", one thread" : "")"
    }
  }

  static let cases = [
    Case(capabilities: [.combinedMessages, .stopBetweenMessages], messages: 42, isInline: false),
    Case(capabilities: [.combinedMessages, .stopBetweenMessages], messages: 8, isInline: false),
    Case(capabilities: .combinedMessages, messages: 42, isInline: false),
    Case(capabilities: .combinedMessages, messages: 6, isInline: true),
    // Too few to join anything: an exchange and a select each.
    Case(capabilities: .combinedMessages, messages: 2, isInline: false),
  ]

  /// Message by message through a whole hyperperiod, and the time on the wire with them.
  @Test(arguments: cases)
  func executesWhatIsPredicted(_ example: Case) throws {
    let model = try Fixture.arm {
      $0.replacing(
        "  flex_angle:",
        with: """
            spare_mux:    { driver: tca9548a, bus: left, address: 0x72 }
            spare_angle:  { driver: as5600, bus: left, via: spare_mux.7, every: 4 }
            flex_angle:
          """
      ).replacing("every: 50", with: "every: 6").replacing(
        "rate: 500 Hz",
        with: example.isInline ? "rate: 100 Hz\nloop: { buses: inline }" : "rate: 200 Hz")
    }
    let world = SimulatedWorld(
      model, clock: SimulationClock(.virtual), capabilities: example.capabilities)
    let wires = world.buses.map { TracingWire($0, maximumMessages: example.messages) }
    let hardware = world.hardware
    let system = try RobotSystem(
      model, on: Hardware(adapters: wires, inputs: hardware.inputs, outputs: hardware.outputs))
    var stepper = system.stepper(start: MonotonicInstant(nanoseconds: 100_000_000))
    let budgets = try BusBudget.all(
      model.robot,
      wires: zip(wires, model.robot.buses).map {
        BusWire($0, speed: $1.speed, overhead: Hardware.usualOverhead)
      })
    // Every 4th, every 6th, and settings in a multiple of those: as seldom as four times a second allows.
    #expect(budgets[0].timeline.order.count == (example.isInline ? 24 : 48))
    // Until the muxes are in their steady state.
    for _ in 0..<12 { stepper.step(world.clock) }
    for wire in wires { _ = wire.take() }
    for cycle: UInt64 in 12..<60 {
      let clocks = world.buses.map(\.counters.clocks)
      stepper.step(world.clock)
      for bus in wires.indices {
        let predicted = budgets[bus].timeline.cycle(cycle)
        let sent = predicted.messages.map {
          TracingWire.Sent(
            address: $0.address, isRead: $0.isRead, byteCount: $0.byteCount, stops: $0.stops,
            transfer: $0.transfer)
        }
        #expect(wires[bus].take() == sent, "bus \(bus), cycle \(cycle)")
        #expect(world.buses[bus].counters.clocks - clocks[bus] == predicted.load.clocks)
      }
    }
  }

  /// The part of each device and the rest are the whole.
  @Test func sharesAddUp() throws {
    let budgets = try BusBudget.all(
      try Fixture.arm().robot,
      wires: [400e3, 400e3].map {
        BusWire(.combinedMessages, speed: Frequency(unchecked: $0), overhead: .microseconds(100))
      })
    for budget in budgets {
      let sum = budget.shares.reduce(0) { $0 + $1.microseconds }
      #expect(abs(sum - budget.totalMicroseconds) < 1e-6)
      #expect(budget.shares.reduce(0) { $0 + $1.bytes } == budget.bytes)
      // START and bytes; the STOPs lie behind the messages.
      #expect(budget.shares.reduce(0) { $0 + $1.clocks } == budget.clocks)
    }
    // By hand: 25 bytes and their address, START: 235 clocks of 2.5 us.
    #expect(budgets[1].shares[0].name == "right_pwm")
    #expect(budgets[1].shares[0].microseconds == 587.5)
    #expect(budgets[1].shares[1].owner == .adapter)
    #expect(budgets[1].shares[1].microseconds == 300)
    // The supply has three exchanges of 48 clocks in 50 cycles, and its settings are read back in every
    // 100th, in cycles of their own, and end in another device's message.
    let supply = try #require(budgets[0].shares.first { $0.name == "left_supply" })
    #expect(supply.count == 2)
    #expect(abs(supply.averageClocks - 47 * (3 / 50.0 + 1 / 100.0)) < 1e-9)
  }
}
