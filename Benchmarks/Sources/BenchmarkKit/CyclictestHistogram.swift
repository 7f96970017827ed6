/// What `cyclictest -h` prints: lines `value count`, and how many lay beyond the histogram.
public struct CyclictestHistogram {
  private var values: [(value: Int, count: Int)] = []
  private var overflows = 0

  /// The histogram in `output`, of one thread.
  public init(_ output: String) {
    // A line per nanosecond: bytes, not characters.
    for line in output.utf8.split(separator: UInt8(ascii: "\n")) {
      if line.first == UInt8(ascii: "#") {
        let words = String(Substring(line)).split(separator: " ")
        if words.prefix(3) == ["#", "Histogram", "Overflows:"] {
          overflows = words.last.flatMap { Int($0) } ?? 0
        }
        continue
      }
      var numbers = (0, 0)
      var isSecond = false
      for byte in line {
        if byte == UInt8(ascii: " ") {
          isSecond = true
        } else if byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") {
          let digit = Int(byte - UInt8(ascii: "0"))
          if isSecond {
            numbers.1 = numbers.1 * 10 + digit
          } else {
            numbers.0 = numbers.0 * 10 + digit
          }
        }
      }
      if numbers.1 > 0 { values.append(numbers) }
    }
  }

  /// How many latencies there are.
  public var count: Int { values.reduce(overflows) { $0 + $1.count } }

  /// The value that stands at the share `q` (0...1) of all, in the histogram's own unit; `limit`, which
  /// is the least that it can be, when it lies beyond the histogram.
  public func quantile(_ q: Double, limit: Double) throws(BenchmarkFailure) -> Double {
    guard count > 0 else { throw BenchmarkFailure("cyclictest printed no histogram") }
    let wanted = Int(q * Double(count - 1))
    var seen = 0
    for (value, count) in values {
      seen += count
      if seen > wanted { return Double(value) }
    }
    return limit
  }
}
