import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// What existing drivers of power monitors get wrong (devices.md sections 4.1 and 9).
@Suite("What existing drivers get wrong: INA219")
struct INA219KnownDefectTests {
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
  private let supply = FixedSupply(busVolts: 12, amperes: 2)

  private func monitor(ohms: Double = 0.1) throws -> (INA219Model, INA219.Configuration) {
    let chip = INA219Model(address: 0x40, shuntOhms: ohms, supply: supply)
    bus.attach(chip)
    return (chip, try INA219.Configuration(address: 0x40, shuntOhms: ohms))
  }

  /// One turn after a conversion.
  private func turn(
    _ bench: inout DecoderBench, _ configuration: INA219.Configuration
  )
    throws -> SensorFlags
  {
    var handle = SharedI2CBus(bus)
    handle.pause(configuration.leastTurn)
    var flags = SensorFlags(rawValue: 0)
    for (index, cyclic) in INA219.exchanges(for: configuration).enumerated() {
      let exchange = cyclic.exchange
      let reply = try handle.transfer(
        to: exchange.address, write: exchange.request, read: exchange.replyCount)
      flags = flags.and(bench.decode(reply, exchange: index))
    }
    return flags
  }

  private func setUp(_ configuration: INA219.Configuration) throws -> DecoderBench {
    var handle = SharedI2CBus(bus)
    try INA219.setUp(configuration, on: &handle)
    return DecoderBench(INA219.Decoder(configuration), channels: 2)
  }

  @Test("pi-ina219: CALIBRATION beyond 0xFFFE truncated, wrong current (chrisb2/pi_ina219 4)")
  func theCurrentNeedsNoCalibration() throws {
    // 2 mΩ and steps of 0.1 mA would need 0.04096 / (0.0001 · 0.002) = 204 800.
    let (chip, configuration) = try monitor(ohms: 0.002)
    var bench = try setUp(configuration)
    #expect(try turn(&bench, configuration).rawValue == 0)
    #expect(bench[1].map { abs($0 - 2) < 1e-9 } == true)
    #expect(chip.peek(register: 0x05) == 0)
  }

  @Test("pi-ina219: false overflow (chrisb2/pi_ina219 15)")
  func anOverflowOfTheChipsOwnCurrentIsNone() throws {
    let (chip, configuration) = try monitor()
    var bench = try setUp(configuration)
    var handle = SharedI2CBus(bus)
    try handle.write([0x05, 0xFF, 0xFE], to: 0x40)
    _ = try turn(&bench, configuration)
    #expect(chip.peek(register: 0x02) & 0x01 == 1)
    #expect(try turn(&bench, configuration).rawValue == 0)
    #expect(bench[1].map { abs($0 - 2) < 1e-9 } == true)
  }

  @Test("periph: OVF reported as an overflow of the bus voltage (periph/devices 73)")
  func theBusVoltageIsValidInSpiteOfOVF() throws {
    let (_, configuration) = try monitor()
    var bench = DecoderBench(INA219.Decoder(configuration), channels: 2)
    #expect(bench.decode([0x5D, 0xC3]).rawValue == 0)
    #expect(bench[0] == 12)
  }

  @Test(
    "Adafruit, esp-idf-lib, johngineer INA219: negative volts above 16.38 V (issues 41, 575, 3)",
    arguments: [16.384, 20, 24, 26] as [Double])
  func theBusVoltageIsUnsigned(volts: Double) throws {
    let (_, configuration) = try monitor()
    supply.set(PowerReading(busVolts: volts, amperes: 2))
    var bench = try setUp(configuration)
    _ = try turn(&bench, configuration)
    #expect(bench[0].map { abs($0 - volts) < 1e-9 } == true)
  }

  @Test("pamoja: an odd CALIBRATION fails its verification")
  func whatAFormerProgramCalibratedDoesNotMatter() throws {
    let (chip, configuration) = try monitor()
    var handle = SharedI2CBus(bus)
    try handle.write([0x05, 0x12, 0x35], to: 0x40)
    #expect(chip.peek(register: 0x05) == 0x1234)
    var bench = try setUp(configuration)
    _ = try turn(&bench, configuration)
    #expect(bench[1].map { abs($0 - 2) < 1e-9 } == true)
  }

  @Test("INA219: a conversion that did not end taken for a new one (TI E2E 647053)")
  func anOldMeasurementIsNotFresh() throws {
    let (_, configuration) = try monitor()
    var bench = try setUp(configuration)
    _ = try turn(&bench, configuration)
    var handle = SharedI2CBus(bus)
    let reply = try handle.read(2, from: 0x40, register: 0x02)
    #expect(bench.decode(reply).rawValue == SensorFlags.notReady.rawValue)
  }

  @Test("INA219: settings lost in flight")
  func lostSettingsAreNoticed() throws {
    let (chip, configuration) = try monitor()
    _ = try setUp(configuration)
    let watch = INA219.watch(for: configuration)
    var handle = SharedI2CBus(bus)
    #expect(watch.agrees(try handle.read(2, from: 0x40, register: 0x00)))
    chip.powerCycle()
    #expect(!watch.agrees(try handle.read(2, from: 0x40, register: 0x00)))
  }
}
