/// Words that must not stand in the code of the product, and why.
struct SourceRule {
  let words: [String]
  /// The layers it holds for; above them the word is allowed.
  let levels: ClosedRange<Int>
  /// A comment beside the word, on its line or the line above, gives it leave.
  var unlessCommented = false
  let message: String

  static let all = [
    SourceRule(
      words: ["try?"], levels: 0...5,
      message: "try? drops the cause; catch the error and say what to do about it"),
    SourceRule(
      words: ["try!", "as!", "fatalError("], levels: 0...5,
      message: "it ends the process with motors running; throw, or state a precondition"),
    SourceRule(
      words: ["@unchecked Sendable", "nonisolated(unsafe)"], levels: 0...5, unlessCommented: true,
      message: "say on this line or the line above why it is safe"),
    SourceRule(
      words: ["print(", "debugPrint("], levels: 0...3,
      message: "only programs print; return the value, or throw"),
    SourceRule(
      words: ["async", "await"], levels: 0...3,
      message: "the control path never suspends; take the time as an argument and return"),
    SourceRule(
      words: ["any Error"], levels: 0...2,
      message: "an existential allocates; write throws(TheError)"),
    SourceRule(
      words: [
        "clock_gettime(", "clock_nanosleep(", "nanosleep(", "usleep(", "sleep(",
        "ContinuousClock", "SuspendingClock",
      ], levels: 0...2,
      message: "time is an argument below RobotRuntime; take a MonotonicInstant"),
  ]

  static let longestFile = 400

  /// Every broken rule of one file of `Sources`.
  static func findings(in file: SourceFile) -> [Finding] {
    unfinished(in: file) + tooLong(file) + all.flatMap { $0.findings(in: file) }
  }

  /// The only rules that hold for tests too.
  static func findings(inTest file: SourceFile) -> [Finding] {
    unfinished(in: file) + tooLong(file)
  }

  private func findings(in file: SourceFile) -> [Finding] {
    // A module without a layer is a finding of ImportRule; here it is held to the strictest rules.
    guard levels.contains(LayerTable.row(file.module)?.level ?? 0) else { return [] }
    return file.lines.indices.flatMap { index in
      words.filter { file.lines[index].code.containsWord($0) }.compactMap { word in
        if unlessCommented, Self.hasComment(file.lines, near: index) { return nil }
        return Finding(path: file.path, line: index + 1, message: "`\(word)`: \(message)")
      }
    }
  }

  private static func hasComment(_ lines: [SwiftSource.Line], near index: Int) -> Bool {
    lines[max(0, index - 1)...index].contains { !$0.comment.isEmpty }
  }

  private static func unfinished(in file: SourceFile) -> [Finding] {
    // Written in two parts so that this file does not find itself.
    let marks = ["TO" + "DO", "FIX" + "ME"]
    return file.lines.enumerated().flatMap { index, line in
      marks.filter { line.comment.containsWord($0) }.map {
        Finding(
          path: file.path, line: index + 1, message: "\($0): finish it, or open an issue for it")
      }
    }
  }

  private static func tooLong(_ file: SourceFile) -> [Finding] {
    // The newline that ends a file begins no line.
    let count = file.lines.last.map { $0.code.isEmpty && $0.comment.isEmpty } == true ? -1 : 0
    let length = file.lines.count + count
    guard length > longestFile else { return [] }
    return [
      Finding(
        path: file.path, line: longestFile + 1,
        message: "\(length) lines; split the file by what it holds (at most \(longestFile))")
    ]
  }
}

extension String {
  /// Whether `word` stands here by itself: not as a part of a longer name and not as a member.
  func containsWord(_ word: String) -> Bool {
    var rest = self[...]
    while let found = rest.firstRange(of: word) {
      let before = found.lowerBound == startIndex ? nil : self[index(before: found.lowerBound)]
      let after = found.upperBound == endIndex ? nil : self[found.upperBound]
      let startsWord = before.map { !$0.isPartOfName && $0 != "." } ?? true
      let endsWord = word.last?.isPartOfName != true || after?.isPartOfName != true
      if startsWord && endsWord { return true }
      rest = self[index(after: found.lowerBound)...]
    }
    return false
  }
}

extension Character {
  fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}
