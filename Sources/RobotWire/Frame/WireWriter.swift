import RobotUnits

/// Appends fields to a frame, little-endian and without padding.
///
/// A value that its field may not hold is remembered as `failure` instead of thrown, so that a
/// message encodes in straight lines; `FrameCodec` throws it at the end. Real-time: no, it allocates.
struct WireWriter {
  private(set) var bytes: [UInt8] = []
  private(set) var failure: WireError?

  init(reservingHeader size: Int) { bytes = [UInt8](repeating: 0, count: size) }

  mutating func integer<Value: FixedWidthInteger>(_ value: Value) {
    for shift in stride(from: 0, to: Value.bitWidth, by: 8) {
      bytes.append(UInt8(truncatingIfNeeded: value >> shift))
    }
  }

  /// Overwrites the integer that begins at `offset`.
  mutating func replaceInteger<Value: FixedWidthInteger>(at offset: Int, with value: Value) {
    for index in 0..<Value.bitWidth / 8 {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> (index * 8))
    }
  }

  mutating func bool(_ value: Bool) { integer(value ? UInt8(1) : 0) }

  mutating func span(_ value: TimeSpan) { integer(value.nanoseconds) }

  /// Any IEEE 754 value: what is reported as it was measured.
  mutating func number(_ value: Double) { integer(value.bitPattern) }

  mutating func finite(_ value: Double, _ field: String) {
    if !value.isFinite { refuse(field) }
    number(value)
  }

  /// A finite value, or NaN for "leave as it is".
  mutating func finiteOrNaN(_ value: Double, _ field: String) {
    if value.isInfinite { refuse(field) }
    number(value)
  }

  /// UTF-8 bytes behind their number.
  mutating func string(_ value: String) {
    count(value.utf8.count)
    bytes.append(contentsOf: value.utf8)
  }

  /// The elements behind their number.
  mutating func list<Element: WireCodable>(_ elements: [Element]) {
    count(elements.count)
    for element in elements { element.encode(into: &self) }
  }

  /// A number of bytes or elements. One beyond 16 bits is not told apart here: what it counts makes
  /// the frame too long, and that is checked.
  mutating func count(_ value: Int) { integer(UInt16(truncatingIfNeeded: value)) }

  /// Notes that `field` holds a value that it may not hold.
  mutating func refuse(_ field: String) { failure = failure ?? .badPayload(field: field) }
}

/// A value with one fixed way of being laid out in a payload.
protocol WireCodable {
  func encode(into writer: inout WireWriter)
  init(from reader: inout WireReader) throws(WireError)
}
