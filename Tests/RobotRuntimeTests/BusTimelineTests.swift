import RobotHAL
import RobotRuntime
import RobotUnits
import TestSupport
import Testing

private let mux: I2CAddress = 0x71

extension BusWire {
  fileprivate static func at400(
    _ capabilities: I2CCapabilities, overhead: Int64 = 0, messages: Int = 42, bytes: Int = 8192
  ) -> BusWire {
    BusWire(
      capabilities, speed: Frequency(unchecked: 400_000), overhead: .microseconds(overhead),
      maximumMessages: messages, maximumBytes: bytes)
  }
}

@Suite struct BusTimelineTests {
  /// Counted by hand, as Documentation/buses.md says: nine clocks a byte, and one for each START, repeated START and STOP.
  static let wireTimes: [(what: String, write: Int, read: Int, bytes: Int, clocks: Int)] = [
    ("PCA9685 1 channel", 5, 0, 6, 56), ("PCA9685 OFF pair", 3, 0, 4, 38),
    ("PCA9685 16 channels", 65, 0, 66, 596), ("PCA9685 ALL_LED_OFF_H", 2, 0, 3, 29),
    ("AS5600 angle", 1, 2, 5, 48), ("AS5600 angle, pointer held", 0, 2, 3, 29),
    ("AS5600 status and angle", 1, 3, 6, 57), ("AS5048B AGC to angle", 1, 6, 9, 84),
    ("TCA9548A select", 1, 0, 2, 20), ("MPR121 touch", 1, 2, 5, 48),
    ("MPR121 0x00-0x2A", 1, 43, 46, 417), ("MPR121 filtered", 1, 28, 31, 282),
    ("ADS1115 start", 3, 0, 4, 38), ("MLX90393 RM xyz", 1, 7, 10, 93),
    ("MLX90393 RM t+xyz", 1, 9, 12, 111), ("INA226 register", 1, 2, 5, 48),
    ("MPU6050 14 bytes", 1, 14, 17, 156), ("ICM20948 with mag", 1, 23, 26, 237),
    ("BNO055 quaternion", 1, 8, 11, 102), ("BNO055 0x08-0x34", 1, 45, 48, 435),
    ("VCNL4040 word", 1, 2, 5, 48), ("DRV8830 write", 2, 0, 3, 29),
    ("DRV8830 fault", 1, 1, 4, 39), ("BMP280", 1, 6, 9, 84),
  ]

  @Test(arguments: wireTimes.indices)
  func wireTimesAreThoseOfTheDeviceSheet(_ row: Int) {
    let expected = Self.wireTimes[row]
    let exchange = Exchange(
      address: 0x36, request: [UInt8](repeating: 0, count: expected.write),
      replyCount: expected.read)
    #expect(exchange.clocks == expected.clocks, "\(expected.what)")
    let entry = BusPlan.Entry(
      exchange: exchange, route: nil, every: 1, phase: 0, safeRequest: nil, device: 0)
    let timeline = BusTimeline(BusPlan([entry], muxes: []), on: .at400(.combinedMessages))
    #expect(timeline.worst.load.clocks == expected.clocks, "\(expected.what)")
    #expect(timeline.worst.load.bytes == expected.bytes, "\(expected.what)")
    // 2.5 us per clock.
    let microseconds = timeline.microseconds(timeline.worst.load)
    #expect(abs(microseconds - 2.5 * Double(expected.clocks)) < 1e-9)
  }

  /// 68 clocks each, as the sheet's "TCA select + AS5600 angle", but for the STOP between two of them:
  /// they share the last.
  @Test func selectsAndReadingsAddUp() {
    let timeline = BusTimeline(
      BusPlan(channels(20), muxes: [0x71, 0x72, 0x73]), on: .at400(.withStop))
    let selects = timeline.worst.messages.filter { $0.kind == .select }
    // 20 channels, and a closed mux before each of the three that open.
    #expect(selects.count == 20 + 3)
    // 42 messages hold eleven channels of three messages; the rest goes in further transfers.
    #expect(timeline.worst.load.transfers == 2)
  }

  /// By hand, 400 kHz and 100 us: the command has 3 bytes (37 clocks), the reading 19 and 38 with STOP.
  @Test func messagesBeginWhereTheOnesBeforeEnd() {
    let plan = BusPlan([.reading(0x36), .command(0x41)], muxes: [])
    let timeline = BusTimeline(plan, on: .at400(.combinedMessages, overhead: 100))
    let messages = timeline.worst.messages
    #expect(messages.map(\.kind) == [.command, .reading, .reading])
    #expect(messages.map(\.address) == [0x41, 0x36, 0x36])
    #expect(messages.map(\.isRead) == [false, false, true])
    #expect(messages.map(\.byteCount) == [3, 1, 3])
    #expect(messages.map(\.clocks) == [37, 19, 38])
    #expect(messages.map(\.stops) == [false, false, true])
    #expect(messages.map { timeline.start(of: $0) } == [100, 192.5, 240])
    #expect(messages.map { timeline.length(of: $0) } == [92.5, 47.5, 95])
    #expect(timeline.microseconds(timeline.worst.load) == 335)
    #expect(timeline.order == [0])
    #expect(timeline.isExact)
    // Alone: the command 38 clocks, the reading 57.
    #expect(timeline.repeats.map(\.clocks) == [38, 57])
    #expect(timeline.repeats.map(\.transfers) == [1, 1])
  }

