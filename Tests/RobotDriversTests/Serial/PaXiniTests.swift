import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import TestSupport
import Testing

/// Literals from the vendor's host programs, as `paxini-sdk` 0.1.0 quotes them.
@Suite struct PaXiniTests {
  @Test func requestsAreThoseOfTheVendor() {
    // "55AA00170200010001E6" calibrates; 15 bytes of version.
    #expect(
      PaXini.calibrationRequest() == [0x55, 0xAA, 0x00, 0x17, 0x02, 0x00, 0x01, 0x00, 0x01, 0xE6])
    #expect(
      PaXini.readRequest(15, from: 0) == [0x55, 0xAA, 0x00, 0x03, 0x00, 0x00, 0x0F, 0x00, 0xEF])
  }

  private static let felt: [(bytes: [UInt8], newtons: [Double])] = [
    ([0x00, 0x00, 0x00], [0, 0, 0]), ([0x7F, 0x80, 0xFF], [12.7, -12.8, 25.5]),
    ([0xFF, 0x01, 0x64], [-0.1, 0.1, 10]),
  ]

  @Test(arguments: felt)
  func forcesAreTenthsOfANewton(bytes: [UInt8], newtons: [Double]) {
    let force = PaXini.force(bytes[0], bytes[1], bytes[2])
    #expect(abs(force.x - newtons[0]) < 1e-12)
    #expect(abs(force.y - newtons[1]) < 1e-12)
    #expect(abs(force.z - newtons[2]) < 1e-12)
  }

  @Test func badAnswersAreRefused() {
    func failure(_ bytes: [UInt8]) -> PaXini.FrameError? {
      do {
        _ = try PaXini.Answer(bytes)
        return nil
      } catch { return error }
    }
    let good: [UInt8] = [0xAA, 0x55, 0x00, 0x03, 0x16, 0x00, 0x01, 0x00, 0x03, 0xE4]
    #expect(failure(good) == nil)
    #expect(failure(good.dropLast() + [0xE5]) == .checksum(computed: 0xE4, carried: 0xE5))
    #expect(failure(good.dropLast()) == .short(wanted: 10, got: 9))
    #expect(failure([]) == .short(wanted: 9, got: 0))
    #expect(failure([0xAA, 0x56] + good[2...]) == .head(0xAA, 0x56))
    // Bit 7 of the function: refused, with a code.
    let refused: [UInt8] = [0xAA, 0x55, 0x00, 0x82, 0x16, 0x00, 0x00, 0x00, 0x69]
    #expect(failure(refused) == .device(code: 2, register: 0x16))
  }

  private func layout(types: PaXini.DataTypes) throws -> PaXini.Layout {
    // Modules 2 (thumb's tip, 116 taxels) and 27 (the palm's last, 9).
    var counts = [UInt8](repeating: 0, count: 56)
    counts[4] = 116
    counts[54] = 9
    return try PaXini.Layout(bitmap: [0x04, 0, 0, 0x08], types: types, counts: counts)
  }

  @Test func layoutIsWhatTheRegistersSay() throws {
    let both = try layout(types: [.resultant, .distributed])
    #expect(both.modules.map(\.index) == [2, 27])
    #expect(both.modules.map(\.resultant) == [0, 354])
    #expect(both.modules.map(\.distributed) == [6, 360])
    #expect(both.byteCount == 387)
    #expect(both.modules.map { PaXini.Layout.name(ofModule: $0.index) } == ["thumb_tip", "palm_8"])
    let taxels = try layout(types: .distributed)
    #expect(taxels.modules.map(\.resultant) == [nil, nil])
    #expect(taxels.modules.map(\.distributed) == [0, 348])
  }

  /// devices.md 3.7: five tips of 116 taxels, force and taxels, are 1777 bytes, 52 frames a second and not 91.
  @Test func lineIsSlowerThanTheBoard() throws {
    var counts = [UInt8](repeating: 0, count: 56)
    for module in 0..<5 { counts[2 * module] = 116 }
    let layout = try PaXini.Layout(
      bitmap: [0x1F, 0, 0, 0], types: [.resultant, .distributed], counts: counts)
    #expect(layout.frameCount == 1777)
    #expect((51..<52).contains(layout.mostFrames()))
  }

  @Test func moduleWithTooManyTaxelsIsRefused() {
    var counts = [UInt8](repeating: 0, count: 56)
    counts[0] = 240
    #expect(throws: PaXini.LayoutError.taxels(module: 0, count: 240)) {
      try PaXini.Layout(bitmap: [1, 0, 0, 0], types: .distributed, counts: counts)
    }
  }

  /// The force at `place` of the frame that `stream` holds, its components `step` bytes apart.
  private static func force(
    _ stream: borrowing PushedFrameParser, at place: Int, step: Int = 1
  ) -> PaXini.Force {
    PaXini.force(stream.data(place), stream.data(place + step), stream.data(place + 2 * step))
  }

  /// The error byte, and of each pair of bytes the low one.
  @Test func partOfAFrameIsDecoded() {
    func decode(_ bytes: [UInt8]) -> (forces: [Double], health: [Bool], flags: SensorFlags) {
      var (health, flags) = (ChannelMask(), SensorFlags(rawValue: 0))
      var forces: [Double] = [9, 9, 9]
      // A module that was well before.
      health.set(0, count: 3, true)
      var span = forces.mutableSpan
      flags = PaXini.Decoder().decode(Reply(bytes), exchange: 0, into: &span, health: &health)
      return (forces, (0..<3).map { health.contains($0) }, flags)
    }
    let good = decode([0, 0xFB, 0xFF, 0x03, 0x00, 0x64, 0x00])
    #expect(good.forces == [-0.5, 0.3, 10] && good.health == [true, true, true])
    #expect(good.flags.rawValue == 0)
    let rest = decode([0, 0, 0, 0, 0, 0, 0])
    #expect(rest.forces == [0, 0, 0] && rest.health == [true, true, true])
    let clipped = decode([0, 0x80, 0xFF, 0, 0, 1, 0])
    #expect(clipped.flags.has(.clipped) && clipped.health == [true, true, true])
    let broken = decode([3, 0xFB, 0xFF, 0x03, 0x00, 0x64, 0x00])
    #expect(broken.flags.has(.deviceFault) && broken.flags.has(.invalid))
    #expect(broken.forces == [9, 9, 9] && broken.health == [false, false, false])
    let short = decode([0, 0xFB])
    #expect(short.flags.has(.invalid) && !short.flags.has(.deviceFault))
  }

  @Test func taxelsAreDecodedByThrees() {
    let bytes = FixedArray<UInt8>([0xEE, 0xFB, 0x03, 0x64, 0x00, 0x00, 0xFE])
    let forces = FixedArray<Double>(repeating: 0, count: 6)
    let isClipped = PaXini.Decoder.decodeTaxels(bytes, from: 1, count: 2, into: forces)
    let felt = (0..<6).map { forces[$0] }
    #expect(felt == [-0.5, 0.3, 10, 0, 0, 25.4] && !isClipped)
    bytes[6] = 0xFF
    let isAtItsEnd = PaXini.Decoder.decodeTaxels(bytes, from: 1, count: 2, into: forces)
    #expect(isAtItsEnd)
  }

  private struct Board {
    let forces = FixedTaxelForces()
    let line: SimulatedSerialLine
    let model: PaXiniModel

    init() {
      model = PaXiniModel(taxels: [2: 116, 27: 9], forces: forces)
      line = SimulatedSerialLine(
        speed: Frequency(unchecked: 921_600), clock: SimulationClock(.virtual))
      line.attach(model)
    }
  }

  @Test func boardIsSetUpAndHeard() throws {
    let board = Board()
    board.forces.press(taxel: 115, module: 2, SIMD3(-1.5, 0.3, 7))
    board.forces.press(taxel: 8, module: 27, SIMD3(0, 0, 99))
    let report = try PaXini.setUp(types: [.resultant, .distributed], on: board.line)
    #expect(report.version == "GEN3-HS-V1.0.0")
    var stream = PushedFrameParser(byteCount: report.layout.byteCount)
    var frames = 0
    while frames < 3 {
      let bytes = try board.line.read(atMost: 64, until: board.line.now() + .milliseconds(20))
      for byte in bytes where stream.push(byte) {
        frames += 1
        let tip = Self.force(stream, at: 6 + 3 * 115)
        #expect(abs(tip.x + 1.5) < 1e-12 && abs(tip.y - 0.3) < 1e-12 && tip.z == 7)
        let palm = Self.force(stream, at: 360 + 3 * 8)
        #expect(palm.z == 25.5)
        let whole = Self.force(stream, at: 0, step: 2)
        #expect(whole.z == 7)
        let error = stream.error
        #expect(error == 0)
      }
    }
    // The board pushes at 91 Hz.
    #expect(board.line.now().nanoseconds > 22_000_000)
  }

  @Test func setUpMayBeRepeatedWhileTheBoardSends() throws {
    let board = Board()
    _ = try PaXini.setUp(types: .distributed, on: board.line)
    let again = try PaXini.setUp(types: [.resultant, .distributed], on: board.line)
    #expect(again.layout.byteCount == 387)
  }

  @Test func calibrationMakesWhatIsFeltTheZero() throws {
    let board = Board()
    board.forces.press(taxel: 0, module: 2, SIMD3(0, 0, 5))
    try PaXini.calibrate(on: board.line)
    board.forces.press(taxel: 0, module: 2, SIMD3(0, 0, 6))
    let report = try PaXini.setUp(types: .distributed, on: board.line)
    var stream = PushedFrameParser(byteCount: report.layout.byteCount)
    var felt: Double?
    while felt == nil {
      let bytes = try board.line.read(atMost: 64, until: board.line.now() + .milliseconds(20))
      for byte in bytes where stream.push(byte) { felt = Self.force(stream, at: 0).z }
    }
    #expect(felt == 1)
  }

  @Test func setUpSaysWhatIsWrong() throws {
    let dead = SimulatedSerialLine(
      speed: Frequency(unchecked: 921_600), clock: SimulationClock(.virtual))
    #expect(throws: PaXini.Failure.noAnswer(step: .identify, nil)) {
      try PaXini.setUp(types: .distributed, on: dead)
    }
    dead.setPlugged(false)
    #expect(throws: PaXini.Failure.line(BusError(.unavailable, errno: 19), step: .quiet)) {
      try PaXini.setUp(types: .distributed, on: dead)
    }
    let empty = SimulatedSerialLine(
      speed: Frequency(unchecked: 921_600), clock: SimulationClock(.virtual))
    empty.attach(PaXiniModel(taxels: [:], forces: FixedTaxelForces()))
    #expect(throws: PaXini.Failure.noModules) {
      try PaXini.setUp(types: .distributed, on: empty)
    }
  }

  /// Every frame that is found is one that was sent, but for one in 256 that lost a byte; those next to a
  /// wrong byte may be lost.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func fuzzedStreamGivesNoWrongFrame(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let layout = try layout(types: .distributed)
    var stream = PushedFrameParser(byteCount: layout.byteCount)
    var (found, whole, wrong) = (0, 0, 0)
    for number in 0..<60 {
      let mark = UInt8(number)
      let data =
        [mark] + (1..<layout.byteCount).map { _ in UInt8.random(in: 0...255, using: &random) }
      let length = layout.byteCount + 1
      var frame: [UInt8] = [0xAA, 0x56, 0, UInt8(length & 255), UInt8(length >> 8), 0] + data
      frame.append(0 &- frame.reduce(0, &+))
      switch Int.random(in: 0..<4, using: &random) {
      case 0: frame[Int.random(in: 0..<frame.count, using: &random)] ^= 0x10
      case 1: frame.remove(at: Int.random(in: 0..<frame.count, using: &random))
      default: whole += 1
      }
      for byte in frame where stream.push(byte) {
        found += 1
        if stream.data(0) != mark { wrong += 1 }
      }
    }
    #expect(wrong <= 1, "seed \(seed)")
    #expect(found <= whole + wrong && found >= whole / 2, "seed \(seed): \(found) of \(whole)")
  }
}
