import FoundationEssentials

/// The repository's own files.
enum Repository {
  /// The top folder, from this file's place in it.
  static let root = String(#filePath.prefix(#filePath.count - suffix.count))
  private static let suffix = "/Tests/CerebellumToolTests/Support/Repository.swift"

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: root + "/" + path)), as: UTF8.self)
  }
}
