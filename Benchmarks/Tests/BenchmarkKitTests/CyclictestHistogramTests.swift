import BenchmarkKit
import Testing

@Suite struct CyclictestHistogramTests {
  // What rt-tests 2.4 prints for `cyclictest -q -t1 -l 10 -h 20`, most empty lines left out.
  private let output = """
    # /dev/cpu_dma_latency set to 0us
    # Histogram
    000000 000000
    000004 000003
    000005 000005
    000006 000001
    000019 000000
    # Min Latencies: 00004
    # Avg Latencies: 00012
    # Max Latencies: 00077
    # Histogram Overflows: 00001
    # Histogram Overflow at cycle number:
    # Thread 0: 00007
    """

  @Test func aQuantileCountsWhatLiesBeyondTheHistogram() throws {
    let histogram = CyclictestHistogram(output)
    #expect(histogram.count == 10)
    #expect(try histogram.quantile(0, limit: 9) == 4)
    #expect(try histogram.quantile(0.5, limit: 9) == 5)
    #expect(try histogram.quantile(0.9, limit: 9) == 6)
  }

  @Test func aQuantileBeyondTheHistogramIsItsEnd() throws {
    #expect(try CyclictestHistogram(output).quantile(1, limit: 9) == 9)
    #expect(throws: BenchmarkFailure.self) {
      try CyclictestHistogram("").quantile(0.5, limit: 9)
    }
  }
}
