/// One question that contestants answer side by side.
public struct Benchmark {
  /// What `--only` and the report call it.
  public let name: String
  /// What is measured, and how, in a sentence.
  public let question: String
  /// The contestant that the others are compared with, round by round; nil when none is.
  public let reference: String?
  /// Who is measured. Their order is drawn anew in each round.
  public let contestants: [Contestant]
  /// What the figures are held to.
  public let bars: [Bar]
  /// Into how many each round is cut: the shorter rounds are, the more alike is the machine to those
  /// that are compared in one.
  public let slices: Int

  /// A benchmark; `reference` is the name of one of `contestants`.
  public init(
    _ name: String, question: String, reference: String? = nil, contestants: [Contestant],
    bars: [Bar] = [], slices: Int = 1
  ) {
    self.name = name
    self.question = question
    self.reference = reference
    self.contestants = contestants
    self.bars = bars
    self.slices = slices
  }
}

/// Who is measured.
public struct Contestant {
  /// What the report calls it.
  public let name: String
  /// Why it cannot run on this machine; nil when it can.
  public let missing: String?
  /// One round. Reports what it measured in it, the same figures each time.
  public let run: () throws(BenchmarkFailure) -> [Reading]

  /// A contestant; `missing` says why it cannot run here, and skips it.
  public init(
    _ name: String, missing: String? = nil, run: @escaping () throws(BenchmarkFailure) -> [Reading]
  ) {
    self.name = name
    self.missing = missing
    self.run = run
  }
}

/// One figure of one contestant in one round.
public struct Reading: Equatable, Sendable {
  /// Its name, as `p50`.
  public let figure: String
  /// Its value in `unit`.
  public let value: Double
  /// ns, or nothing for a count.
  public let unit: Unit

  /// What a figure counts.
  public enum Unit: String, Sendable {
    case nanoseconds = "ns"
    case count = ""
  }

  /// A figure in `unit`.
  public init(_ figure: String, _ value: Double, _ unit: Unit = .nanoseconds) {
    self.figure = figure
    self.value = value
    self.unit = unit
  }

  /// `min`, `p50` and `p99` of `samples`, each in ns and divided by `parts` (joints, encoders).
  public static func distribution(of samples: [Double], perPart parts: Int = 1) -> [Reading] {
    let sorted = Sorted(samples)
    return [
      Reading("min", sorted.quantile(0) / Double(parts)),
      Reading("p50", sorted.quantile(0.5) / Double(parts)),
      Reading("p99", sorted.quantile(0.99) / Double(parts)),
    ]
  }
}

/// Why a contestant that was there could not be measured.
public struct BenchmarkFailure: Error, CustomStringConvertible {
  /// What failed and what to do about it.
  public let description: String

  /// A failure.
  public init(_ description: String) { self.description = description }
}
