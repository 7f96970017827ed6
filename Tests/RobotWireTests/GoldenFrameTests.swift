import FoundationEssentials
import RobotUnits
import RobotWire
import TestSupport
import Testing

/// The codec against `GoldenFile`.
@Suite struct GoldenFrameTests {
  @Test func everyFieldIsFoundInTheGoldenBytes() throws {
    let file = try GoldenFile.load()
    for golden in file.requests {
      try expect(Envelope<Request>(frame: bytes(golden.frame)), golden)
    }
    for golden in file.replies {
      try expect(Envelope<Reply>(frame: bytes(golden.frame)), golden)
    }
  }

  @Test func messagesEncodeToTheGoldenBytes() throws {
    let file = try GoldenFile.load()
    for golden in file.requests {
      let envelope = try Envelope<Request>(frame: bytes(golden.frame))
      #expect(hex(try envelope.frame()) == golden.frame, "\(golden.message)")
    }
    for golden in file.replies {
      let envelope = try Envelope<Reply>(frame: bytes(golden.frame))
      #expect(hex(try envelope.frame()) == golden.frame, "\(golden.message)")
    }
  }

  @Test func thereIsAGoldenForEveryMessage() throws {
    let file = try GoldenFile.load()
    #expect(file.requests.map(\.type) == Array(0x01...0x1D))
    #expect(file.replies.map(\.type) == Array(0x81...0x90))
    for golden in file.requests + file.replies { #expect(bytes(golden.frame)[5] == golden.type) }
  }

  @Test func theDocumentShowsTheGoldenFrames() throws {
    let document = try String(contentsOf: GoldenFile.file("wire-protocol.md"), encoding: .utf8)
    let digits = document.filter { !$0.isWhitespace }
    let file = try GoldenFile.load()
    for golden in file.requests + file.replies {
      #expect(digits.contains(golden.frame), "missing: \(golden.message)")
    }
  }

  private func expect<Message>(_ envelope: Envelope<Message>, _ golden: GoldenFile.Golden) {
    let header = envelope.header
    #expect(header.sequence == golden.sequence && header.answers == golden.answers)
    #expect(header.sentAt.nanoseconds == golden.sentAt)
    let name = Mirror(reflecting: envelope.message).children.first?.label ?? "\(envelope.message)"
    #expect(name == golden.message)
    let list = name == "jointKinds" ? "kinds" : name
    #expect(AnyJSON(message: envelope.message, list: list) == golden.fields, "\(name)")
  }
}
