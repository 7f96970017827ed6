/// Everything that one run of `bench` found, as it is written to its JSON file.
public struct Report: Sendable {
  /// Where and when.
  public var machine: Machine
  /// The program's arguments.
  public var command: [String]
  /// The seed of the contestants' order.
  public var seed: UInt64
  /// One for each benchmark that ran.
  public var benchmarks: [BenchmarkResult]

  /// A report.
  public init(machine: Machine, command: [String], seed: UInt64, benchmarks: [BenchmarkResult]) {
    self.machine = machine
    self.command = command
    self.seed = seed
    self.benchmarks = benchmarks
  }

  /// The contestants that ran and failed.
  public var failures: [String] {
    benchmarks.flatMap { benchmark in
      benchmark.contestants.compactMap { contestant in
        contestant.failure.map { "\(benchmark.name): \(contestant.name): \($0)" }
      }
    }
  }
}

/// What one benchmark found.
public struct BenchmarkResult: Sendable {
  /// The benchmark's name.
  public var name: String
  /// What was measured, and how.
  public var question: String
  /// The contestant that the others are compared with.
  public var reference: String?
  /// What each round lost to other guests of the host: steal time [ms].
  public var stealMilliseconds: [Double]
  /// In the benchmark's own order.
  public var contestants: [ContestantResult]
  /// The bars, judged.
  public var verdicts: [Verdict]

  /// The values of `figure` of `contestant`, one for each round; empty when there are none.
  public func rounds(_ figure: String, of contestant: String) -> [Double] {
    let found = contestants.first { $0.name == contestant }?.figures.first { $0.name == figure }
    return found?.rounds ?? []
  }
}

/// What one contestant did.
public struct ContestantResult: Sendable {
  /// Its name.
  public var name: String
  /// Why it was not run.
  public var skipped: String?
  /// Why it could not be measured.
  public var failure: String?
  /// What it measured, in its own order.
  public var figures: [FigureResult]
}

/// One figure over the rounds.
public struct FigureResult: Sendable {
  /// Its name.
  public var name: String
  /// Its unit.
  public var unit: Reading.Unit
  /// Its value in each round.
  public var rounds: [Double]
  /// What the rounds come to.
  public var summary: Summary
  /// The ratio to the reference contestant, round by round.
  public var ratio: Summary?
}

/// A bar and what was found.
public struct Verdict: Sendable {
  /// What is judged.
  public var statement: String
  /// The greatest value that meets the bar.
  public var atMost: Double
  /// What was found; nil when it was not measured.
  public var found: Double?

  /// A bar and what was found.
  public init(statement: String, atMost: Double, found: Double?) {
    self.statement = statement
    self.atMost = atMost
    self.found = found
  }

  /// Whether the bar is met; nil when it was not measured.
  public var isMet: Bool? { found.map { $0 <= atMost } }
}
