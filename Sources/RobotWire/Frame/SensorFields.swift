import RobotUnits

/// What messages about sensors have in common.
extension WireWriter {
  /// An instant that is not before 0, or −1 for none.
  mutating func instant(_ value: MonotonicInstant?, _ field: String) {
    if let value, value.nanoseconds < 0 { refuse(field) }
    integer(value?.nanoseconds ?? -1)
  }

  /// One bit each, the first one the least of the first byte; the bits behind the last one are 0.
  mutating func mask(_ bits: [Bool]) {
    for start in stride(from: 0, to: bits.count, by: 8) {
      var byte: UInt8 = 0
      for (place, isSet) in bits[start..<min(start + 8, bits.count)].enumerated() where isSet {
        byte |= 1 << UInt8(place)
      }
      integer(byte)
    }
  }
}

extension WireReader {
  /// An instant as `WireWriter.instant` writes it.
  mutating func instant(_ field: String) throws(WireError) -> MonotonicInstant? {
    let value = try integer(Int64.self)
    guard value >= -1 else { throw .badPayload(field: field) }
    return value == -1 ? nil : MonotonicInstant(nanoseconds: value)
  }

  /// `count` bits as `WireWriter.mask` writes them.
  mutating func mask(_ count: Int, _ field: String) throws(WireError) -> [Bool] {
    var bits: [Bool] = []
    for start in stride(from: 0, to: count, by: 8) {
      let byte = try integer(UInt8.self)
      let used = min(count - start, 8)
      guard used == 8 || byte >> UInt8(used) == 0 else { throw .badPayload(field: field) }
      for place in 0..<used { bits.append(byte >> UInt8(place) & 1 == 1) }
    }
    return bits
  }
}
