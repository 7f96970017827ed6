/// Reads the YAML that configuration files may use: one document of mappings, lists and scalars.
///
/// Anchors, aliases, tags and merge keys are refused, because a value must stand where it is used
/// for its owner to see it; so are keys that are not scalars and keys that stand twice.
struct YAMLDocument: ~Copyable {
  /// The longest text [bytes].
  static let maximumSize = 1 << 20
  /// The deepest nesting of mappings and lists.
  static let maximumDepth = 16

  private let reader: YAMLEventReader
  private var complaints: Complaints

  /// The tree of `text`, and what was refused on the way. `nil`: there is no tree, see the errors.
  static func read(_ text: [UInt8], file: String) -> (root: YAMLNode?, complaints: Complaints) {
    var complaints = Complaints(file: file)
    guard text.count <= maximumSize else {
      complaints.add(
        nil, "", "the file is longer than \(maximumSize / 1024) KiB",
        hint: "a robot file is a few KiB; is this the right file?")
      return (nil, complaints)
    }
    return text.withUnsafeBufferPointer { buffer in
      var document = YAMLDocument(reader: YAMLEventReader(buffer), complaints: complaints)
      do throws(YAMLEventReader.SyntaxError) {
        let root = try document.root()
        return (root, document.complaints)
      } catch {
        var complaints = document.complaints
        complaints.add(error.position, "", "not YAML: \(error.problem)", hint: hint(error.problem))
        return (nil, complaints)
      }
    }
  }

  /// `!!str` as a person writes it.
  private static func shown(_ tag: String) -> String {
    let standard = "tag:yaml.org,2002:"
    return tag.hasPrefix(standard) ? "!!" + tag.dropFirst(standard.count) : tag
  }

  /// Remedies for what libyaml says most often.
  private static func hint(_ problem: String) -> String? {
    if problem.contains("cannot start any token") {
      return "indent with spaces, and put text that begins with % @ or ` in quotes"
    }
    if problem.contains("',' or '}'") || problem.contains("',' or ']'") {
      return "a comma or a closing bracket is missing before this place"
    }
    if problem.contains("mapping values are not allowed") {
      return "put text that holds \": \" in quotes, or indent the line under its key"
    }
    if problem.contains("could not find expected ':'") { return "write `key: value`" }
    if problem.contains("did not find expected key") {
      return "align the key with the keys above it"
    }
    return nil
  }

  private mutating func root() throws(YAMLEventReader.SyntaxError) -> YAMLNode? {
    guard case .documentStart = try reader.next().event else {
      complaints.add(nil, "", "the file is empty")
      return nil
    }
    let root = try node(try reader.next(), path: "", depth: 1)
    let end = try reader.next()
    if case .documentStart = end.event {
      complaints.add(
        end.position, "", "a second document begins here",
        hint: "one file describes one thing; remove the --- line or split the file")
    }
    return root
  }

  private mutating func node(
    _ located: YAMLEventReader.Located, path: String, depth: Int
  ) throws(YAMLEventReader.SyntaxError) -> YAMLNode {
    guard depth <= Self.maximumDepth else {
      throw YAMLEventReader.SyntaxError(
        position: located.position, problem: "nested deeper than \(Self.maximumDepth) levels")
    }
    if let anchor = located.anchor {
      complaints.add(
        located.position, path, "the anchor &\(anchor) is not supported",
        hint: "write the value where it is used, so that it can be seen there")
    }
    if let tag = located.tag {
      complaints.add(
        located.position, path, "the tag \(Self.shown(tag)) is not supported",
        hint: "leave it out: the key decides the type of its value")
    }
    let value: YAMLNode.Value
    switch located.event {
    case .scalar(let text, let isPlain): value = .scalar(text, isPlain: isPlain)
    case .sequenceStart: value = .sequence(try sequence(path: path, depth: depth))
    case .mappingStart: value = .mapping(try mapping(path: path, depth: depth))
    case .alias(let name):
      complaints.add(
        located.position, path, "the alias *\(name) is not supported",
        hint: "write the value out, so that it can be seen here")
      value = .refused
    case .documentStart, .sequenceEnd, .mappingEnd, .streamEnd: value = .refused
    }
    return YAMLNode(value: value, position: located.position)
  }

  private mutating func sequence(
    path: String, depth: Int
  ) throws(YAMLEventReader.SyntaxError) -> [YAMLNode] {
    var nodes: [YAMLNode] = []
    while true {
      let next = try reader.next()
      if case .sequenceEnd = next.event { return nodes }
      nodes.append(try node(next, path: "\(path)[\(nodes.count)]", depth: depth + 1))
    }
  }

  private mutating func mapping(
    path: String, depth: Int
  ) throws(YAMLEventReader.SyntaxError) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var positions: [String: SourcePosition] = [:]
    while true {
      let next = try reader.next()
      if case .mappingEnd = next.event { return entries }
      let keyNode = try node(next, path: path, depth: depth + 1)
      guard case .scalar(let key, let isPlain) = keyNode.value else {
        if case .refused = keyNode.value {
        } else {
          complaints.add(
            next.position, path, "\(keyNode.kind) cannot be a key",
            hint: "put text that begins with { or [ in quotes")
        }
        _ = try node(try reader.next(), path: path, depth: depth + 1)
        continue
      }
      let keyPath = path.isEmpty ? key : "\(path).\(key)"
      let errorCount = complaints.errors.count
      let value = try node(try reader.next(), path: keyPath, depth: depth + 1)
      if let first = positions[key] {
        complaints.add(
          next.position, keyPath, "the key stands twice; first on line \(first.line)",
          hint: "remove or rename one of them")
      } else if isPlain, key == YAMLNode.mergeKey {
        complaints.keepFirst(errorCount)
        complaints.add(
          next.position, path, "the merge key << is not supported",
          hint: "write the keys out, so that they can be seen here")
        // Stays, so that the reader knows of keys that it cannot see.
        entries.append(
          YAMLNode.Entry(
            key: key, keyPosition: next.position,
            value: YAMLNode(value: .refused, position: value.position)))
      } else {
        positions[key] = next.position
        entries.append(YAMLNode.Entry(key: key, keyPosition: next.position, value: value))
      }
    }
  }
}
