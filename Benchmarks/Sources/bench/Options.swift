import BenchmarkKit

/// What the command line asks for.
enum Options {
  case list
  case run(only: [String], rounds: Int, seed: UInt64, json: String?)
  case gate(limits: String)
  case `repeat`(work: String, repetitions: Int)

  static let usage = """
    usage: bench list
           bench run [--only NAME,..] [--rounds N] [--seed N] [--json FILE]
           bench gate --limits FILE
           bench repeat WORK REPETITIONS
    """

  static func parse(_ arguments: [String]) throws(BenchmarkFailure) -> Options {
    guard let command = arguments.first else { throw BenchmarkFailure(usage) }
    var rest = arguments.dropFirst()
    switch command {
    case "list" where rest.isEmpty: return .list
    case "repeat":
      guard rest.count == 2, let work = rest.first, let count = rest.last.flatMap(Int.init) else {
        throw BenchmarkFailure(usage)
      }
      return .repeat(work: work, repetitions: count)
    case "gate":
      guard rest.count == 2, rest.first == "--limits", let file = rest.last else {
        throw BenchmarkFailure(usage)
      }
      return .gate(limits: file)
    case "run":
      var only: [String] = []
      var rounds = 10
      var seed = UInt64.random(in: 0..<1 << 32)
      var json: String?
      while let option = rest.popFirst() {
        guard let value = rest.popFirst() else { throw BenchmarkFailure(usage) }
        switch option {
        case "--only": only += value.split(separator: ",").map(String.init)
        case "--rounds": rounds = try number(value, after: option)
        case "--seed": seed = UInt64(try number(value, after: option))
        case "--json": json = value
        default: throw BenchmarkFailure(usage)
        }
      }
      return .run(only: only, rounds: rounds, seed: seed, json: json)
    default: throw BenchmarkFailure(usage)
    }
  }

  private static func number(_ text: String, after option: String) throws(BenchmarkFailure) -> Int {
    guard let number = Int(text), number > 0 else {
      throw BenchmarkFailure("\(option) takes a whole number above 0, not \(text)")
    }
    return number
  }
}
