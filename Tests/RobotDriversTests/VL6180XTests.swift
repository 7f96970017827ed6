import RobotDrivers
import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("VL6180X")
struct VL6180XTests {
  /// AN4545, section 9.
  static let tuning: [[UInt8]] = [
    [0x02, 0x07, 0x01], [0x02, 0x08, 0x01], [0x00, 0x96, 0x00], [0x00, 0x97, 0xFD],
    [0x00, 0xE3, 0x00], [0x00, 0xE4, 0x04], [0x00, 0xE5, 0x02], [0x00, 0xE6, 0x01],
    [0x00, 0xE7, 0x03], [0x00, 0xF5, 0x02], [0x00, 0xD9, 0x05], [0x00, 0xDB, 0xCE],
    [0x00, 0xDC, 0x03], [0x00, 0xDD, 0xF8], [0x00, 0x9F, 0x00], [0x00, 0xA3, 0x3C],
    [0x00, 0xB7, 0x00], [0x00, 0xBB, 0x3C], [0x00, 0xB2, 0x09], [0x00, 0xCA, 0x09],
    [0x01, 0x98, 0x01], [0x01, 0xB0, 0x17], [0x01, 0xAD, 0x00], [0x00, 0xFF, 0x05],
    [0x01, 0x00, 0x05], [0x01, 0x99, 0x05], [0x01, 0xA6, 0x1B], [0x01, 0xAC, 0x3E],
    [0x01, 0xA7, 0x1F], [0x00, 0x30, 0x00],
  ]

  /// GPIO1, averaging, recalibration, period of 50 ms, convergence of 0.9 · 50 - 5 = 40 ms, interrupt.
  static let settings: [[UInt8]] = [
    [0x00, 0x11, 0x10], [0x01, 0x0A, 0x30], [0x00, 0x31, 0xFF], [0x00, 0x1B, 0x04],
    [0x00, 0x1C, 0x28], [0x00, 0x14, 0x04],
  ]

  static func write(_ bytes: [UInt8]) -> ScriptedI2CBus.Step { .transfer(0x29, write: bytes) }
  static func read(_ register: [UInt8], _ value: UInt8) -> ScriptedI2CBus.Step {
    .transfer(0x29, write: register, reply: [value])
  }

  /// A chip fresh out of reset.
  static let script: [ScriptedI2CBus.Step] =
    [read([0x00, 0x00], 0xB4), read([0x00, 0x16], 0x01)]
    + tuning.map(write) + [write([0x00, 0x16, 0x00])] + afterTuning

  static let afterTuning: [ScriptedI2CBus.Step] =
    [read([0x00, 0x18], 0x00), read([0x00, 0x4D], 0x01)] + settings.map(write)
    + [write([0x00, 0x2E, 0x01]), write([0x00, 0x15, 0x07])]
    + settings.map { read([$0[0], $0[1]], $0[2]) } + [read([0x00, 0x16], 0x00)]
    + [write([0x00, 0x18, 0x03]), read([0x00, 0x18], 0x02)]
    + [.pause(atLeast: .milliseconds(50))]

  @Test func setUpTunesConfiguresLooksAndStarts() throws {
    var bus = ScriptedI2CBus(Self.script)
    try VL6180X.setUp(VL6180X.Configuration(), on: &bus)
    #expect(bus.isAsWritten, "\(bus.mismatches)")
  }

