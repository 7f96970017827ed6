import RobotRuntime
import RobotUnits
import RobotWire

/// Statistics in Prometheus's text exposition format, version 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// The bounds of the buckets are 2^k − 1 ns: those at which our own buckets end, so that every count is
/// exact, and always the same, so that no series comes or goes.
struct PrometheusText {
  let info: RobotInfo
  let statistics: StatisticsSnapshot
  let access: AccessReport
  let histograms: LoopHistograms

  /// 127 ns to 1.07 s.
  private static let bounds = (7...30).map { Int64(1) << $0 - 1 }

  var lines: [String] {
    let threads = statistics.threads(info)
    return [
      threadCounter("cycles", "Cycles that ran.", threads, \.cycles),
      threadCounter("late_cycles", "Cycles that ended after their deadline.", threads, \.late),
      threadCounter(
        "overruns", "Cycles not done when their successor was to begin.", threads, \.overruns),
      threadCounter("skipped_cycles", "Grid points without a cycle.", threads, \.skipped),
      busCounter("bus_transfers", "Transfers handed to the adapter.", \.transfers),
      busCounter("bus_errors", "Transfers that failed.", \.failures),
      busCounter(
        "bus_retries", "Transfers that repeated what had failed in their cycle.", \.retries),
      counter(
        "late_replies", "Bus replies that came after their control cycle.",
        [([], statistics.lateReplies)]),
      counter("faults", "Faults latched.", [([], statistics.faults)]),
      counter(
        "lost_records", "Records of cycles that nobody took in time.",
        [([], statistics.lostRecords)]),
      counter(
        "refusals", "What clients sent and was not taken, by reason.",
        RefusalReason.allCases.map { ([("reason", $0.name)], access[$0]) }),
      stageHistograms,
      recentPercentiles(threads),
    ].flatMap { $0 }
  }

  private func threadCounter(
    _ name: String, _ help: String, _ threads: [LoopThread],
    _ value: (ThreadStatistics) -> UInt64
  ) -> [String] {
    counter(name, help, threads.map { (Self.labels($0), value($0.statistics)) })
  }

  private func busCounter(
    _ name: String, _ help: String, _ value: (ThreadStatistics) -> UInt64
  ) -> [String] {
    counter(
      name, help,
      zip(info.buses, statistics.buses).map { ([("bus", $0.name)], value($1)) })
  }

  private func counter(
    _ name: String, _ help: String, _ samples: [([(String, String)], UInt64)]
  ) -> [String] {
    let name = "cerebellum_\(name)_total"
    return Self.header(name, "counter", help)
      + samples.map { sample(name, $0, String($1)) }
  }

  private var stageHistograms: [String] {
    let name = "cerebellum_stage_duration_seconds"
    return Self.header(name, "histogram", "How long the stages of a cycle took.")
      + histograms.entries.flatMap { entry in
        let labels = Self.labels(entry.thread) + [("stage", entry.stage.name)]
        let buckets = entry.counts.buckets
        let counts = Self.bounds.map { bound in
          let count = buckets.filter { $0.upper <= bound }.reduce(0) { $0 + $1.count }
          return sample(
            name + "_bucket", labels + [("le", Self.seconds(UInt64(bound)))], String(count))
        }
        let total = String(entry.counts.count)
        return counts + [
          sample(name + "_bucket", labels + [("le", "+Inf")], total),
          sample(name + "_sum", labels, Self.seconds(entry.counts.sum)),
          sample(name + "_count", labels, total),
        ]
      }
  }

  /// What the bounds of the buckets are too coarse for.
  private func recentPercentiles(_ threads: [LoopThread]) -> [String] {
    let name = "cerebellum_stage_last_minute_seconds"
    return Self.header(
      name, "gauge",
      "Percentiles of how long the stages took in the last minute; 100 is the maximum.")
      + threads.flatMap { thread in
        thread.statistics.stages.filter { $0.lastMinute.count > 0 }.flatMap { stage in
          let times = stage.lastMinute
          let values = [
            ("50", times.p50), ("99", times.p99), ("99.9", times.p999), ("99.99", times.p9999),
            ("100", times.max),
          ]
          return values.map { percentile, span in
            let labels =
              Self.labels(thread) + [("stage", stage.stage.name), ("percentile", percentile)]
            return sample(name, labels, Self.seconds(UInt64(max(span.nanoseconds, 0))))
          }
        }
      }
  }

  private static func labels(_ thread: LoopThread) -> [(String, String)] {
    [("thread", thread.bus == nil ? "control" : "bus"), ("bus", thread.bus ?? "")]
  }

  private static func header(_ name: String, _ type: String, _ help: String) -> [String] {
    ["# HELP \(name) \(help)", "# TYPE \(name) \(type)"]
  }

  private func sample(_ name: String, _ labels: [(String, String)], _ value: String) -> String {
    let pairs = ([("robot", info.name)] + labels).map { "\($0)=\"\(Self.escaped($1))\"" }
    return "\(name){\(pairs.joined(separator: ","))} \(value)"
  }

  /// A label's value, as the format escapes it.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\\\"
      case "\"": result += "\\\""
      case "\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  /// Nanoseconds in seconds, exactly.
  private static func seconds(_ nanoseconds: UInt64) -> String {
    let fraction = String(nanoseconds % 1_000_000_000)
    let digits = String(repeating: "0", count: 9 - fraction.count) + fraction
    return "\(nanoseconds / 1_000_000_000).\(digits)"
  }
}
