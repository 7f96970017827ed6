import BenchmarkKit
import Glibc

do throws(BenchmarkFailure) {
  switch try Options.parse(Array(CommandLine.arguments.dropFirst())) {
  case .list: list()
  case .repeat(let work, let repetitions): try repeatWork(work, repetitions)
  case .gate(let limits): exit(try gate(limits: limits) ? 0 : 1)
  case .run(let only, let rounds, let seed, let json):
    exit(try run(only: only, rounds: rounds, seed: seed, json: json) ? 0 : 1)
  }
} catch {
  say("error: \(error)")
  exit(2)
}
