/// Compares a YAML tree with a shape and collects every disagreement.
struct ShapeChecker {
  var complaints: Complaints

  /// The root of a file as a record; `nil` when it is none.
  mutating func root(_ node: YAMLNode, _ fields: [Field]) -> Record? {
    guard let checked = check(node, .record(fields), path: "", owner: node.position) else {
      return nil
    }
    if case .record(let record) = checked.value { return record }
    return nil
  }

  /// `node` as a value of `shape`; `nil` when it is none, and then there is an error about it.
  /// `owner` is where the key of the value stands.
  mutating func check(
    _ node: YAMLNode, _ shape: Shape, path: String, owner: SourcePosition
  ) -> Checked? {
    if case .refused = node.value { return nil }
    let value: Checked.Value?
    switch shape {
    case .record(let fields):
      value = record(node, fields, path: path, owner: owner)
    case .variants(let variants):
      value = self.variants(node, variants, path: path, owner: owner)
    case .table(let element, let keys, let what):
      value = table(node, element, keys, what, path: path, owner: owner)
    case .list(let element, let count):
      value = list(node, element, count, path: path)
    case .listOrRecord(let list, let fields, let hint):
      value = listOrRecord(node, list, fields, hint, path: path, owner: owner)
    case .alternative(let words, let other, let written):
      value = alternative(node, words, other, written, path: path, owner: owner)
    default:
      var scalars = ScalarChecker(complaints: complaints)
      value = scalars.check(node, shape, path: path)
      complaints = scalars.complaints
    }
    return value.map { Checked(value: $0, position: node.position) }
  }

  private mutating func listOrRecord(
    _ node: YAMLNode, _ list: Shape, _ fields: [Field], _ hint: String, path: String,
    owner: SourcePosition
  ) -> Checked.Value? {
    switch node.value {
    case .sequence: return check(node, list, path: path, owner: owner)?.value
    case .mapping: return record(node, fields, path: path, owner: owner)
    default:
      complaints.add(
        node.position, path, "expected a list, found \(node.kind)", hint: hint)
      return nil
    }
  }

  private mutating func alternative(
    _ node: YAMLNode, _ words: [String], _ other: Shape, _ written: String, path: String,
    owner: SourcePosition
  ) -> Checked.Value? {
    guard case .scalar(let text, let isPlain) = node.value,
      !other.isScalar || !isPlain || ScalarKind(plain: text) == .text
    else { return check(node, other, path: path, owner: owner)?.value }
    if words.contains(text) { return .text(text) }
    // A number with a unit is text to YAML.
    if case .quantity = other, text.utf8.first.map(Self.beginsNumber) == true {
      return check(node, other, path: path, owner: owner)?.value
    }
    complaints.add(
      node.position, path, "\"\(text)\" is not one of the choices",
      allowed: (words + [written]).joined(separator: ", "),
      hint: Suggestion.text(for: text, among: words))
    return nil
  }