  @Test func aMissingAcknowledgeEndsTheSetUp() throws {
    let configuration = try VL6180X.Configuration()
    let buses = SetUpBench.interruptions(of: Self.script)
    #expect(buses.count == 52)
    for var bus in buses {
      let failure = #expect(throws: VL6180X.Failure.self) {
        try VL6180X.setUp(configuration, on: &bus)
      }
      if case .bus = failure {} else { Issue.record("\(String(describing: failure))") }
      #expect(bus.isAsWritten, "\(bus.mismatches)")
    }
  }

  @Test func stepsOfFailures() throws {
    let configuration = try VL6180X.Configuration()
    let steps: [(Int, VL6180X.Step)] = [
      (0, .identify), (1, .lookForReset), (2, .tune), (32, .tune), (33, .stop), (35, .configure),
      (43, .verify), (50, .start), (51, .verify),
    ]
    for (index, step) in steps {
      var bus = ScriptedI2CBus(Array(Self.script[..<index]) + [Self.script[index].failing()])
      #expect(throws: VL6180X.Failure.bus(BusError(.noAcknowledge), step: step)) {
        try VL6180X.setUp(configuration, on: &bus)
      }
    }
  }

  @Test func anotherPartIsRefusedBeforeAnythingIsWritten() throws {
    let configuration = try VL6180X.Configuration()
    for model: UInt8 in [0xEE, 0xFF, 0x00] {
      var bus = ScriptedI2CBus([Self.read([0x00, 0x00], model)])
      #expect(throws: VL6180X.Failure.identity(model: model)) {
        try VL6180X.setUp(configuration, on: &bus)
      }
      #expect(bus.isAsWritten)
    }
  }

  @Test func aValueThatDoesNotStayIsRefused() throws {
    let configuration = try VL6180X.Configuration()
    var script = Array(Self.script[..<46])
    script.append(Self.read([0x00, 0x1B], 0xFF))
    var bus = ScriptedI2CBus(script)
    let failure = #expect(throws: VL6180X.Failure.self) {
      try VL6180X.setUp(configuration, on: &bus)
    }
    #expect(failure == .readBack(register: .period, wrote: 0x04, read: 0xFF))
  }

  // MARK: Decoding

  /// Status, ALS status, interrupt status; range in the last of 22 bytes.
  static func burst(_ status: UInt8, _ interrupt: UInt8, _ range: UInt8) -> [UInt8] {
    [status, 0, interrupt] + [UInt8](repeating: 0, count: 18) + [range]
  }

  private func decoded(_ reply: [UInt8], exchange: Int = 0) -> DecoderBench {
    DecoderBench(VL6180X.Decoder(), reply, exchange: exchange, channels: 1)
  }

  @Test(arguments: zip([0, 1, 100, 254] as [UInt8], [0, 0.001, 0.1, 0.254]))
  func aNewRangeIsInMetres(_ range: UInt8, metres: Double) throws {
    let reply = decoded(Self.burst(0x01, 0x04, range))
    #expect(abs(try #require(reply[0]) - metres) < 1e-12)
    #expect(reply.flags.rawValue == 0)
  }

  @Test func whatIsNotNewChangesNothing() {
    for interrupt: UInt8 in [0x00, 0x20, 0x05, 0x07, 0x03] {
      let reply = decoded(Self.burst(0x01, interrupt, 100))
      #expect(reply[0] == DecoderBench.old)
      #expect(reply.flags.has(.notReady))
    }
  }

  @Test(arguments: 1...15 as ClosedRange<UInt8>)
  func everyErrorIsNoRange(_ error: UInt8) {
    let reply = decoded(Self.burst(error << 4 | 1, 0x04, 100))
    #expect(reply.isRefused)
    #expect(reply.flags.has(.invalid))
    #expect(reply.flags.has(.deviceFault) == (error <= 5))
  }

  @Test func a255IsNoRange() { #expect(decoded(Self.burst(0x01, 0x04, 255)).isRefused) }

  @Test func aLaserFailureIsAFault() {
    let reply = decoded(Self.burst(0x01, 0x44, 100))
    #expect(reply.isRefused)
    #expect(reply.flags.has(.deviceFault))
  }

  @Test func repliesThatMeanNothingAreRefused() {
    for reply: [UInt8] in [
      [], [0x04], [UInt8](repeating: 0, count: 22), [UInt8](repeating: 0xFF, count: 22),
      Self.burst(0x01, 0x04, 100) + [0],
    ] {
      #expect(decoded(reply).isRefused)
      #expect(decoded(reply).flags.has(.invalid))
    }
  }

  @Test func theClearHasNoReply() {
    let reply = decoded([], exchange: 1)
    #expect(reply[0] == DecoderBench.old)
    #expect(reply.flags.rawValue == 0)
  }

  // MARK: Data

  @Test func exchangesAndWatch() throws {
    let configuration = try VL6180X.Configuration(period: .milliseconds(20))
    let exchanges = VL6180X.exchanges(for: configuration)
    #expect(
      exchanges == [
        CyclicExchange(Exchange(address: 0x29, request: [0x00, 0x4D], replyCount: 22)),
        CyclicExchange(Exchange(address: 0x29, request: [0x00, 0x15, 0x07], replyCount: 0)),
      ])
    let watch = VL6180X.watch(for: configuration)
    #expect(watch.exchange == Exchange(address: 0x29, request: [0x00, 0x16], replyCount: 7))
    // Convergence 0.9 · 20 - 5 = 13 ms.
    #expect(watch.expected == [0, 0, 0x02, 0, 0, 0x01, 0x0D])
    #expect(VL6180X.channels(for: configuration).map(\.unit) == [.metre])
    #expect(configuration.leastTurn == .milliseconds(20))
  }

  @Test func boundsAreNamed() {
    #expect(throws: VL6180X.ConfigurationError.address(0x2A)) {
      try VL6180X.Configuration(address: 0x2A)
    }
    for milliseconds: Int64 in [10, 25, 2560] {
      #expect(throws: VL6180X.ConfigurationError.period(.milliseconds(milliseconds))) {
        try VL6180X.Configuration(period: .milliseconds(milliseconds))
      }
    }
  }
}
