import FoundationEssentials

/// A file that is there as long as the test.
final class TemporaryFile {
  let path: String

  init(_ text: String) throws {
    path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString).yaml"
    try Data(text.utf8).write(to: URL(filePath: path))
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print(error) }
  }
}
