import BenchmarkKit

/// The longest histogram that cyclictest keeps [ns].
private let limit = 1_000_000

/// cyclictest of Debian's rt-tests: one thread, absolute sleeps, locked memory, as everyone runs it, but
/// with a histogram in ns (-N): at its usual 1 us a p50 of 5 us is known to 20 % only. What lies beyond
/// its end counts as that much.
func cyclictest(refusal: String?, cycles: Int) -> Contestant {
  let missing = Command.path(of: "cyclictest") == nil ? "not installed (apt: rt-tests)" : nil
  return Contestant("cyclictest", missing: missing ?? refusal) { () throws(BenchmarkFailure) in
    let outcome = Command.run([
      "cyclictest", "-m", "-q", "-t1", "-p", "\(Realtime.priority)", "-a", "\(Realtime.processor)",
      "-i", "1000", "-l", "\(cycles)", "-N", "-h", "\(limit)",
    ])
    guard outcome.status == 0 else {
      throw BenchmarkFailure("cyclictest ended with \(outcome.status): \(outcome.errors)")
    }
    let histogram = CyclictestHistogram(outcome.output)
    return try [("min", 0), ("p50", 0.5), ("p99", 0.99)].map {
      (figure, q) throws(BenchmarkFailure) in
      Reading(figure, try histogram.quantile(q, limit: Double(limit)))
    }
  }
}
