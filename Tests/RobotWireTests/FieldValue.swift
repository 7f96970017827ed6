import RobotUnits

/// A field of a message as the golden file writes it: whatever a message holds, told by reflection.
enum FieldValue: Equatable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([FieldValue])
  case fields([String: FieldValue])

  /// The fields of `message`, an enumeration's case with its payload; a payload that is a list alone is called
  /// `list`.
  init(message: Any, list: String = "") {
    let payload = Mirror(reflecting: message).children.first?.value
    switch payload.map(FieldValue.init(any:)) {
    case nil: self = .fields([:])
    case .list(let elements)?: self = .fields([list: .list(elements)])
    case let value?: self = value
    }
  }

  private init(any value: Any) {
    switch value {
    case let value as Bool: self = .bool(value)
    case let value as String: self = .text(value)
    case let value as Double: self.init(value)
    case let value as any FixedWidthInteger: self = .number(Double(value))
    case let value as TimeSpan: self = .number(Double(value.nanoseconds))
    case let value as MonotonicInstant: self = .number(Double(value.nanoseconds))
    case let value as Frequency: self.init(value.hertz)
    case let value as any RawRepresentable: self.init(any: value.rawValue)
    default: self.init(parts: Mirror(reflecting: value))
    }
  }

  /// JSON has no number for what is none, or is infinite.
  private init(_ value: Double) {
    self =
      value.isNaN
      ? .text("nan") : value.isInfinite ? .text(value < 0 ? "-inf" : "inf") : .number(value)
  }

  private init(parts mirror: Mirror) {
    switch mirror.displayStyle {
    case .optional: self = mirror.children.first.map { FieldValue(any: $0.value) } ?? .null
    case .collection: self = .list(mirror.children.map { FieldValue(any: $0.value) })
    default:
      let named = mirror.children.map { ($0.label ?? "", FieldValue(any: $0.value)) }
      self = .fields(Dictionary(named) { first, _ in first })
    }
  }
}

extension FieldValue: Decodable {
  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([FieldValue].self) {
      self = .list(value)
    } else {
      self = .fields(try container.decode([String: FieldValue].self))
    }
  }
}