  @Test func averageAndWorstDifferWhereADeviceIsRarelyDue() {
    var watch = BusPlan.Entry.reading(0x44, count: 2, every: 4, phase: 1, device: 2)
    watch.isWatch = true
    let timeline = BusTimeline(
      BusPlan([.reading(0x36), watch], muxes: []), on: .at400(.combinedMessages))
    #expect(timeline.order == [0, 1, 0, 0])
    #expect(timeline.worstIndex == 1)
    #expect(timeline.worst.messages.map(\.kind) == [.reading, .reading, .watch, .watch])
    #expect(timeline.worst.load.clocks == 57 + 47)
    // 57 clocks, and 47 in one of four.
    #expect(timeline.averageMicroseconds == 171.875)
  }

  /// 101 * 103 cycles: as if all met in one.
  @Test func cyclesThatRarelyRepeatAreBoundedByOne() {
    let plan = BusPlan(
      [
        .reading(0x36), .reading(0x44, every: 101, phase: 2, device: 2),
        .reading(0x45, every: 103, phase: 4, device: 3),
      ], muxes: [])
    let timeline = BusTimeline(plan, on: .at400(.combinedMessages))
    #expect(!timeline.isExact)
    #expect(timeline.worst.load.messages == 6)
  }

  @Test func aTransferHoldsNoMoreBytesThanTheAdapterTakes() {
    let entries: [BusPlan.Entry] = (0..<6).map { .reading(0x44, count: 20, device: $0) }
    let adapter = FakeAdapter(.combinedMessages, maximumBytes: 64)
    var bench = BusBench(entries, on: adapter)
    #expect(bench.run(0).map(\.count) == [6, 6])
    #expect(adapter.longest == 63)
    let timeline = BusTimeline(
      bench.plan,
      on: BusWire(
        adapter, speed: Frequency(unchecked: 400_000), overhead: .zero))
    #expect(timeline.worst.load.transfers == 2)
  }

  // MARK: Prediction and execution

  struct Case: Sendable, CustomTestStringConvertible {
    let capabilities: I2CCapabilities
    let messages: Int
    var testDescription: String { "\(capabilities.rawValue), \(messages) messages" }
  }

  static let cases = [I2CCapabilities.withStop, .combinedMessages, .smbusOnly].flatMap { kind in
    [42, 11, 5, 2].map { Case(capabilities: kind, messages: $0) }
  }

  /// Message by message through two rounds of the hyperperiod, from the first cycle after the start-up.
  @Test(arguments: cases)
  func predictsWhatIsExecuted(_ example: Case) {
    let entries: [BusPlan.Entry] = [
      .command(0x41), .command(0x42, route: BusPlan.Route(mux: 0x72, channel: 1)),
      .reading(0x36, route: BusPlan.Route(mux: mux, channel: 0), device: 3),
      .reading(0x36, route: BusPlan.Route(mux: mux, channel: 5), device: 4),
      .reading(0x36, route: BusPlan.Route(mux: 0x72, channel: 5), every: 3, phase: 2, device: 5),
      .reading(0x44, register: 1, count: 2, every: 4, phase: 1, device: 6),
      .reading(0x48, register: 0, count: 2, every: 2, device: 7, retainsPointer: true),
    ]
    let adapter = FakeAdapter(
      example.capabilities, maximumMessages: example.messages, muxes: [mux, 0x72])
    adapter.solder(0x42, behind: 0x72, channel: 1)
    var bench = BusBench(entries, muxes: [mux, 0x72], on: adapter)
    let timeline = BusTimeline(
      bench.plan,
      on: .at400(example.capabilities, messages: example.messages))
    // Until muxes and pointers are in their steady state.
    for cycle: UInt64 in 0..<12 { bench.run(cycle) }
    for cycle: UInt64 in 12..<204 {
      let executed = bench.run(cycle).map { $0.map(Self.shape) }
      var predicted: [[String]] = []
      for message in timeline.cycle(cycle).messages {
        if message.transfer == predicted.count { predicted.append([]) }
        predicted[message.transfer].append(
          "\(String(message.address, radix: 16)) \(message.isRead ? "r" : "w") \(message.byteCount)"
        )
      }
      #expect(executed == predicted, "cycle \(cycle)")
    }
    #expect(adapter.misrouted.isEmpty)
  }

  /// `41 w 06 01 01 P` as `41 w 3`.
  private static func shape(_ text: String) -> String {
    var words = text.split(separator: " ")
    if words.last == "P" { words.removeLast() }
    let count = words[1] == "r" ? String(words[2]) : "\(words.count - 2)"
    return "\(words[0]) \(words[1]) \(count)"
  }
}

/// `count` encoders of one address on as few muxes as they need, from 0x71 on.
private func channels(_ count: Int) -> [BusPlan.Entry] {
  (0..<count).map { index in
    let mux: I2CAddress = [0x71, 0x72, 0x73][index / 8]
    return .reading(
      0x36, count: 2, route: BusPlan.Route(mux: mux, channel: UInt8(index % 8)), device: index)
  }
}
