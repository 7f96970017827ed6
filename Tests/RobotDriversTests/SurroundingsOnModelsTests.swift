import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// Drivers of what is around a robot, on the models of their chips.
@Suite("Surroundings on models")
struct SurroundingsOnModelsTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  private func perform(_ exchange: Exchange) throws -> [UInt8] {
    var handle = SharedI2CBus(bus)
    return try handle.transfer(
      to: exchange.address, write: exchange.request, read: exchange.replyCount)
  }

  private func holds(_ watch: SettingsWatch) throws -> Bool {
    zip(try perform(watch.exchange), watch.mask).map(&) == watch.expected
  }

  @Test func aDistance() throws {
    let target = FixedTarget(metres: 0.123)
    let chip = VL6180XModel(target: target)
    bus.attach(chip)
    let configuration = try VL6180X.Configuration()
    var handle = SharedI2CBus(bus)
    let decoder = try VL6180X.setUp(configuration, on: &handle)
    let exchanges = VL6180X.exchanges(for: configuration).map(\.exchange)
    func turn() throws -> DecoderBench {
      let reply = DecoderBench(decoder, try perform(exchanges[0]), channels: 1)
      _ = try perform(exchanges[1])
      return reply
    }
    #expect(try turn()[0] == 0.123)
    #expect(try turn().flags.has(.notReady))
    target.move(to: .infinity)
    bus.pause(configuration.leastTurn * 2)
    #expect(try turn().isRefused)
    target.move(to: 0.02)
    bus.pause(configuration.leastTurn * 2)
    #expect(try turn()[0] == 0.02)
    #expect(try holds(VL6180X.watch(for: configuration)))
    chip.powerCycle()
    #expect(try !holds(VL6180X.watch(for: configuration)))
  }

  @Test func reflectedAndAmbientLight() throws {
    let chip = VCNL4040Model(light: FixedLight(LightReading(reflected: 0.5, lux: 250)))
    bus.attach(chip)
    let configuration = try VCNL4040.Configuration(
      integration: .times8, ambient: .milliseconds80)
    var handle = SharedI2CBus(bus)
    let decoder = try VCNL4040.setUp(configuration, on: &handle)
    let exchanges = VCNL4040.exchanges(for: configuration).map(\.exchange)
    let proximity = DecoderBench(decoder, try perform(exchanges[0]), channels: 2)
    #expect(proximity[0] == 32768)
    let ambient = DecoderBench(decoder, try perform(exchanges[1]), exchange: 1, channels: 2)
    #expect(abs(try #require(ambient[1]) - 250) < 1e-9)
    #expect(try holds(VCNL4040.watch(for: configuration)))
    chip.powerCycle()
    #expect(try !holds(VCNL4040.watch(for: configuration)))
  }

  /// The driver compensates in double precision, the model in whole numbers: two of Bosch's three ways.
  @Test(
    arguments: [
      (101_325, 20), (30_500, -35), (109_000, 80), (100_653.27, 25.08), (55_000, 0),
    ] as [(Double, Double)])
  func air(pascals: Double, celsius: Double) throws {
    let chip = BMP280Model(
      address: 0x76, air: FixedAir(AirReading(pascals: pascals, celsius: celsius)))
    bus.attach(chip)
    let configuration = try BMP280.Configuration(address: 0x76)
    var handle = SharedI2CBus(bus)
    let decoder = try BMP280.setUp(configuration, on: &handle)
    let exchange = BMP280.exchanges(for: configuration)[0].exchange
    let reply = DecoderBench(decoder, try perform(exchange), channels: 2)
    #expect(abs(try #require(reply[0]) - pascals) < 1)
    #expect(abs(try #require(reply[1]) - celsius) < 0.01)
    #expect(try holds(BMP280.watch(for: configuration)))
    chip.powerCycle()
    #expect(try !holds(BMP280.watch(for: configuration)))
    let lost = DecoderBench(decoder, try perform(exchange), channels: 2)
    #expect(lost.isRefused && lost.flags.has(.wasReset))
  }

  @Test func airOfAnMPL115A2() throws {
    let air = FixedAir(AirReading(pascals: 101_325, celsius: 22))
    let chip = MPL115A2Model(air: air)
    bus.attach(chip)
    let configuration = try MPL115A2.Configuration()
    var handle = SharedI2CBus(bus)
    let decoder = try MPL115A2.setUp(configuration, on: &handle)
    let exchanges = MPL115A2.exchanges(for: configuration).map(\.exchange)
    air.set(AirReading(pascals: 90_000, celsius: 35))
    _ = try perform(exchanges[0])
    bus.pause(configuration.leastTurn)
    let reply = DecoderBench(decoder, try perform(exchanges[1]), exchange: 1, channels: 2)
    // One count is about 125 Pa, and 0.19 °C.
    #expect(abs(try #require(reply[0]) - 90_000) < 130)
    #expect(abs(try #require(reply[1]) - 35) < 0.1)
    chip.powerCycle()
    let lost = DecoderBench(decoder, try perform(exchanges[1]), exchange: 1, channels: 2)
    #expect(lost.isRefused)
  }

  @Test func aBridgeAndItsFaults() throws {
    let chip = DRV8830Model(address: 0x63, supplyVolts: 6)
    bus.attach(chip)
    let configuration = try DRV8830.Configuration(address: 0x63)
    var trace = TracingI2CBus(SharedI2CBus(bus))
    let decoder = try DRV8830.setUp(configuration, on: &trace)
    #expect(chip.output == .open)
    let exchanges = DRV8830.exchanges(for: configuration).map(\.exchange)
    for volts in [3.0, -3.0, 5.0] {
      var request = exchanges[0].request
      var span = request.mutableSpan
      DRV8830.encode(control: DRV8830.control(volts: volts), into: &span)
      _ = try perform(Exchange(address: 0x63, request: request, replyCount: 0))
      guard case .driven(let found) = chip.output else {
        Issue.record("the bridge is open")
        continue
      }
      #expect(abs(found - volts) < 0.0402)
    }
    #expect(
      !DecoderBench(decoder, try perform(exchanges[1]), exchange: 1, channels: 4).flags.has(
        .deviceFault))
    chip.meet(DRV8830Model.Condition(isShorted: true), at: bus.busTime)
    let fault = DecoderBench(decoder, try perform(exchanges[1]), exchange: 1, channels: 4)
    #expect(fault.values == [1, 0, 0, 0] && fault.flags.has(.deviceFault))
    // The safe request, as it stands before anything was encoded.
    _ = try perform(exchanges[0])
    #expect(chip.output == .open)
  }

  @Test(arguments: [-1, -0.5, -0.01, 0, 0.01, 0.5, 1] as [Double])
  func aTB6612OnThreeChannels(duty: Double) throws {
    let bridge = TB6612Model(
      bridges: [.init(number: 0, pwm: 4, in1: .channel(6), in2: .channel(5))], supplyVolts: 12)
    bus.attach(PCA9685Model(address: 0x41, observer: bridge))
    var handle = SharedI2CBus(bus)
    try PCA9685.setUp(
      PCA9685.Configuration(address: 0x41, frequency: Frequency(unchecked: 1000)), on: &handle)
    let configuration = try TB6612.Configuration(pwm: 4, in1: 6, in2: 5)
    let command = TB6612.command(for: configuration, at: 0x41)
    _ = try perform(command)
    #expect(bridge.output(0) == .open)
    var request = command.request
    let offsets = try #require(configuration.offsets(from: 4))
    var span = request.mutableSpan
    TB6612.encode(TB6612.outputs(duty: duty), at: offsets, into: &span)
    _ = try perform(Exchange(address: 0x41, request: request, replyCount: 0))
    guard case .driven(let volts) = bridge.output(0) else {
      Issue.record("the bridge is open")
      return
    }
    #expect(abs(volts - 12 * duty) <= 12.0 / 8192)
  }
}
