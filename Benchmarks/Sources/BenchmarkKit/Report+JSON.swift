extension Report {
  /// The report as it is written to its file.
  public var json: JSON {
    .object([
      .init("machine", machine.json), .init("command", .list(command.map(JSON.text))),
      .init("seed", .text("\(seed)")), .init("benchmarks", .list(benchmarks.map(\.json))),
    ])
  }
}

extension Machine {
  fileprivate var json: JSON {
    .object([
      .init("host", .text(host)), .init("kernel", .text(kernel)),
      .init("architecture", .text(architecture)), .init("processor", .text(processor)),
      .init("processors", .number(Double(processors))), .init("load", .text(load)),
      .init("date", .text(date)), .init("commit", .text(commit)),
    ])
  }
}

extension BenchmarkResult {
  fileprivate var json: JSON {
    .object([
      .init("name", .text(name)), .init("question", .text(question)),
      .init("reference", JSON(reference)),
      .init("stealMilliseconds", .list(stealMilliseconds.map { JSON($0) })),
      .init("contestants", .list(contestants.map(\.json))),
      .init("bars", .list(verdicts.map(\.json))),
    ])
  }
}

extension ContestantResult {
  fileprivate var json: JSON {
    .object([
      .init("name", .text(name)), .init("skipped", JSON(skipped)), .init("failure", JSON(failure)),
      .init("figures", .list(figures.map(\.json))),
    ])
  }
}

extension FigureResult {
  fileprivate var json: JSON {
    .object([
      .init("name", .text(name)), .init("unit", .text(unit.rawValue)),
      .init("rounds", .list(rounds.map { JSON($0) })), .init("summary", summary.json),
      .init("ratio", ratio?.json ?? .null),
    ])
  }
}

extension Summary {
  fileprivate var json: JSON {
    .object([
      .init("min", JSON(min)), .init("median", JSON(median)), .init("max", JSON(max)),
      .init("quartiles", .list(quartiles.map { JSON($0) })),
    ])
  }
}

extension Verdict {
  fileprivate var json: JSON {
    .object([
      .init("statement", .text(statement)), .init("atMost", JSON(atMost)),
      .init("found", JSON(found)),
      .init("verdict", .text(isMet.map { $0 ? "met" : "missed" } ?? "not measured")),
    ])
  }
}
