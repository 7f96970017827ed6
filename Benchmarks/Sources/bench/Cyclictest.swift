import BenchmarkKit

/// cyclictest of Debian's rt-tests: one thread, absolute sleeps, locked memory, as everyone runs it, but
/// with a histogram in ns (-N): at its usual 1 us a p50 of 5 us is known to 20 % only.
func cyclictest(refusal: String?, cycles: Int) -> Contestant {
  let missing = Command.path(of: "cyclictest") == nil ? "not installed (apt: rt-tests)" : nil
  return Contestant("cyclictest", missing: missing ?? refusal) { () throws(BenchmarkFailure) in
    let outcome = Command.run([
      "cyclictest", "-m", "-q", "-t1", "-p", "\(Realtime.priority)", "-a", "\(Realtime.processor)",
      "-i", "1000", "-l", "\(cycles)", "-N", "-h", "1000000",
    ])
    guard outcome.status == 0 else {
      throw BenchmarkFailure("cyclictest ended with \(outcome.status): \(outcome.errors)")
    }
    let histogram = CyclictestHistogram(outcome.output)
    return [
      Reading("min", try histogram.quantile(0)), Reading("p50", try histogram.quantile(0.5)),
      Reading("p99", try histogram.quantile(0.99)),
    ]
  }
}
