import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// What goes wrong with LM75A and TMP102 (devices.md section 4.4), and INA260 behind its driver.
@Suite("What existing drivers get wrong: temperature and INA260")
struct TemperatureKnownDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
  private let body = FixedTemperature(celsius: 60)

  private func perform(_ exchange: Exchange) throws -> [UInt8] {
    var handle = SharedI2CBus(bus)
    return try handle.transfer(
      to: exchange.address, write: exchange.request, read: exchange.replyCount)
  }

  @Test("TMP102: 0 degC until the first conversion")
  func theFirstConversionOfATMP102IsAwaited() throws {
    let chip = TMP102Model(body: body)
    bus.attach(chip)
    let configuration = try TMP102.Configuration()
    var handle = SharedI2CBus(bus)
    try TMP102.setUp(configuration, on: &handle)
    var bench = DecoderBench(TMP102.Decoder(), channels: 1)
    let exchange = TMP102.exchanges(for: configuration)[0].exchange
    _ = bench.decode(try perform(exchange))
    #expect(bench[0] == 60)
    // In flight, too: neither the zeros nor the twelve bits are a temperature.
    chip.powerCycle()
    let fresh = bench.decode(try perform(exchange))
    #expect(fresh.has(.invalid) && bench[0] == nil)
    handle.pause(.milliseconds(26))
    let reset = bench.decode(try perform(exchange))
    #expect(reset.has(.wasReset) && bench[0] == nil)
    let watch = TMP102.watch(for: configuration)
    #expect(!watch.agrees(try perform(watch.exchange)))
    try TMP102.setUp(configuration, on: &handle)
    #expect(watch.agrees(try perform(watch.exchange)))
  }

  @Test("LM75A: 0 degC until the first conversion")
  func theFirstConversionOfAnLM75IsAwaited() throws {
    let chip = LM75Model(body: body)
    bus.attach(chip)
    let configuration = try LM75.Configuration(tripCelsius: 90, releaseCelsius: 85)
    var handle = SharedI2CBus(bus)
    try LM75.setUp(configuration, on: &handle)
    #expect(chip.peek(register: 0x03) == 0x5A00)
    var bench = DecoderBench(LM75.Decoder(), channels: 1)
    let exchange = LM75.exchanges(for: configuration)[0].exchange
    _ = bench.decode(try perform(exchange))
    #expect(bench[0] == 60)
    chip.powerCycle()
    let fresh = bench.decode(try perform(exchange))
    #expect(fresh.has(.invalid) && bench[0] == nil)
    let watch = LM75.watch(for: configuration)
    #expect(!watch.agrees(try perform(watch.exchange)))
  }

  @Test("A TMP102 in the place of an LM75A, and the other way round")
  func aSwappedPartIsRefused() throws {
    bus.attach(TMP102Model(address: 0x48, body: body))
    bus.attach(LM75Model(address: 0x49, body: body))
    var handle = SharedI2CBus(bus)
    let lm75 = try LM75.Configuration(address: 0x48)
    #expect(throws: LM75.Failure.identity(register: .configuration, read: 0x60)) {
      try LM75.setUp(lm75, on: &handle)
    }
    let tmp102 = try TMP102.Configuration(address: 0x49)
    #expect(throws: TMP102.Failure.identity(configurationRegister: 0x0000)) {
      try TMP102.setUp(tmp102, on: &handle)
    }
  }

  @Test("INA260: settings lost in flight, and a chip that stopped converting")
  func theINA260IsWatched() throws {
    let chip = INA260Model(address: 0x40, supply: FixedSupply(busVolts: 24, amperes: -5))
    bus.attach(chip)
    let configuration = try INA260.Configuration(address: 0x40)
    var handle = SharedI2CBus(bus)
    try INA260.setUp(configuration, on: &handle)
    handle.pause(configuration.leastTurn)
    var bench = DecoderBench(INA260.Decoder(), channels: 2)
    for (index, cyclic) in INA260.exchanges(for: configuration).enumerated() {
      let flags = bench.decode(try perform(cyclic.exchange), exchange: index)
      #expect(flags.rawValue == 0)
    }
    #expect(bench[0] == 24 && bench[1] == -5)
    let ready = INA260.exchanges(for: configuration)[0].exchange
    let stale = bench.decode(try perform(ready))
    #expect(stale.has(.notReady))
    let watch = INA260.watch(for: configuration)
    #expect(watch.agrees(try perform(watch.exchange)))
    chip.powerCycle()
    #expect(!watch.agrees(try perform(watch.exchange)))
  }
}
