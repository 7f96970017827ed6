import BenchmarkKit
import Glibc

/// What goes on, to standard error.
func say(_ text: String) { write(line: text, to: 2) }

/// What was found, to standard output, at once: `print` holds it back in a pipe.
private func show(_ text: String) { write(line: text, to: 1) }

private func write(line: String, to descriptor: Int32) {
  let bytes = Array((line + "\n").utf8)
  _ = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
}

/// Names what there is to measure and to count.
func list() {
  for benchmark in catalog() { show("\(benchmark.name): \(benchmark.question)") }
  show("\ncounted by `bench gate`:")
  for work in countedWorks() { show(work.name) }
}

/// Measures, prints the tables, and says whether every contestant that is there could be measured.
func run(only: [String], rounds: Int, seed: UInt64, json: String?) throws(BenchmarkFailure) -> Bool
{
  let all = catalog()
  if let unknown = only.first(where: { name in !all.contains { $0.name == name } }) {
    throw BenchmarkFailure("no benchmark is called \(unknown); `bench list` names them")
  }
  let repository = String(#filePath.split(separator: "/").dropLast(4).joined(separator: "/"))
  var report = Report(
    machine: .now(repository: "/" + repository), command: CommandLine.arguments, seed: seed,
    benchmarks: [])
  let machine = report.machine
  show("\(machine.date), commit \(machine.commit), seed \(seed), \(rounds) rounds")
  show("\(machine.processor), \(machine.processors) processors, load \(machine.load)")
  show("\(machine.architecture), Linux \(machine.kernel)")
  var runner = Runner(rounds: rounds, seed: seed, progress: say)
  for benchmark in all where only.isEmpty || only.contains(benchmark.name) {
    let result = runner.run(benchmark)
    show(Table.text(of: result))
    report.benchmarks.append(result)
  }
  show("\nbars:")
  for benchmark in report.benchmarks {
    for verdict in benchmark.verdicts { show("  \(benchmark.name): \(Table.text(of: verdict))") }
  }
  if let json { try Command.write(report.json.written() + "\n", to: json) }
  for failure in report.failures { say("error: \(failure)") }
  return report.failures.isEmpty
}

/// Counts instructions and holds them to the limits; says whether all are kept.
func gate(limits file: String) throws(BenchmarkFailure) -> Bool {
  guard Command.path(of: "valgrind") != nil else {
    throw BenchmarkFailure(
      "valgrind is missing; install it (apt-get install valgrind) and run again")
  }
  guard let text = Command.contents(of: file) else { throw BenchmarkFailure("cannot read \(file)") }
  let limits: [InstructionLimit]
  do throws(BenchmarkFailure) {
    limits = try InstructionLimit.list(in: text)
  } catch {
    throw BenchmarkFailure("\(file): \(error)")
  }
  let folder = try Command.temporaryFolder()
  defer { _ = Command.run(["rm", "-rf", folder]) }
  var counter = try InstructionCounter(program: "/proc/\(getpid())/exe", folder: folder)
  var isKept = true
  for limit in limits {
    for verdict in try limit.verdict(works: countedWorks(), counter: &counter) {
      show(Table.text(of: verdict))
      isKept = isKept && verdict.isMet == true
    }
  }
  return isKept
}

/// What callgrind runs.
func repeatWork(_ name: String, _ repetitions: Int) throws(BenchmarkFailure) {
  guard let work = countedWorks().first(where: { $0.name == name }) else {
    throw BenchmarkFailure("no work is called \(name); `bench list` names them")
  }
  try work.prepare()(repetitions)
}
