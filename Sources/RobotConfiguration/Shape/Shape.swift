/// What a value of a file may look like. The reader and the JSON Schema are both made from it, so
/// that they cannot disagree.
indirect enum Shape: Sendable {
  /// A number with a unit.
  case quantity(Dimension, NumberRange)
  /// An integer.
  case integer(ClosedRange<Int>)
  /// A 7-bit I2C address.
  case address
  /// 1 or -1.
  case sign
  /// `true` or `false`.
  case boolean
  /// One of these words.
  case choice([String])
  /// A word with a rule.
  case word(Word)
  /// Any text that is not empty.
  case text
  /// A channel of a device: `left_pwm.3`.
  case channel
  /// A list.
  case list(of: Shape, count: ClosedRange<Int>)
  /// Fixed keys.
  case record([Field])
  /// Keys that the owner of the file names, one or more.
  case table(of: Shape, keys: Word, what: String)
  /// Fixed keys that depend on one of them.
  case variants(Variants)
  /// A list, or else fixed keys; `hint` shows both.
  case listOrRecord(Shape, [Field], hint: String)
  /// One of these words, or else a value of another shape, which messages show as `written`.
  case alternative([String], or: Shape, written: String)
}

extension Shape {
  /// Whether its values are scalars.
  var isScalar: Bool {
    switch self {
    case .list, .record, .table, .variants, .listOrRecord: false
    case .alternative(_, let other, _): other.isScalar
    default: true
    }
  }
}

/// A key of a record.
struct Field: Sendable {
  let key: String
  let shape: Shape
  let isRequired: Bool
  /// A value that may stand in an error message and in the editor.
  let example: String
  /// One line for the editor.
  let summary: String

  init(_ key: String, _ shape: Shape, required: Bool = false, example: String, summary: String) {
    self.key = key
    self.shape = shape
    isRequired = required
    self.example = example
    self.summary = summary
  }
}

/// Records whose keys depend on one of them.
struct Variants: Sendable {
  /// What decides.
  enum Selector: Sendable {
    /// The value of a key, which is one of the cases' names.
    case value(of: String, summary: String)
    /// The same, where the file may leave the key out and means the case `usual` then.
    case optionalValue(of: String, usual: String, summary: String)
    /// Which of the cases' names is a key.
    case presence
  }
  /// A case with the keys that only it has.
  struct Case: Sendable {
    let name: String
    let fields: [Field]
  }
  let selector: Selector
  /// The keys of every case.
  let common: [Field]
  let cases: [Case]

  /// The key that decides by its value, as a field.
  var selectorField: Field? {
    let names = cases.map(\.name)
    switch selector {
    case .value(let key, let summary):
      return Field(
        key, .choice(names), required: true, example: names.first ?? "", summary: summary)
    case .optionalValue(let key, let usual, let summary):
      return Field(key, .choice(names), example: usual, summary: summary)
    case .presence: return nil
    }
  }
}
