/// A Swift file of the package: where it lies and what it holds. Every rule is a function of this.
struct SourceFile {
  /// Relative to the package, as `Sources/RobotHAL/I2CBus.swift`.
  let path: String
  let lines: [SwiftSource.Line]

  init(path: String, text: String) {
    self.path = path
    lines = SwiftSource(text).lines
  }

  /// The module, which SwiftPM takes from the folder.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  var isTest: Bool { path.hasPrefix("Tests/") }

  /// Line numbers and modules of the import declarations.
  var imports: [(line: Int, module: String)] {
    lines.enumerated().compactMap { index, line in
      Self.importedModule(line.code).map { (index + 1, $0) }
    }
  }

  /// `@testable public import struct A.B` names the module `A`.
  private static func importedModule(_ code: String) -> String? {
    let kinds: Set<Substring> = [
      "actor", "class", "enum", "func", "let", "protocol", "struct", "typealias", "var",
    ]
    let access: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
    var words = code.split(whereSeparator: \.isWhitespace)[...]
    while let word = words.first, word.hasPrefix("@") || access.contains(word) {
      words.removeFirst()
    }
    guard words.popFirst() == "import" else { return nil }
    if let word = words.first, kinds.contains(word) { words.removeFirst() }
    return words.first?.split(separator: ".").first.map(String.init)
  }
}
