import RobotUnits
import TestSupport

// A message as the golden file writes it: whatever it holds, told by reflection.
extension AnyJSON {
  /// The fields of `message`, an enumeration's case with its payload; a payload that is a list alone is called
  /// `list`.
  init(message: Any, list: String = "") {
    let payload = Mirror(reflecting: message).children.first?.value
    switch payload.map(AnyJSON.init(any:)) {
    case nil: self = .object([:])
    case .array(let elements)?: self = .object([list: .array(elements)])
    case let value?: self = value
    }
  }

  private init(any value: Any) {
    switch value {
    case let value as Bool: self = .bool(value)
    case let value as String: self = .string(value)
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
      ? .string("nan") : value.isInfinite ? .string(value < 0 ? "-inf" : "inf") : .number(value)
  }

  private init(parts mirror: Mirror) {
    switch mirror.displayStyle {
    case .optional: self = mirror.children.first.map { AnyJSON(any: $0.value) } ?? .null
    case .collection: self = .array(mirror.children.map { AnyJSON(any: $0.value) })
    default:
      let named = mirror.children.map { ($0.label ?? "", AnyJSON(any: $0.value)) }
      self = .object(Dictionary(named) { first, _ in first })
    }
  }
}
