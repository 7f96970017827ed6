import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// What existing drivers of the MPR121 get wrong (devices.md section 9), on the model.
@Suite("What existing drivers get wrong: MPR121")
struct MPR121DefectTests {
  private let electrodes = FixedCapacitances(farads: 10e-12)
  private let chip: MPR121Model
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = MPR121Model(electrodes: electrodes)
    bus.attach(chip)
  }

  private func run(
    _ configuration: MPR121.Configuration, _ bench: inout DecoderBench
  ) throws -> SensorFlags {
    var handle = SharedI2CBus(bus)
    let exchange = MPR121.exchanges(for: configuration)[0].exchange
    return bench.decode(
      try handle.transfer(to: 0x5A, write: exchange.request, read: exchange.replyCount))
  }

  private func setUp() throws -> (MPR121.Configuration, DecoderBench) {
    let configuration = try MPR121.Configuration()
    var handle = SharedI2CBus(bus)
    try MPR121.setUp(configuration, on: &handle)
    return (configuration, DecoderBench(MPR121.Decoder(configuration), channels: 24))
  }

  @Test("MPR121: configuration while running is ignored (CircuitPython issue 11, pull request 13)")
  func aRunningChipIsConfigured() throws {
    var handle = SharedI2CBus(bus)
    try handle.write([0x5E, 0x8F], to: 0x5A)  // somebody else's
    let (configuration, _) = try setUp()
    #expect(chip.peek(register: 0x41) == configuration.touchThreshold)
    #expect(chip.peek(register: 0x58) == configuration.releaseThreshold)
    #expect(chip.peek(register: 0x5D) == 0x20)
    #expect(chip.peek(register: 0x5E) == 0xCC)
  }

  @Test("MPR121: OVCF is masked away and reads as never touched (Arduino issues 20, 33, 47, 49)")
  func anOvercurrentIsNoRest() throws {
    var (configuration, bench) = try setUp()
    #expect(try run(configuration, &bench) == [])
    chip.hasOvercurrent = true
    bus.pause(.milliseconds(10))
    #expect(try run(configuration, &bench) == .deviceFault)
    #expect(bench.health.allSatisfy { !$0 })
    let watch = MPR121.watch(for: configuration)
    var handle = SharedI2CBus(bus)
    #expect(
      try handle.transfer(to: 0x5A, write: watch.exchange.request, read: 1) != watch.expected)
    #expect(throws: MPR121.Failure.overcurrent) {
      var handle = SharedI2CBus(bus)
      try MPR121.setUp(configuration, on: &handle)
    }
    chip.hasOvercurrent = false
    (configuration, bench) = try setUp()
    #expect(try run(configuration, &bench) == [])
  }

  @Test("MPR121: a long press releases itself (antgon/pico-mpr121 issue 2)")
  func theBaselineStandsWhileTouched() throws {
    _ = try setUp()
    // NHD, NCL and FDL touched: no step at all.
    #expect((UInt8(0x33)...0x35).map { chip.peek(register: $0) } == [0, 0, 0])
    // ARE would search for another charge under the finger.
    #expect(chip.peek(register: 0x7B) & 0x02 == 0)
  }

  @Test("MPR121: touches are those of the electrodes")
  func touches() throws {
    var (configuration, bench) = try setUp()
    electrodes.set(3, farads: 11e-12)
    bus.pause(.milliseconds(5))
    #expect(try run(configuration, &bench) == [])
    let touched = (0..<12).map { bench.values[12 + $0] == 1 }
    #expect(touched == (0..<12).map { $0 == 3 })
    #expect(bench.values[3] < bench.values[2] - 12)
  }

  @Test("MPR121: a chip that lost its supply, or whose set-up broke off", arguments: 0..<15)
  func aBrokenSetUpIsRepeated(after transfers: Int) throws {
    var (configuration, bench) = try setUp()
    chip.powerCycle()
    bus.pause(.milliseconds(5))
    #expect(try run(configuration, &bench).has(.wasReset))
    var trace = BreakingBus(base: SharedI2CBus(bus), remaining: transfers)
    #expect(throws: MPR121.Failure.self) { try MPR121.setUp(configuration, on: &trace) }
    (configuration, bench) = try setUp()
    #expect(try run(configuration, &bench) == [])
  }
}

/// Passes some transfers on, then loses the acknowledge of one.
private struct BreakingBus: I2CBus {
  var base: SharedI2CBus
  var remaining: Int

  mutating func transfer(to address: I2CAddress, write bytes: [UInt8], read count: Int)
    throws(BusError) -> [UInt8]
  {
    guard remaining > 0 else { throw BusError(.noAcknowledge, errno: 121) }
    remaining -= 1
    return try base.transfer(to: address, write: bytes, read: count)
  }

  mutating func pause(_ span: TimeSpan) { base.pause(span) }
}
