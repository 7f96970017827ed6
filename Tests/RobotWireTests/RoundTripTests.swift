import RobotUnits
import RobotWire
import TestSupport
import Testing

@Suite struct RoundTripTests {
  @Test(arguments: [UInt64(1), 20_260_705, 0xCE4E_BE11])
  func everyMessageComesBackAsItWas(seed: UInt64) throws {
    var messages = RandomMessages(seed: seed)
    for round in 0..<500 {
      let request = Envelope(header: messages.header(), message: messages.request())
      #expect(
        try Envelope<Request>(frame: request.frame()) == request, "seed \(seed), round \(round)")
      let reply = Envelope(header: messages.header(), message: messages.reply())
      #expect(try Envelope<Reply>(frame: reply.frame()) == reply, "seed \(seed), round \(round)")
    }
  }

  @Test func everyFlippedBitIsNoticed() throws {
    let file = try GoldenFile.load()
    let frames = (file.requests + file.replies).map(\.frame)
    for frame in frames.map(bytes) {
      for bit in 0..<frame.count * 8 {
        var damaged = frame
        damaged[bit / 8] ^= 1 << (bit % 8)
        #expect(throws: WireError.self, "type \(frame[5]), bit \(bit)") {
          if frame[5] < 0x80 {
            _ = try Envelope<Request>(frame: damaged)
          } else {
            _ = try Envelope<Reply>(frame: damaged)
          }
        }
      }
    }
  }

  /// Damage behind a right checksum: what a wrong client sends. Either a typed error, or a message
  /// that can be encoded again; a trap would end the test run.
  @Test(arguments: [UInt64(7), 4242])
  func damagedPayloadsNeverTrap(seed: UInt64) throws {
    var messages = RandomMessages(seed: seed)
    var accepted = 0
    for _ in 0..<4000 {
      let header = messages.header()
      var frame =
        try Bool.random(using: &messages.random)
        ? Envelope(header: header, message: messages.request()).frame()
        : Envelope(header: header, message: messages.reply()).frame()
      damage(&frame, with: &messages.random)
      if frame[5] < 0x80, let envelope = try? Envelope<Request>(frame: frame) {
        #expect(try Envelope<Request>(frame: envelope.frame()).header == envelope.header)
        accepted += 1
      } else if let envelope = try? Envelope<Reply>(frame: frame) {
        #expect(try Envelope<Reply>(frame: envelope.frame()).header == envelope.header)
        accepted += 1
      }
    }
    #expect(accepted > 0, "seed \(seed): the damage reaches no payload that is accepted")
  }

  @Test func noiseNeverTraps() {
    var random = SeededRandom(seed: 99)
    for _ in 0..<4000 {
      var noise = (0..<Int.random(in: 0...200, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      #expect(throws: WireError.self) { try Envelope<Request>(frame: noise) }
      noise = Array(bytes("43424c3101") + noise)
      #expect(throws: WireError.self) { try Envelope<Reply>(frame: noise) }
    }
  }

  /// Changes, cuts or lengthens the payload or changes the type, then makes length and checksum right.
  private func damage(_ frame: inout [UInt8], with random: inout SeededRandom) {
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let position = Int.random(in: 31..<frame.count, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: frame.removeLast(min(position - 31, frame.count - 32))
      case 1: frame.append(UInt8.random(in: 0...255, using: &random))
      case 2: frame[5] = UInt8.random(in: 0...255, using: &random)
      default:
        if position > 31 {
          frame[position] = [0, 1, 0x7F, 0xFF].randomElement(using: &random) ?? 0
        }
      }
    }
    let length = UInt32(frame.count - 32)
    for index in 0..<4 {
      frame[8 + index] = UInt8(truncatingIfNeeded: length >> (8 * index))
      frame[20 + index] = 0
    }
    let check = bitwiseCRC32C(frame)
    for index in 0..<4 { frame[20 + index] = UInt8(truncatingIfNeeded: check >> (8 * index)) }
  }
}
