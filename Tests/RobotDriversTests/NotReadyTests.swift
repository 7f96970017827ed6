import RobotDrivers
import RobotHAL
import Testing

/// One rule of all decoders (`SensorDecoder.decode`): what was not measured anew keeps its number and its
/// health, and the device's age goes on; only where channels are measured in different turns the channel
/// whose turn brought nothing loses its health.
@Suite("Nothing new was measured")
struct NotReadyTests {
  /// What is read in one turn: exchange number and reply.
  typealias Turn = [(exchange: Int, reply: [UInt8])]

  /// A decoder, a turn with something new, and one without that shows other numbers where it can.
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let decoder: any SensorDecoder
    let channels: Int
    let fresh: Turn
    let stale: Turn
  }

  /// Every driver whose chip can say so, but for the one on a schedule of turns.
  static func cases() throws -> [Case] {
    let ina219 = try INA219.Configuration(address: 0x41, shuntOhms: 0.1)
    let ina226 = try INA226.Configuration(address: 0x41, shuntOhms: 0.002)
    let mlx90393 = try MLX90393.Configuration(address: 0x0C)
    return [
      // CNVR is bit 1 of the bus voltage: 12 V, and 1 A.
      Case(
        testDescription: "INA219", decoder: INA219.Decoder(ina219), channels: 2,
        fresh: [(0, [0x5D, 0xC2]), (1, [0x27, 0x10])],
        stale: [(0, [0x5D, 0x80]), (1, [0x27, 0x10])]),
      // CVRF is bit 3 of MASK/ENABLE; the registers then hold what they held.
      Case(
        testDescription: "INA226", decoder: INA226.Decoder(ina226), channels: 2,
        fresh: [(0, [0x00, 0x08]), (1, [0x25, 0x80]), (2, [0x0F, 0xA0])],
        stale: [(0, [0x00, 0x00]), (1, [0x25, 0x80]), (2, [0x0F, 0xA0])]),
      Case(
        testDescription: "INA260", decoder: INA260.Decoder(), channels: 2,
        fresh: [(0, [0x00, 0x08]), (1, [0x25, 0x80]), (2, [0x0F, 0xA0])],
        stale: [(0, [0x00, 0x00]), (1, [0x25, 0x80]), (2, [0x0F, 0xA0])]),
      // DATA_RDY_INT.
      Case(
        testDescription: "MPU6050",
        decoder: MPU6050.Decoder(acceleration: .g8, angularVelocity: .dps1000, part: .mpu6050),
        channels: 7, fresh: [(0, MPU6050Tests.frame)],
        stale: [(0, changed(MPU6050Tests.frame, [0: 0x00, 1: 0x20]))]),
      // XLDA, GDA, TDA.
      Case(
        testDescription: "LSM6DSO",
        decoder: LSM6DSO.Decoder(acceleration: .g4, angularVelocity: .dps250), channels: 7,
        fresh: [(0, LSM6DSOTests.frame)],
        stale: [(0, changed(LSM6DSOTests.frame, [0: 0x00, 15: 0x10]))]),
      // RAW_DATA_0_RDY_INT, and ST1.DRDY of the magnetometer.
      Case(
        testDescription: "ICM20948", decoder: icm20948, channels: 10,
        fresh: [(1, ICM20948Tests.frame)],
        stale: [(1, changed(ICM20948Tests.frame, [3: 0x00, 22: 0x20]))]),
      Case(
        testDescription: "ICM20948's magnetometer", decoder: icm20948, channels: 10,
        fresh: [(1, ICM20948Tests.frame)],
        stale: [(1, changed(ICM20948Tests.frame, [36: 0x00, 38: 0x20]))]),
      Case(
        testDescription: "VL6180X", decoder: VL6180X.Decoder(), channels: 1,
        fresh: [(0, VL6180XTests.burst(0x01, 0x04, 100))],
        stale: [(0, VL6180XTests.burst(0x01, 0x00, 50))]),
      // ERROR; and a start that was not taken.
      Case(
        testDescription: "MLX90393",
        decoder: MLX90393.Decoder(mlx90393, temperatureReference: 0xB668), channels: 4,
        fresh: [(0, [0x03, 0xB6, 0x68, 0, 9, 0, 9, 0, 9]), (1, [0x23])],
        stale: [(0, [0x33, 0xB6, 0x68, 0, 1, 0, 1, 0, 1]), (1, [0x30])]),
    ]
  }

  private static let icm20948 = ICM20948.Decoder(
    acceleration: .g8, angularVelocity: .dps500, hasMagnetometer: true)

  private static func changed(_ frame: [UInt8], _ bytes: [Int: UInt8]) -> [UInt8] {
    frame.enumerated().map { bytes[$0.offset] ?? $0.element }
  }

  @Test("numbers and health stay", arguments: try cases())
  func numbersAndHealthStay(_ example: Case) {
    var bench = DecoderBench(example.decoder, channels: example.channels)
    for turn in example.fresh {
      let flags = bench.decode(turn.reply, exchange: turn.exchange)
      #expect(!flags.has(.notReady) && !flags.has(.invalid))
    }
    let values = bench.values
    #expect(bench.health == Array(repeating: true, count: example.channels))
    var flags = SensorFlags(rawValue: 0)
    for turn in example.stale {
      flags = flags.and(bench.decode(turn.reply, exchange: turn.exchange))
    }
    #expect(flags == .notReady)
    #expect(bench.values == values)
    #expect(bench.health == Array(repeating: true, count: example.channels))
  }

  /// Two inputs, a turn each: the second turn's measurement would make the first input's look young.
  @Test func onAScheduleTheChannelOfTheTurnLosesItsHealth() throws {
    let configuration = try ADS1x15.Configuration(
      part: .ads1115, inputs: [ADS1x15.Input("a", .ain0), ADS1x15.Input("b", .ain1)])
    #expect(ADS1x15.exchanges(for: configuration).allSatisfy { $0.interval > 1 })
    var bench = DecoderBench(ADS1x15.Decoder(configuration), channels: 3)
    // CONFIG as each turn writes it: AIN0 or AIN1, first or second round.
    let states: [[UInt8]] = [[0xC3, 0xEB], [0xD3, 0xEB], [0xC3, 0xEF], [0xD3, 0xEF]]
    func state(_ turn: Int) -> [UInt8] { states[(turn + 3) % 4] }
    for turn in 0..<4 {
      bench.decode(state(turn), exchange: 3 * turn)
      bench.decode([0x40, 0x00], exchange: 3 * turn + 1)
    }
    bench.decode(state(0), exchange: 0)
    bench.decode([0x40, 0x00], exchange: 1)
    #expect(bench.health[0] && bench.health[1])
    // Turn 1 reads input 0, whose conversion is not over yet.
    #expect(bench.decode([0x43, 0xEB], exchange: 3) == .notReady)
    #expect(!bench.health[0] && bench.health[1])
    #expect(bench.values[0] == 2.048)
  }
}
