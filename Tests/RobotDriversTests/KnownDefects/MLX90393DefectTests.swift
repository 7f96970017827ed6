import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// What existing drivers of the MLX90393 get wrong (devices.md section 9), on the model.
@Suite("What existing drivers get wrong: MLX90393")
struct MLX90393DefectTests {
  private let field = FixedField(
    MagneticReading(tesla: SIMD3(15e-6, -30e-6, 242e-6), celsius: 35))
  private let chip: MLX90393Model
  private let bus = SimulatedI2CBus(
    speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))

  init() {
    chip = MLX90393Model(field: field)
    bus.attach(chip)
  }

  private func configuration(mode: MLX90393.Mode = .single) throws -> MLX90393.Configuration {
    try MLX90393.Configuration(address: 0x0C, mode: mode)
  }

  /// One turn of all exchanges.
  private func run(
    _ configuration: MLX90393.Configuration, _ bench: inout DecoderBench
  ) throws -> SensorFlags {
    var handle = SharedI2CBus(bus)
    var flags = SensorFlags(rawValue: 0)
    for (index, entry) in MLX90393.exchanges(for: configuration).enumerated() {
      let reply = try handle.transfer(
        to: 0x0C, write: entry.exchange.request, read: entry.exchange.replyCount)
      flags = flags.and(bench.decode(reply, exchange: index))
    }
    return flags
  }

  private func setUp(_ configuration: MLX90393.Configuration) throws
    -> DecoderBench
  {
    var handle = SharedI2CBus(bus)
    return DecoderBench(try MLX90393.setUp(configuration, on: &handle), channels: 4)
  }

  @Test("tedyapo: no wait after a reset (issue 11)")
  func theResetIsAwaited() throws {
    var trace = TracingI2CBus(SharedI2CBus(bus))
    _ = try MLX90393.setUp(try configuration(), on: &trace)
    #expect(
      Array(trace.lines.prefix(4)) == [
        "0x0C write 80 read 1 -> 07", "pause 1000.0 us", "0x0C write f0 read 1 -> 07",
        "pause 2000.0 us",
      ])
  }

  @Test("tedyapo: OSR2 does not reach its bits, CircuitPython: it is shifted by 12 (issue 20)")
  func temperatureOversamplingIsAtBit11() throws {
    let configuration = try MLX90393.Configuration(address: 0x0C, temperatureOversampling: 3)
    _ = try setUp(configuration)
    #expect(chip.peek(register: 0x02) == 0x1808)
    // Three more doublings of 192 µs: the wait knows them.
    #expect(configuration.conversionTime.microseconds == 1843 + 192 * 7)
  }

  @Test("tedyapo: offsets from 0, not from 0x8000, with temperature compensation (issue 26)")
  func compensationCountsFrom8000() throws {
    let configuration = try MLX90393.Configuration(address: 0x0C, isCompensated: true)
    var bench = try setUp(configuration)
    #expect([0x04, 0x05, 0x06].map { chip.peek(register: $0) } == [0x8000, 0x8000, 0x8000])
    #expect(try run(configuration, &bench) == [])
    #expect(abs(bench.values[0] - 15e-6) < 1e-12)
    #expect(abs(bench.values[1] + 30e-6) < 1e-12)
  }

  @Test("tedyapo: no burst mode (issue 45)")
  func aBurstNeedsNoStart() throws {
    let configuration = try configuration(mode: .burst)
    var bench = try setUp(configuration)
    for step in 1...5 {
      field.set(MagneticReading(tesla: SIMD3(15e-6 * Double(step), 0, 0), celsius: 35))
      bus.pause(.milliseconds(4))
      #expect(try run(configuration, &bench) == [])
      #expect(abs(bench.values[0] - 15e-6 * Double(step)) < 1e-12)
    }
    // Faster than the chip measures: the number stands, and is not new.
    #expect(try run(configuration, &bench) == .notReady)
    #expect(bench.health[0])
  }

  @Test("CircuitPython MLX90393: waits for ever on a status of zero")
  func aStatusOfZeroIsNoReasonToWait() throws {
    // The script of the unit test answers WR with 0.
    var scripted = ScriptedI2CBus(MLX90393Tests.script)
    _ = try MLX90393.setUp(try configuration(), on: &scripted)
    #expect(scripted.isAsWritten)
  }

  @Test("Adafruit MLX90393: the conversion time cut to whole milliseconds, 1 for 1.84 (issue 13)")
  func theConversionIsAwaitedInFull() throws {
    let configuration = try configuration()
    var bench = try setUp(configuration)
    #expect(configuration.leastTurn.microseconds >= 1840 * 1.1)
    #expect(try run(configuration, &bench) == [])
    bus.pause(.milliseconds(1))
    #expect(try run(configuration, &bench) == .notReady)
    bus.pause(configuration.leastTurn)
    #expect(try run(configuration, &bench) == [])
  }

  @Test("MLX90393: a lost start gives the last measurement again")
  func aLostStartIsNothingNew() throws {
    let configuration = try configuration()
    var bench = try setUp(configuration)
    #expect(try run(configuration, &bench) == [])
    bus.pause(configuration.leastTurn)
    var handle = SharedI2CBus(bus)
    let read = MLX90393.exchanges(for: configuration)[0].exchange
    for expected in [[], .notReady] as [SensorFlags] {
      let reply = try handle.transfer(to: 0x0C, write: read.request, read: read.replyCount)
      #expect(bench.decode(reply) == expected)
    }
  }

  @Test("MLX90393: a chip that lost its supply", arguments: MLX90393.Mode.allCases)
  func aLostSupplyIsNoField(_ mode: MLX90393.Mode) throws {
    let configuration = try configuration(mode: mode)
    var bench = try setUp(configuration)
    #expect(try run(configuration, &bench) == [])
    let watch = MLX90393.watch(for: configuration)
    func isKept() throws -> Bool {
      var handle = SharedI2CBus(bus)
      let reply = try handle.transfer(
        to: 0x0C, write: watch.exchange.request, read: watch.exchange.replyCount)
      return zip(reply, watch.mask).map { $0 & $1 } == watch.expected
    }
    #expect(try isKept())
    chip.powerCycle()
    bus.pause(configuration.conversionTime * 2)
    #expect(try run(configuration, &bench).has(.wasReset))
    #expect(bench.health == [false, false, false, false])
    #expect(try !isKept())
    // And again by the set-up.
    bench = try setUp(configuration)
    #expect(try run(configuration, &bench) == [])
    #expect(chip.storeCommands == 0)
  }
}
