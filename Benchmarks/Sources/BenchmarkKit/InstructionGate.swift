/// One piece of work, repeated, for callgrind to count.
public struct CountedWork {
  /// What `bench repeat` and the limits file call it.
  public let name: String
  /// How many parts one repetition works on: joints, encoders, recordings.
  public let parts: Int
  /// Sets the work up and returns what repeats it.
  public let prepare: () throws(BenchmarkFailure) -> (_ repetitions: Int) -> Void

  /// A piece of work of `parts` parts.
  public init(
    _ name: String, parts: Int,
    prepare: @escaping () throws(BenchmarkFailure) -> (_ repetitions: Int) -> Void
  ) {
    self.name = name
    self.parts = parts
    self.prepare = prepare
  }
}

/// One line of the limits file.
public struct InstructionLimit: Sendable {
  /// The work that is counted.
  public var work: String
  /// The greatest number of instructions of one part.
  public var atMost: Double?
  /// The greatest ratio to the instructions of `reference`.
  public var ratioAtMost: Double?
  /// The work that `work` is compared with.
  public var reference: String?
  /// What one part is, for the reader.
  public var part: String

  /// The limits in `text`, the contents of a limits file: a list of objects with `work`, `part`, and
  /// `atMost` or `ratioAtMost` and `reference`.
  public static func list(in text: String) throws(BenchmarkFailure) -> [InstructionLimit] {
    guard case .list(let values) = try JSON(parsing: text), !values.isEmpty else {
      throw BenchmarkFailure("no list of limits")
    }
    var limits: [InstructionLimit] = []
    for value in values {
      guard let work = value["work"]?.text, let part = value["part"]?.text else {
        throw BenchmarkFailure("a limit without work or part: \(value.written())")
      }
      let limit = InstructionLimit(
        work: work, atMost: value["atMost"]?.number, ratioAtMost: value["ratioAtMost"]?.number,
        reference: value["reference"]?.text, part: part)
      guard limit.atMost != nil || (limit.ratioAtMost != nil && limit.reference != nil) else {
        throw BenchmarkFailure(
          "the limit of \(work) limits nothing: give atMost, or ratioAtMost and reference")
      }
      limits.append(limit)
    }
    return limits
  }
}

/// Counts instructions with callgrind: a figure that no neighbour on the machine disturbs.
public struct InstructionCounter {
  private let program: String
  private let folder: String
  private var counted: [String: Double] = [:]

  /// A counter that runs a copy of `program`, which is `bench`, and keeps callgrind's files in `folder`.
  public init(program: String, folder: String) throws(BenchmarkFailure) {
    self.program = folder + "/bench"
    self.folder = folder
    // Debian 12's valgrind gives up at the debug information that Swift writes (DWARF 5).
    let outcome = Command.run(["strip", "--strip-debug", "-o", self.program, program])
    guard outcome.status == 0 else {
      throw BenchmarkFailure(
        "strip (apt: binutils) ended with \(outcome.status): \(outcome.errors)")
    }
  }

  /// Instructions of one part of `work`: the difference of two runs, so that start-up and set-up are
  /// not in it. Counted once.
  public mutating func count(_ work: CountedWork) throws(BenchmarkFailure) -> Double {
    if let known = counted[work.name] { return known }
    let few = 200
    let many = 1200
    let difference =
      try instructions(work.name, repetitions: many) - instructions(work.name, repetitions: few)
    let count = difference / Double((many - few) * work.parts)
    counted[work.name] = count
    return count
  }

  private func instructions(_ work: String, repetitions: Int) throws(BenchmarkFailure) -> Double {
    let file = "\(folder)/\(work)-\(repetitions).callgrind"
    let outcome = Command.run([
      "valgrind", "--tool=callgrind", "--callgrind-out-file=\(file)", program, "repeat", work,
      String(repetitions),
    ])
    guard outcome.status == 0 else {
      throw BenchmarkFailure(
        "callgrind of \(work) ended with \(outcome.status): \(outcome.errors.suffix(2000))")
    }
    // callgrind's format: the cost of all, as `summary: N` or `totals: N`.
    let line = Command.contents(of: file)?.split(separator: "\n").last {
      $0.hasPrefix("totals: ") || $0.hasPrefix("summary: ")
    }
    guard let text = line?.split(separator: " ").last, let count = Double(text) else {
      throw BenchmarkFailure("\(file) holds no totals")
    }
    return count
  }
}

extension InstructionLimit {
  /// Judges the limit with the counts of `counter`; `works` are all that there are.
  public func verdict(works: [CountedWork], counter: inout InstructionCounter)
    throws(BenchmarkFailure) -> [Verdict]
  {
    let count = try counter.count(try find(work, in: works))
    var verdicts: [Verdict] = []
    if let atMost {
      verdicts.append(
        Verdict(statement: "instructions of \(work) per \(part)", atMost: atMost, found: count))
    }
    if let ratioAtMost, let reference {
      let other = try counter.count(try find(reference, in: works))
      verdicts.append(
        Verdict(
          statement: "instructions of \(work) / \(reference) per \(part)", atMost: ratioAtMost,
          found: count / other))
    }
    return verdicts
  }

  private func find(_ name: String, in works: [CountedWork]) throws(BenchmarkFailure)
    -> CountedWork
  {
    guard let found = works.first(where: { $0.name == name }) else {
      throw BenchmarkFailure("no work is called \(name); `bench list` names them")
    }
    return found
  }
}
