import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// What existing drivers of the ADS1115 and ADS1015 get wrong (devices.md section 9), on the model.
@Suite("What existing drivers get wrong: ADS1x15")
struct ADS1x15DefectTests {
  private let inputs = FixedVoltages([0.5, 1, 1.5, 2])
  private let chip: ADS1x15Model
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = ADS1x15Model(part: .ads1115, inputs: inputs)
    bus.attach(chip)
  }

  /// A converter that runs turn after turn.
  private struct Runner {
    let bus: SimulatedI2CBus
    let exchanges: [CyclicExchange]
    let turns: Int
    let pause: TimeSpan
    var bench: DecoderBench
    var turn = 0
    var values: [Double] { bench.values }
    var health: [Bool] { bench.health }

    /// `lost` are the exchanges of the turn, 0...2, that do not get through.
    mutating func run(losing lost: Set<Int> = [], pause: TimeSpan? = nil) throws {
      var handle = SharedI2CBus(bus)
      var place = 0
      for (index, entry) in exchanges.enumerated() where entry.turn == turn % turns {
        defer { place += 1 }
        guard !lost.contains(place) else { continue }
        let exchange = entry.exchange
        let reply = try handle.transfer(
          to: exchange.address, write: exchange.request, read: exchange.replyCount)
        _ = bench.decode(reply, exchange: index)
      }
      turn += 1
      handle.pause(pause ?? self.pause)
    }
  }

  private func runner(_ terminals: [ADS1x15.Terminals]) throws -> Runner {
    let configuration = try ADS1x15.Configuration(
      part: .ads1115,
      inputs: terminals.enumerated().map { ADS1x15.Input("input_\($0)", $1) })
    var handle = SharedI2CBus(bus)
    try ADS1x15.setUp(configuration, on: &handle)
    return Runner(
      bus: bus, exchanges: ADS1x15.exchanges(for: configuration),
      turns: 2 * terminals.count, pause: configuration.leastTurn,
      bench: DecoderBench(ADS1x15.Decoder(configuration), channels: terminals.count + 1))
  }

  @Test("ADS1x15: stale value or wrong channel after a mux change (CircuitPython issues 55, 112)")
  func everyInputGivesItsOwnVoltage() throws {
    var runner = try runner([.ain0, .ain1, .ain2, .ain3])
    for _ in 0..<9 { try runner.run() }
    for channel in 0..<4 {
      #expect(abs(runner.values[channel] - 0.5 * Double(channel + 1)) < 1e-9)
      #expect(runner.health[channel])
    }
    inputs.set(2, 3)
    for _ in 0..<5 { try runner.run() }
    #expect(abs(runner.values[2] - 3) < 1e-9)
  }

  @Test(
    "ADS1x15: stale value when a start is lost, with one input and with several", arguments: [1, 2])
  func aLostStartIsNoNewValue(count: Int) throws {
    var runner = try runner(Array([.ain0, .ain1].prefix(count)))
    for _ in 0..<4 { try runner.run() }
    #expect(runner.health[0])
    for channel in 0..<count { inputs.set(channel, 3) }
    // The next turn starts what the one after reads.
    let read = runner.turn % count
    try runner.run(losing: [2])
    try runner.run()
    #expect(!runner.health[read])
    for _ in 0..<4 { try runner.run() }
    #expect(runner.health[read])
    #expect(abs(runner.values[read] - 3) < 1e-9)
  }

  @Test("ADS1x15: the wrong channel when a turn comes too early (ori-runtime issue 500)")
  func anIgnoredStartIsNoValueOfTheNextInput() throws {
    var runner = try runner([.ain0, .ain3])
    for _ in 0..<4 { try runner.run() }
    // CONFIG does not get through, so that nobody sees the chip busy: it ignores the start of AIN3.
    try runner.run(pause: .microseconds(100))
    try runner.run(losing: [0, 1])
    try runner.run()
    #expect(!runner.health[1])
    for _ in 0..<4 { try runner.run() }
    #expect(runner.health[1])
    #expect(abs(runner.values[1] - 2) < 1e-9)
    #expect(abs(runner.values[0] - 0.5) < 1e-9)
  }

  @Test("ADS1x15: continuous mode never selects the input")
  func setUpEndsAContinuousModeOfSomebodyElse() throws {
    var handle = SharedI2CBus(bus)
    try handle.write([0x01, 0x72, 0x03], to: 0x48)  // AIN3, continuous, 8 samples a second
    var runner = try runner([.ain1])
    #expect(chip.peek(register: 0x01) & 0x0100 != 0)
    for _ in 0..<3 { try runner.run() }
    #expect(abs(runner.values[0] - 1) < 1e-9)
  }

  @Test("ADS1x15: a chip that lost its supply gives 0 V")
  func aLostSupplyIsNoVoltage() throws {
    var runner = try runner([.ain0])
    for _ in 0..<3 { try runner.run() }
    let watch = ADS1x15.watch(
      for: try ADS1x15.Configuration(part: .ads1115, inputs: [ADS1x15.Input("a", .ain0)]))
    var handle = SharedI2CBus(bus)
    let request = watch.exchange.request
    #expect(try handle.transfer(to: 0x48, write: request, read: 2) == watch.expected)
    chip.powerCycle()
    try runner.run()
    #expect(!runner.health[0])
    #expect(runner.values[0] == 0.5)
    #expect(try handle.transfer(to: 0x48, write: request, read: 2) != watch.expected)
  }

  @Test("rppal: reads more bytes than asked, 0xFF after them (issue 145)")
  func aReplyThatIsTooLongIsNone() throws {
    var bench = DecoderBench(
      ADS1x15.Decoder(
        try ADS1x15.Configuration(part: .ads1115, inputs: [ADS1x15.Input("a", .ain0)])),
      channels: 2)
    _ = bench.decode([0xC3, 0xEF], exchange: 0)
    #expect(bench.decode([0xC3, 0xEB], exchange: 3) == [])
    #expect(bench.decode([0x40, 0x00, 0xFF], exchange: 4) == .invalid)
    #expect(bench.decode([0xC3, 0xEF, 0xFF], exchange: 0) == .invalid)
    #expect(bench.values[0] == DecoderBench.old)
    #expect(!bench.health[0])
    var handle = SharedI2CBus(bus)
    #expect(try handle.transfer(to: 0x48, write: [0x01], read: 2).count == 2)
  }
}
