/// A value that obeys its shape.
struct Checked: Sendable {
  let value: Value
  /// Where it stands.
  let position: SourcePosition

  enum Value: Sendable {
    case number(Double)
    case integer(Int)
    case boolean(Bool)
    case text(String)
    case channel(device: String, number: Int)
    case list([Checked])
    case record(Record)
  }
}

extension Checked {
  var text: String? {
    if case .text(let text) = value { text } else { nil }
  }
  var number: Double? {
    if case .number(let number) = value { number } else { nil }
  }
}

/// A mapping whose values obey their shapes.
struct Record: Sendable {
  /// The keys from the top of the file to this mapping.
  let path: String
  /// Where the key that owns it stands.
  let position: SourcePosition
  /// The keys in the order of the file.
  let entries: [Entry]

  struct Entry: Sendable {
    let key: String
    let keyPosition: SourcePosition
    /// `nil` when the value was refused; there is an error about it already.
    let value: Checked?
  }

  /// The path of `key` in the file.
  func path(_ key: String) -> String {
    if key.isEmpty { return path }
    return path.isEmpty ? key : "\(path).\(key)"
  }

  /// Whether no value in it was refused, however deep.
  var isWhole: Bool {
    entries.allSatisfy { entry in
      if case .record(let record) = entry.value?.value {
        record.isWhole
      } else {
        entry.value != nil
      }
    }
  }

  func entry(_ key: String) -> Entry? { entries.first { $0.key == key } }
  func has(_ key: String) -> Bool { entry(key) != nil }
  subscript(key: String) -> Checked? { entry(key)?.value }

  /// Where the value of `key` stands, or else the record.
  func position(of key: String) -> SourcePosition {
    guard let entry = entry(key) else { return position }
    return entry.value?.position ?? entry.keyPosition
  }

  func number(_ key: String) -> Double? {
    if case .number(let number) = self[key]?.value { number } else { nil }
  }
  func integer(_ key: String) -> Int? {
    if case .integer(let integer) = self[key]?.value { integer } else { nil }
  }
  func boolean(_ key: String) -> Bool? {
    if case .boolean(let boolean) = self[key]?.value { boolean } else { nil }
  }
  func text(_ key: String) -> String? {
    if case .text(let text) = self[key]?.value { text } else { nil }
  }
  func channel(_ key: String) -> (device: String, number: Int)? {
    if case .channel(let device, let number) = self[key]?.value { (device, number) } else { nil }
  }
  func list(_ key: String) -> [Checked]? {
    if case .list(let list) = self[key]?.value { list } else { nil }
  }
  func record(_ key: String) -> Record? {
    if case .record(let record) = self[key]?.value { record } else { nil }
  }
}
