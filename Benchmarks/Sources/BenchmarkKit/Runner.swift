/// Runs benchmarks in interleaved rounds: in each round every contestant once, in an order drawn for
/// that round, so that whatever the machine does beside it hits all of them alike.
public struct Runner {
  private let rounds: Int
  private var order: SplitMix64
  private let progress: (String) -> Void

  /// A runner of `rounds` rounds, at least 1; `progress` is told what goes on.
  public init(rounds: Int, seed: UInt64, progress: @escaping (String) -> Void) {
    precondition(rounds > 0)
    self.rounds = rounds
    order = SplitMix64(seed: seed)
    self.progress = progress
  }

  /// Measures `benchmark`. A contestant that fails is not run again, and the others go on.
  public mutating func run(_ benchmark: Benchmark) -> BenchmarkResult {
    var tallies = benchmark.contestants.map { _ in Tally() }
    var steal: [Double] = []
    for (contestant, missing) in benchmark.contestants.map({ ($0.name, $0.missing) }) {
      if let missing { progress("\(benchmark.name): without \(contestant): \(missing)") }
    }
    let rounds = rounds * benchmark.slices
    for round in 1...rounds {
      progress("\(benchmark.name): round \(round) of \(rounds)")
      let before = Machine.stealMilliseconds()
      for place in benchmark.contestants.indices.shuffled(using: &order) {
        let contestant = benchmark.contestants[place]
        guard contestant.missing == nil, tallies[place].failure == nil else { continue }
        do throws(BenchmarkFailure) {
          tallies[place].add(try contestant.run())
        } catch {
          tallies[place].failure = error.description
          progress("\(benchmark.name): \(contestant.name) failed: \(error)")
        }
      }
      steal.append(Machine.stealMilliseconds() - before)
    }
    return result(of: benchmark, tallies, steal)
  }

  private func result(of benchmark: Benchmark, _ tallies: [Tally], _ steal: [Double])
    -> BenchmarkResult
  {
    let place = benchmark.contestants.firstIndex { $0.name == benchmark.reference }
    let reference = place.map { tallies[$0] }
    var result = BenchmarkResult(
      name: benchmark.name, question: benchmark.question, reference: benchmark.reference,
      stealMilliseconds: steal,
      contestants: zip(benchmark.contestants, tallies).map { contestant, tally in
        ContestantResult(
          name: contestant.name, skipped: contestant.missing, failure: tally.failure,
          figures: tally.figures(comparedWith: reference))
      }, verdicts: [])
    result.verdicts = benchmark.bars.map { $0.verdict(on: result) }
    return result
  }
}

/// The readings of one contestant, figure by figure.
private struct Tally {
  var failure: String?
  private var names: [String] = []
  private var units: [Reading.Unit] = []
  private var values: [[Double]] = []

  mutating func add(_ readings: [Reading]) {
    for reading in readings {
      if let place = names.firstIndex(of: reading.figure) {
        values[place].append(reading.value)
      } else {
        names.append(reading.figure)
        units.append(reading.unit)
        values.append([reading.value])
      }
    }
  }

  /// The figures. One that failed in a later round has none: its rounds have no partners.
  func figures(comparedWith reference: Tally?) -> [FigureResult] {
    guard failure == nil else { return [] }
    return names.indices.map { place in
      let other = reference.flatMap { reference in
        reference.names.firstIndex(of: names[place]).map { reference.values[$0] }
      }
      let isComparable = other?.count == values[place].count && reference?.failure == nil
      return FigureResult(
        name: names[place], unit: units[place], rounds: values[place],
        summary: Summary(values[place]),
        ratio: isComparable ? other.map { Summary.ratios(values[place], to: $0) } : nil)
    }
  }
}
