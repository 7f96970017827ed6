import FoundationEssentials
import RobotWire
import Testing

@Suite struct GoldenFrameTests {
  @Test func requestsEncodeToTheGoldenBytes() throws {
    for golden in GoldenFrames.requests {
      #expect(hex(try golden.envelope.frame()) == golden.hex, "\(golden.envelope.message)")
    }
  }

  @Test func repliesEncodeToTheGoldenBytes() throws {
    for golden in try GoldenFrames.replies() {
      #expect(hex(try golden.envelope.frame()) == golden.hex, "\(golden.envelope.message)")
    }
  }

  /// Some goldens hold NaN, which equals nothing: their text is compared.
  @Test func goldenBytesDecodeToTheirMessage() throws {
    for golden in GoldenFrames.requests {
      let decoded = try Envelope<Request>(frame: bytes(golden.hex))
      #expect("\(decoded)" == "\(golden.envelope)")
    }
    for golden in try GoldenFrames.replies() {
      let decoded = try Envelope<Reply>(frame: bytes(golden.hex))
      #expect("\(decoded)" == "\(golden.envelope)")
    }
  }

  @Test func thereIsAGoldenForEveryMessage() throws {
    let requestTypes = GoldenFrames.requests.map { bytes($0.hex)[5] }
    #expect(requestTypes == Array(0x01...0x1B))
    #expect(try GoldenFrames.replies().map { bytes($0.hex)[5] } == Array(0x81...0x8E))
  }

  @Test func theDocumentShowsTheGoldenFrames() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let document = try String(
      contentsOf: root.appending(path: "Documentation/wire-protocol.md"), encoding: .utf8)
    let digits = document.filter { !$0.isWhitespace }
    let goldens = GoldenFrames.requests.map(\.hex) + (try GoldenFrames.replies().map(\.hex))
    for golden in goldens { #expect(digits.contains(golden), "missing: \(golden)") }
  }
}