  private static func beginsNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte)
  }

  private mutating func entries(
    _ node: YAMLNode, path: String, hint: String
  ) -> [YAMLNode.Entry]? {
    if case .mapping(let entries) = node.value { return entries }
    complaints.add(
      node.position, path, "expected keys with values, found \(node.kind)",
      hint: hint)
    return nil
  }

  private mutating func record(
    _ node: YAMLNode, _ fields: [Field], path: String, owner: SourcePosition
  ) -> Checked.Value? {
    guard let entries = entries(node, path: path, hint: Self.hint(for: fields)) else {
      return nil
    }
    return .record(
      record(entries, fields, path: path, owner: owner) { key in
        Suggestion.text(for: key, among: fields.map(\.key))
      })
  }

  /// `hint` says what to do about an unknown key; `nil` leaves unknown keys alone.
  private mutating func record(
    _ entries: [YAMLNode.Entry], _ fields: [Field], path: String, owner: SourcePosition,
    hint: ((String) -> String?)?
  ) -> Record {
    var checked: [Record.Entry] = []
    // A key that is mistyped is not missing as well.
    var mistyped: Set<String> = []
    let hasMerge = entries.contains(where: \.isMerge)
    for entry in entries where !entry.isMerge {
      let keyPath = path.isEmpty ? entry.key : "\(path).\(entry.key)"
      guard let field = fields.first(where: { $0.key == entry.key }) else {
        if let hint {
          complaints.add(
            entry.keyPosition, keyPath, "unknown key",
            allowed: fields.map(\.key).joined(separator: ", "), hint: hint(entry.key))
          if let meant = Suggestion.nearest(to: entry.key, among: fields.map(\.key)) {
            mistyped.insert(meant)
          }
        }
        continue
      }
      let value = check(entry.value, field.shape, path: keyPath, owner: entry.keyPosition)
      checked.append(
        Record.Entry(key: entry.key, keyPosition: entry.keyPosition, value: value))
    }
    for field in fields
    where !hasMerge && field.isRequired && !mistyped.contains(field.key)
      && !checked.contains(where: { $0.key == field.key })
    {
      complaints.add(
        owner, path.isEmpty ? field.key : "\(path).\(field.key)", "missing: \(field.summary)",
        hint: "add `\(field.key): \(field.example)`")
    }
    return Record(path: path, position: owner, entries: checked)
  }

  private mutating func variants(
    _ node: YAMLNode, _ variants: Variants, path: String, owner: SourcePosition
  ) -> Checked.Value? {
    let always = (variants.selectorField.map { [$0] } ?? []) + variants.common
    let hint =
      always.isEmpty
      ? "give it the key " + variants.cases.map(\.name).joined(separator: " or ")
      : Self.hint(for: always)
    guard let entries = entries(node, path: path, hint: hint) else {
      return nil
    }
    let chosen: Variants.Case?
    switch variants.selector {
    case .value(let key, _):
      chosen = Self.named(entries.first { $0.key == key }?.value, variants)
    case .optionalValue(let key, let usual, _):
      let entry = entries.first { $0.key == key }
      chosen =
        entry == nil
        ? variants.cases.first { $0.name == usual } : Self.named(entry?.value, variants)
    case .presence:
      chosen = presentCase(entries, variants, path: path, owner: owner)
    }
    let fields = always + (chosen?.fields ?? [])
    // Without a case nobody knows which keys are right.
    guard let chosen else {
      return .record(record(entries, fields, path: path, owner: owner, hint: nil))
    }
    return .record(
      record(entries, fields, path: path, owner: owner) { key in
        let other = variants.cases.first { $0.fields.contains { $0.key == key } }
        if let other {
          return Self.elsewhere(key, other.name, chosen.name, variants.selector)
        }
        return Suggestion.text(for: key, among: fields.map(\.key))
      })
  }

  private static func named(_ node: YAMLNode?, _ variants: Variants) -> Variants.Case? {
    guard case .scalar(let name, _) = node?.value else { return nil }
    return variants.cases.first { $0.name == name }
  }

  private static func elsewhere(
    _ key: String, _ other: String, _ chosen: String, _ selector: Variants.Selector
  ) -> String {
    switch selector {
    case .value(let selector, _), .optionalValue(let selector, _, _):
      "\(key) belongs to \(selector): \(other), not to \(selector): \(chosen)"
    case .presence: "\(key) goes with \(other), not with \(chosen)"
    }
  }

  private mutating func presentCase(
    _ entries: [YAMLNode.Entry], _ variants: Variants, path: String, owner: SourcePosition
  ) -> Variants.Case? {
    let present = entries.filter { entry in variants.cases.contains { $0.name == entry.key } }
    let names = variants.cases.map(\.name).joined(separator: " or ")
    if present.count > 1 {
      complaints.add(
        present[1].keyPosition, "\(path).\(present[1].key)",
        "cannot stand beside \(present[0].key)", allowed: "either \(names)")
    } else if present.isEmpty, let (entry, hint) = mistyped(entries, variants) {
      complaints.add(
        entry.keyPosition, "\(path).\(entry.key)", "unknown key",
        allowed: variants.cases.map(\.name).joined(separator: ", "), hint: hint)
    } else if present.isEmpty, !entries.contains(where: \.isMerge) {
      let examples = variants.cases.compactMap { choice in
        choice.fields.first.map { "`\($0.key): \($0.example)`" }
      }
      complaints.add(
        owner, path, "missing: \(names)", hint: "add " + examples.joined(separator: " or "))
    }
    return present.count == 1 ? variants.cases.first { $0.name == present[0].key } : nil
  }

  /// The first key that may be meant to be the name of a case, and which; else the first that is no key
  /// of all cases.
  private func mistyped(
    _ entries: [YAMLNode.Entry], _ variants: Variants
  ) -> (YAMLNode.Entry, hint: String?)? {
    for entry in entries {
      if let hint = Suggestion.text(for: entry.key, among: variants.cases.map(\.name)) {
        return (entry, hint)
      }
    }
    let unknown = entries.first { entry in
      !entry.isMerge && !variants.common.contains { $0.key == entry.key }
        && !variants.cases.contains { $0.fields.contains { $0.key == entry.key } }
    }
    return unknown.map { ($0, nil) }
  }

  private mutating func table(
    _ node: YAMLNode, _ element: Shape, _ keys: Word, _ what: String, path: String,
    owner: SourcePosition
  ) -> Checked.Value? {
    guard let entries = entries(node, path: path, hint: "write `name: …` for every \(what)") else {
      return nil
    }
    if entries.isEmpty { complaints.add(node.position, path, "names no \(what)") }
    var checked: [Record.Entry] = []
    for entry in entries where !entry.isMerge {
      let keyPath = "\(path).\(entry.key)"
      if !keys.matches(entry.key) {
        complaints.add(
          entry.keyPosition, keyPath, "\"\(entry.key)\" is not \(keys.what)", allowed: keys.allowed)
      }
      let value = check(entry.value, element, path: keyPath, owner: entry.keyPosition)
      checked.append(
        Record.Entry(key: entry.key, keyPosition: entry.keyPosition, value: value))
    }
    return .record(Record(path: path, position: owner, entries: checked))
  }

  private mutating func list(
    _ node: YAMLNode, _ element: Shape, _ count: ClosedRange<Int>, path: String
  ) -> Checked.Value? {
    guard case .sequence(let nodes) = node.value else {
      complaints.add(
        node.position, path, "expected a list, found \(node.kind)",
        hint: "write the values in brackets: [ … ]")
      return nil
    }
    guard count.contains(nodes.count) else {
      let wanted =
        count.lowerBound == count.upperBound
        ? "\(count.lowerBound) values" : "\(count.lowerBound) to \(count.upperBound) values"
      complaints.add(
        node.position, path, "a list of \(nodes.count)", allowed: wanted)
      return nil
    }
    var checked: [Checked] = []
    for (index, node) in nodes.enumerated() {
      if let value = check(node, element, path: "\(path)[\(index)]", owner: node.position) {
        checked.append(value)
      }
    }
    return checked.count == nodes.count ? .list(checked) : nil
  }

  private static func hint(for fields: [Field]) -> String {
    "give it the keys " + fields.filter(\.isRequired).map(\.key).joined(separator: ", ")
  }
}

extension YAMLNode.Entry {
  fileprivate var isMerge: Bool {
    if case .refused = value.value { key == YAMLNode.mergeKey } else { false }
  }
}
