/// A benchmark's result as people read it.
public enum Table {
  /// The whole result: a line per figure, then a line per bar.
  public static func text(of result: BenchmarkResult) -> String {
    var lines = ["", "\(result.name): \(result.question)"]
    let head = ["contestant", "figure", "min", "median", "IQR", "", "ratio", "IQR of ratios"]
    let body = result.contestants.flatMap { rows(of: $0, in: result) }
    lines += aligned([head] + body).map { "  " + $0 }
    let steal = result.stealMilliseconds.reduce(0, +)
    lines.append(
      "  stolen by the host: \(number(steal)) ms in \(result.stealMilliseconds.count) rounds")
    lines += result.verdicts.map { "  " + text(of: $0) }
    return lines.joined(separator: "\n")
  }

  /// The bar with what was found.
  public static func text(of verdict: Verdict) -> String {
    let judgement =
      switch verdict.isMet {
      case true?: "met"
      case false?: "MISSED"
      case nil: "not measured"
      }
    let found = verdict.found.map(number) ?? "-"
    return "[\(judgement)] \(verdict.statement): \(found), bar <= \(number(verdict.atMost))"
  }

  /// `value` with about three significant digits.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "\(value)" }
    let decimals = abs(value) >= 100 ? 0 : abs(value) >= 10 ? 1 : 2
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 1e15 else { return "\(value)" }
    let whole = Int(scaled)
    let sign = value < 0 && whole > 0 ? "-" : ""
    if decimals == 0 { return "\(sign)\(whole)" }
    let fraction = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(whole / Int(scale)).\(zeros)\(fraction)"
  }

  private static func rows(of contestant: ContestantResult, in result: BenchmarkResult)
    -> [[String]]
  {
    if let skipped = contestant.skipped { return [[contestant.name, "skipped: \(skipped)"]] }
    if let failure = contestant.failure { return [[contestant.name, "FAILED: \(failure)"]] }
    return contestant.figures.map { figure in
      let ratio = contestant.name == result.reference ? nil : figure.ratio
      return [
        contestant.name, figure.name, number(figure.summary.min), number(figure.summary.median),
        interval(figure.summary.quartiles), figure.unit.rawValue,
        ratio.map { number($0.median) } ?? "", ratio.map { interval($0.quartiles) } ?? "",
      ]
    }
  }

  private static func interval(_ quartiles: [Double]) -> String {
    quartiles.map(number).joined(separator: "..")
  }

  private static func aligned(_ rows: [[String]]) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      // A sentence in a short row spans the columns behind it.
      rows.filter { $0.count == columns }.map { $0[column].count }.max() ?? 0
    }
    let first = rows.map { $0[0].count }.max() ?? 0
    return rows.map { row in
      row.enumerated().map { column, cell in
        let width = column == 0 ? first : widths[column]
        let padding = String(repeating: " ", count: max(width - cell.count, 0))
        return column < 2 || column == 5 ? cell + padding : padding + cell
      }.joined(separator: "  ")
    }
  }
}
