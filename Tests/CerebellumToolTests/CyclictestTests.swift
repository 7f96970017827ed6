import RobotRuntime
import RobotWire
import Testing

@testable import cerebellum

@Suite struct CyclictestTests {
  /// The shape of what "cyclictest -m -q -t2 -p 80 -i 1000 -D 1 -h 4" of rt-tests 2.x prints, by hand
  /// and with numbers of our own.
  private static let real = [
    "# Histogram",
    "000000 000000\t000000",
    "000001 000007\t000001",
    "000002 000090\t000012",
    "000003 000003\t000085",
    "# Total: 000000100 000000098",
    "# Min Latencies: 00001 00001",
    "# Avg Latencies: 00002 00003",
    "# Max Latencies: 00003 00107",
    "# Histogram Overflows: 00000 00002",
    "# Histogram Overflow at cycle number:",
    "# Thread 0:",
    "# Thread 1: # 00002 others",
    "",
  ]

  private func histogram(_ microseconds: [(Int64, Int)]) -> HistogramCounts {
    let histogram = Histogram()
    for (value, count) in microseconds {
      for _ in 0..<count { histogram.record(nanoseconds: value * 1000 + 100) }
    }
    return histogram.counts
  }

  @Test func writesWhatCyclictestWrites() {
    let text = CyclictestText(
      columns: [
        histogram([(1, 7), (2, 90), (3, 3)]), histogram([(1, 1), (2, 12), (3, 85), (107, 2)]),
      ], lineCount: 4)
    // The mean of the second thread is 5 µs.
    let expected = Self.real.map {
      $0 == "# Avg Latencies: 00002 00003" ? "# Avg Latencies: 00002 00005" : $0
    }
    #expect(text.lines == expected)
  }

  @Test func aSingleThreadHasOneColumnAndAnUnusedOneZeros() {
    let text = CyclictestText(columns: [HistogramCounts()], lineCount: 2)
    #expect(
      text.lines == [
        "# Histogram", "000000 000000", "000001 000000", "# Total: 000000000",
        "# Min Latencies: 00000", "# Avg Latencies: 00000", "# Max Latencies: 00000",
        "# Histogram Overflows: 00000", "# Histogram Overflow at cycle number:", "# Thread 0:", "",
      ])
  }

  /// As plotting scripts do: lines without "#" are columns, split at blanks and tabs.
  @Test func plottingScriptsReadIt() throws {
    let listener = Listener()
    try run(
      ["statistics", "--format", "cyclictest", "--lines", "50"], on: try FakeDaemon(),
      listener.console())
    let rows = listener.output.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split { $0 == " " || $0 == "\t" }.compactMap { Int($0) } }
    #expect(rows.count == 50)
    #expect(rows.allSatisfy { $0.count == 3 }, "the control thread and one bus")
    #expect(rows.map { $0[0] } == Array(0..<50))
    // The upper edges: 12.287 µs and 34.815 µs; the one of 90 µs lies beyond the last line.
    #expect(rows[12][1] == 900)
    #expect(rows[34][2] == 99)
    #expect(rows.reduce(0) { $0 + $1[1] } == 999)
    let totals = listener.output.split(separator: "\n").filter {
      $0.hasPrefix("# Total") || $0.hasPrefix("# Max") || $0.hasPrefix("# Histogram Over")
    }
    #expect(
      totals == [
        "# Total: 000000999 000000999", "# Max Latencies: 00090 00090",
        "# Histogram Overflows: 00001 00001", "# Histogram Overflow at cycle number:",
      ])
  }
}
