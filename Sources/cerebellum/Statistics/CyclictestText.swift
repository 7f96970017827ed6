import RobotRuntime

/// Histograms in the format of `cyclictest -q -h`, so that what plots its output plots ours.
///
/// One column for each thread, one line for each microsecond. A bucket counts at the microsecond of its
/// upper edge, so nothing appears earlier than it was; up to 33 µs a bucket is no wider than a line, from
/// there on 3 %. The numbers of the cycles beyond the last line, which cyclictest adds where it has
/// room, are not known: they all are among its "others".
struct CyclictestText {
  let columns: [HistogramCounts]
  /// How many lines: 0 µs to one less.
  let lineCount: Int

  var lines: [String] {
    let places = columns.map(place)
    let body = (0..<lineCount).map { line in
      // cyclictest separates the first number by a blank and the others by tabs.
      Self.padded(UInt64(line), 6) + " "
        + places.map { Self.padded($0.counts[line], 6) }.joined(separator: "\t")
    }
    func summary(_ title: String, _ width: Int, _ values: [UInt64]) -> String {
      "# \(title):" + values.map { " " + Self.padded($0, width) }.joined()
    }
    let totals = zip(columns, places).map { $0.count - $1.overflow }
    return ["# Histogram"] + body + [
      summary("Total", 9, totals),
      summary("Min Latencies", 5, columns.map { UInt64($0.minimum / 1000) }),
      summary("Avg Latencies", 5, columns.map { $0.sum / max($0.count, 1) / 1000 }),
      summary("Max Latencies", 5, columns.map { UInt64($0.maximum / 1000) }),
      summary("Histogram Overflows", 5, places.map(\.overflow)),
      "# Histogram Overflow at cycle number:",
    ]
      + places.enumerated().map { number, place in
        let others = place.overflow > 0 ? " # \(Self.padded(place.overflow, 5)) others" : ""
        return "# Thread \(number):\(others)"
      } + [""]
  }

  private func place(_ histogram: HistogramCounts) -> (counts: [UInt64], overflow: UInt64) {
    var counts = [UInt64](repeating: 0, count: lineCount)
    var overflow: UInt64 = 0
    for bucket in histogram.buckets {
      let line = min(bucket.upper, histogram.maximum) / 1000
      if line < lineCount { counts[Int(line)] += bucket.count } else { overflow += bucket.count }
    }
    return (counts, overflow)
  }

  private static func padded(_ value: UInt64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
