/// Whoever opens the repository finds each of its folders explained.
enum FolderMap {
  /// The folders that `map` does not name as `` `Sources/RobotUnits` ``, in backticks.
  static func findings(folders: [String], map: String) -> [Finding] {
    folders.filter { !map.contains("`\($0)`") }.map {
      Finding(
        path: "CONTRIBUTING.md", line: 1,
        message: "the folder map does not name `\($0)`; say what it holds")
    }
  }
}
