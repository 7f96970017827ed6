import FoundationEssentials
import TestSupport

/// `Documentation/wire-frames.json`: a frame of every message, and its fields by name. The frames were computed
/// apart from this package (Python `struct`, bitwise CRC-32C). Clients in other languages test themselves with
/// the same file (`Python/tests`).
struct GoldenFile: Decodable {
  struct Golden: Decodable, Sendable {
    let message: String
    let type: UInt8
    let sequence: UInt32
    let answers: UInt32
    let sentAt: Int64
    let fields: AnyJSON
    let frame: String
  }

  let requests: [Golden]
  let replies: [Golden]

  static func load() throws -> GoldenFile {
    try JSONDecoder().decode(GoldenFile.self, from: Data(contentsOf: file("wire-frames.json")))
  }

  /// A file of `Documentation`.
  static func file(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Documentation/\(name)")
  }
}
