/// Another value for a key of a robot file: `joints.elbow.control.kp`, `60 N.m/rad`.
public struct KeyChange: Hashable, Sendable {
  /// The keys from the top of the file; `*` is every name, `[n]` a place in a list.
  public var keyPath: String
  /// The value as the file has it, with its unit.
  public var value: String

  /// A change of the value at `keyPath`.
  public init(keyPath: String, value: String) {
    self.keyPath = keyPath
    self.value = value
  }
}

/// A robot file with other values, and where it differs.
public struct ChangedRobotFile: Sendable {
  /// The whole text.
  public let text: [UInt8]
  /// The lines that are not those of the file, as they are now.
  public let lines: [Line]

  /// A line of the changed text.
  public struct Line: Hashable, Sendable {
    /// Its number, from 1.
    public let number: Int
    /// What it holds, without its end.
    public let text: String
  }
}

extension RobotFile {
  /// The robot file `text` with the values of `changes`; nothing else of it changes, comments included. A key that is
  /// not there is put before the others of its mapping. Throws where there is no place for one; whether a robot may
  /// have the value is found out by `load`.
  public static func changed(
    _ text: [UInt8], file: String, _ changes: [KeyChange]
  ) throws(ConfigurationErrors) -> ChangedRobotFile {
    let (root, complaints) = YAMLDocument.read(text, file: file)
    guard let root else { throw ConfigurationErrors(complaints.errors) }
    var editor = KeyEditor(text, complaints)
    for change in changes { editor.add(change, in: root) }
    try editor.complaints.throwIfAny()
    return editor.result()
  }
}

/// Collects changes of a text, each at its place.
private struct KeyEditor {
  var complaints: Complaints
  private let scalars: [Unicode.Scalar]
  /// Where each line begins.
  private var starts: [Int]
  private var edits: [Int: Edit] = [:]

  private struct Edit {
    /// How much of the text it takes the place of.
    let length: Int
    let text: String
  }

  init(_ text: [UInt8], _ complaints: Complaints) {
    self.complaints = complaints
    scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
    starts = [scalars.first == "\u{FEFF}" ? 1 : 0]
    for (place, scalar) in scalars.enumerated() {
      // CR LF ends one line.
      let isBeforeFeed = place + 1 < scalars.count && scalars[place + 1] == "\n"
      if scalar == "\n" || scalar == "\r" && !isBeforeFeed { starts.append(place + 1) }
    }
  }

  /// `joints.elbow.schedule.position[0].kp` in its parts.
  private static func keys(of keyPath: String) -> [Substring] {
    keyPath.split(separator: ".", omittingEmptySubsequences: false).flatMap { part in
      part.split(separator: "[", omittingEmptySubsequences: false).enumerated().map { place, word in
        place > 0 && word.last == "]" ? word.dropLast() : word
      }
    }
  }

  mutating func add(_ change: KeyChange, in root: YAMLNode) {
    add(change, Self.keys(of: change.keyPath)[...], in: root, path: "")
  }

  private mutating func add(
    _ change: KeyChange, _ keys: ArraySlice<Substring>, in node: YAMLNode, path: String
  ) {
    guard let key = keys.first else { return replace(node, by: change.value, path: path) }
    let rest = keys.dropFirst()
    switch node.value {
    case .mapping(let entries) where key == "*":
      for entry in entries {
        add(change, rest, in: entry.value, path: path.isEmpty ? entry.key : "\(path).\(entry.key)")
      }
    case .mapping(let entries):
      let keyPath = path.isEmpty ? String(key) : "\(path).\(key)"
      if let entry = entries.first(where: { $0.key == key }) {
        add(change, rest, in: entry.value, path: keyPath)
      } else if rest.isEmpty, let first = entries.first, Word.name.matches(String(key)) {
        insert("\(key): \(change.value)", before: first.keyPosition, of: node, path: keyPath)
      } else {
        let names = entries.map(\.key)
        complaints.add(
          node.position, keyPath, "the file has no such key",
          allowed: names.joined(separator: ", "),
          hint: Suggestion.text(for: String(key), among: names))
      }
    case .sequence(let nodes):
      guard let place = Int(key), nodes.indices.contains(place) else {
        complaints.add(
          node.position, "\(path)[\(key)]", "the list has no such place",
          allowed: "[0] to [\(nodes.count - 1)]")
        return
      }
      add(change, rest, in: nodes[place], path: "\(path)[\(place)]")
    default:
      complaints.add(
        node.position, "\(path).\(key)", "\(path) has one value, and no keys",
        hint: "end the path with \(path)")
    }
  }

  private mutating func replace(_ node: YAMLNode, by value: String, path: String) {
    guard case .scalar(let old, let isPlain) = node.value else {
      var hint: String?
      if case .mapping(let entries) = node.value {
        hint = "go on with one of its keys: " + entries.map(\.key).joined(separator: ", ")
      }
      complaints.add(node.position, path, "expected one value, found \(node.kind)", hint: hint)
      return
    }
    let start = offset(node.position)
    let quote = isPlain ? 0 : 1
    let length = old.unicodeScalars.count + 2 * quote
    guard start + length <= scalars.count,
      scalars[(start + quote)..<(start + length - quote)].elementsEqual(old.unicodeScalars)
    else {
      complaints.add(
        node.position, path, "its text is not its value",
        hint: "write \(path) on one line, as it is")
      return
    }
    put(Edit(length: length, text: value), at: start, node.position, path)
  }

  /// A mapping in braces goes on in its line, one without has a line for each key.
  private mutating func insert(
    _ text: String, before position: SourcePosition, of node: YAMLNode, path: String
  ) {
    let isInBraces = scalars[offset(node.position)] == "{"
    let end = isInBraces ? ", " : "\n" + String(repeating: " ", count: position.column - 1)
    put(Edit(length: 0, text: text + end), at: offset(position), position, path)
  }

  private mutating func put(
    _ edit: Edit, at place: Int, _ position: SourcePosition, _ path: String
  ) {
    if let other = edits[place] {
      // Two new keys of one mapping.
      if edit.length == 0, other.length == 0 {
        edits[place] = Edit(length: 0, text: other.text + edit.text)
        return
      }
      complaints.add(
        position, path, "is changed twice", hint: "name it once, by itself or by *")
    }
    edits[place] = edit
  }

  private func offset(_ position: SourcePosition) -> Int {
    starts[position.line - 1] + position.column - 1
  }

  func result() -> ChangedRobotFile {
    var text = String.UnicodeScalarView()
    var numbers: Set<Int> = []
    var (line, place) = (1, 0)
    let lineEnds = Set(starts.dropFirst())
    while place < scalars.count {
      if lineEnds.contains(place) { line += 1 }
      if let edit = edits[place] {
        let added = edit.text.unicodeScalars.count { $0 == "\n" }
        numbers.formUnion(line...(line + max(0, added - 1)))
        line += added
        text.append(contentsOf: edit.text.unicodeScalars)
        place += edit.length
        if edit.length > 0 { continue }
      }
      text.append(scalars[place])
      place += 1
    }
    let lines = String(text).split(omittingEmptySubsequences: false) { $0.isNewline }
    return ChangedRobotFile(
      text: Array(String(text).utf8),
      lines: numbers.sorted().map { .init(number: $0, text: String(lines[$0 - 1])) })
  }
}
