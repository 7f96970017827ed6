/// Whoever opens the repository finds each of its folders explained.
enum FolderMap {
  /// The folders that no table row of `map` begins with, as in `` | `Robots`, `Boards` | ... | ``.
  static func findings(folders: [String], map: String) -> [Finding] {
    let named = map.split(separator: "\n").filter { $0.hasPrefix("|") }
      .compactMap { $0.split(separator: "|").first }
      .flatMap { $0.split(separator: "`") }
    return folders.filter { !named.contains($0[...]) }.map {
      Finding(
        path: "CONTRIBUTING.md", line: 1,
        message: "the folder map does not name `\($0)`; say what it holds")
    }
  }
}
