import RobotAssembly
import RobotCore
import RobotHAL
import RobotRuntime
import RobotUnits
import SimulatedHAL
import Testing

/// The same robot on threads and the wall clock. Nothing here depends on how late the machine is: what
/// lateness may spoil is tried again.
@Suite struct ThreadedRobotTests {
  private static let text =
    Fixture.hinge.replacing(
      "frequency: 1 kHz }", with: "frequency: 1 kHz, output_enable: enable }"
    ).replacing("rate: 500 Hz", with: "rate: 100 Hz")
    + "lines: { enable: { line: GPIO27, output: active_low, safe: high } }\n"

  /// Whoever stops the threads of a powered robot leaves nothing driven behind.
  @Test(arguments: ["threads", "inline"])
  func leavesNothingPoweredWhenItsThreadsEnd(_ buses: String) throws {
    let model = try Fixture.model(Self.text + "loop: { buses: \(buses) }\n")
    let world = SimulatedWorld(model, clock: SimulationClock(.wall))
    let line = try #require(world.line(named: "enable"))
    let chip = try #require(world.chips["pwm"] as? PCA9685Model)
    let system = try RobotSystem(model, on: world.hardware)
    let ports = system.ports
    var snapshots = ports.snapshotReader()
    var requests = ports.requestWriter()
    var events = ports.eventReader()
    let running = try system.start(
      Scheduling(priority: nil, processor: nil), at: SystemClock.now() + .milliseconds(5))
    let deadline = SystemClock.now() + .milliseconds(30_000)
    var isPowered = false
    while !isPowered, SystemClock.now() < deadline {
      guard snapshots.update() else { continue }
      isPowered = snapshots.slot.pointee.lifecycle == .active && chip.duty(4) + chip.duty(9) > 0
      if snapshots.slot.pointee.lifecycle == .faulted {
        _ = requests.push(Request(.clear, sequence: 1))
      } else if snapshots.slot.pointee.lifecycle == .disarmed {
        _ = requests.push(Request(.arm, sequence: 2))
      }
      while events.pop() != nil {}
    }
    #expect(isPowered)
    #expect(running.stopAndWait(until: SystemClock.now() + .milliseconds(10_000)))
    #expect(line.isHigh)
    // And the registers are safe too, should somebody let the line go.
    line.set(false)
    #expect((0..<16).allSatisfy { chip.duty($0) == 0 })
    #expect(system.controlStatistics.cycles.value > 0)
    #expect(system.busStatistics[0].transfers.value > 0)
    let hasThread = system.busLoopStatistics[0].cycles.value > 0
    #expect(hasThread == (buses == "threads"))
  }
}
