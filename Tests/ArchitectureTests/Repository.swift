import FoundationEssentials
import Glibc

/// The package as it lies on disk around this file.
enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Every Swift file below `folder`, in order of path.
  static func swiftFiles(in folder: String) throws -> [SourceFile] {
    try files(in: folder, endings: [".swift"])
      .map { SourceFile(path: $0, text: try text($0)) }
  }

  /// The paths of the C files below `folder`.
  static func cFiles(in folder: String) throws -> [String] {
    try files(in: folder, endings: [".c", ".h"])
  }

  private static func files(in folder: String, endings: [String]) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: root.appending(path: folder).path)
      .filter { path in endings.contains { path.hasSuffix($0) } }
      .sorted()
      .map { "\(folder)/\($0)" }
  }

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The folders right below `folder` that are part of the repository; what is hidden is build output
  /// or belongs to git.
  static func folders(in folder: String) throws -> [String] {
    let path = root.appending(path: folder).path
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { !$0.hasPrefix(".") && $0 != "__pycache__" }
      .filter {
        var isFolder = false
        return FileManager.default.fileExists(atPath: "\(path)/\($0)", isDirectory: &isFolder)
          && isFolder
      }
      .sorted()
  }

  /// The targets of Package.swift. `dump-package` takes no build lock as long as it has a scratch path
  /// of its own, so it runs inside `swift test`; `swift package describe` would wait for ever.
  static func targets() throws -> [PackageTarget] {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "cerebellum-\(getpid())")
    let json = try output(
      of:
        "swift package --package-path '\(root.path)' --scratch-path '\(scratch.path)' dump-package")
    return try JSONDecoder().decode(Description.self, from: json).targets
  }

  private struct Description: Decodable {
    let targets: [PackageTarget]
  }

  private struct CommandFailed: Error {
    let command: String
    let status: Int32
  }

  private static func output(of command: String) throws -> Data {
    guard let pipe = popen(command, "re") else {
      throw CommandFailed(command: command, status: errno)
    }
    var output = Data()
    var chunk = [UInt8](repeating: 0, count: 65536)
    while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 {
      output.append(contentsOf: chunk[..<count])
    }
    let status = pclose(pipe)
    guard status == 0 else { throw CommandFailed(command: command, status: status) }
    return output
  }
}
