import ArgumentParser
import Synchronization

/// The seeds of a campaign on the command line: `17`, or `1..1000`, both ends included.
struct SeedRange: ExpressibleByArgument, CustomStringConvertible, Sendable {
  let seeds: ClosedRange<UInt64>

  init(_ seeds: ClosedRange<UInt64>) { self.seeds = seeds }

  init?(argument: String) {
    let ends = argument.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = ends.first.flatMap({ UInt32($0) }) else { return nil }
    switch ends.count {
    case 1: seeds = UInt64(first)...UInt64(first)
    case 3 where ends[1].isEmpty:
      guard let last = UInt32(ends[2]), first <= last else { return nil }
      seeds = UInt64(first)...UInt64(last)
    default: return nil
    }
  }

  var description: String { "\(seeds.lowerBound)..\(seeds.upperBound)" }
  var defaultValueDescription: String { description }
}

/// Gives every seed to one of several threads, in order.
final class SeedQueue: Sendable {
  private let seeds: ClosedRange<UInt64>
  private let taken = Atomic<UInt64>(0)

  init(_ range: SeedRange) { seeds = range.seeds }

  /// The next one; `nil` when all were given.
  func next() -> UInt64? {
    let seed = seeds.lowerBound + taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return seed <= seeds.upperBound ? seed : nil
  }
}
