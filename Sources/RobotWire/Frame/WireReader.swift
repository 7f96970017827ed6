import RobotUnits

/// Takes fields from a frame in the order in which `WireWriter` appends them. Never reads past the
/// end: a field that is not all there throws `truncated`. Real-time: no, strings and lists allocate.
struct WireReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// How many bytes are left.
  var remaining: Int { bytes.count - position }

  mutating func integer<Value: FixedWidthInteger>(
    _ type: Value.Type = Value.self
  ) throws(WireError) -> Value {
    let size = Value.bitWidth / 8
    guard remaining >= size else { throw .truncated }
    var value: Value = 0
    for index in 0..<size {
      value |= Value(truncatingIfNeeded: bytes[position + index]) << (index * 8)
    }
    position += size
    return value
  }

  mutating func bool(_ field: String) throws(WireError) -> Bool {
    switch try integer(UInt8.self) {
    case 0: false
    case 1: true
    default: throw .badPayload(field: field)
    }
  }

  mutating func choice<Value: RawRepresentable>(
    _ field: String
  ) throws(WireError) -> Value where Value.RawValue == UInt8 {
    guard let value = Value(rawValue: try integer()) else { throw .badPayload(field: field) }
    return value
  }

  mutating func span() throws(WireError) -> TimeSpan { TimeSpan(nanoseconds: try integer()) }

  mutating func number() throws(WireError) -> Double { Double(bitPattern: try integer()) }

  mutating func finite(_ field: String) throws(WireError) -> Double {
    let value = try number()
    guard value.isFinite else { throw .badPayload(field: field) }
    return value
  }

  mutating func finiteOrNaN(_ field: String) throws(WireError) -> Double {
    let value = try number()
    guard !value.isInfinite else { throw .badPayload(field: field) }
    return value
  }

  mutating func string(_ field: String) throws(WireError) -> String {
    let count = Int(try integer(UInt16.self))
    guard remaining >= count else { throw .truncated }
    guard let text = String(validating: bytes[position..<position + count], as: UTF8.self) else {
      throw .badPayload(field: field)
    }
    position += count
    return text
  }

  mutating func list<Element: WireCodable>() throws(WireError) -> [Element] {
    let count = Int(try integer(UInt16.self))
    var elements: [Element] = []
    for _ in 0..<count { elements.append(try Element(from: &self)) }
    return elements
  }
}
