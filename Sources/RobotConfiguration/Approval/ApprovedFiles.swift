internal import Glibc

/// The files that a person approved: what `approved.sha256` says, in the format of `sha256sum`.
public struct ApprovedFiles: Hashable, Sendable {
  /// What the file is called in the state directory.
  public static let fileName = "approved.sha256"

  /// The digest of each file by its path from the root on.
  public private(set) var digests: [String: FileDigest]

  /// What became of a file since it was approved.
  public enum State: String, Hashable, Sendable {
    /// Nothing.
    case approved
    /// It holds something else.
    case changed
    /// It was not among those that were approved.
    case new
  }

  /// What `files` hold is approved. Throws where a path has a character that `sha256sum` would escape.
  public init(_ files: [ConfigurationFile]) throws(ConfigurationErrors) {
    digests = [:]
    for file in files {
      let path = file.fullPath
      guard !path.utf8.contains(where: { [0x5C, 0x0A, 0x0D].contains($0) }) else {
        throw ConfigurationErrors([
          ConfigurationError(
            file: path, position: nil, keyPath: "",
            problem: "a backslash or line break in a path cannot be written into \(Self.fileName)",
            hint: "rename the file or its folder")
        ])
      }
      digests[path] = file.digest
    }
  }

  /// Reads `text`; `file` names it in messages. Throws the first line that `sha256sum` would not have
  /// written.
  public init(text: [UInt8], file: String) throws(ConfigurationErrors) {
    digests = [:]
    let lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      // The digest, a space, a space or the asterisk of binary files, the path.
      let path = line.dropFirst(66)
      guard let digest = FileDigest(String(decoding: line.prefix(64), as: UTF8.self)),
        [Array("  ".utf8), Array(" *".utf8)].contains(Array(line.dropFirst(64).prefix(2))),
        !path.isEmpty
      else {
        throw ConfigurationErrors([
          ConfigurationError(
            file: file, position: SourcePosition(line: index + 1, column: 1), keyPath: "",
            problem: "this is no line of sha256sum",
            hint: "remove the file and approve again with `cerebellum approve`")
        ])
      }
      digests[String(decoding: path, as: UTF8.self)] = digest
    }
  }

  /// What the file at `path` says; `nil` where there is none. Throws where it cannot be read.
  public static func read(path: String) throws(ConfigurationErrors) -> ApprovedFiles? {
    if access(path, F_OK) != 0, errno == ENOENT { return nil }
    return try ApprovedFiles(text: try ConfigurationText.read(path: path), file: path)
  }

  /// What became of `file` since.
  public func state(of file: ConfigurationFile) -> State {
    guard let digest = digests[file.fullPath] else { return .new }
    return digest == file.digest ? .approved : .changed
  }

  /// The text of the file, a line each, by path: `sha256sum --check` verifies it.
  public var text: String {
    digests.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key)\n" }.joined()
  }
}
