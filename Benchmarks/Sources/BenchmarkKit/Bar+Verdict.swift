extension Bar {
  /// Judges the bar by what `result` holds.
  public func verdict(on result: BenchmarkResult) -> Verdict {
    switch measure {
    case .ratio(let figure, let contestant, let other):
      let ours = result.rounds(figure, of: contestant)
      let theirs = result.rounds(figure, of: other)
      let isMeasured = !ours.isEmpty && ours.count == theirs.count
      return Verdict(
        statement: "\(figure) of \(contestant) / \(other), median of rounds", atMost: atMost,
        found: isMeasured ? Summary.ratios(ours, to: theirs).median : nil)
    case .ratioOfBest(let figure, let contestant, let other):
      let ours = result.rounds(figure, of: contestant).min()
      let theirs = result.rounds(figure, of: other).min()
      var found: Double?
      if let ours, let theirs { found = ours / theirs }
      return Verdict(
        statement: "best \(figure) of \(contestant) / best of \(other)", atMost: atMost,
        found: found)
    case .best(let figure, let contestant):
      return Verdict(
        statement: "best \(figure) of \(contestant)", atMost: atMost,
        found: result.rounds(figure, of: contestant).min())
    case .median(let figure, let contestant):
      let rounds = result.rounds(figure, of: contestant)
      return Verdict(
        statement: "\(figure) of \(contestant), median of rounds", atMost: atMost,
        found: rounds.isEmpty ? nil : Sorted(rounds).median)
    case .worst(let figure, let contestant):
      return Verdict(
        statement: "worst \(figure) of \(contestant)", atMost: atMost,
        found: result.rounds(figure, of: contestant).max())
    case .unevenness(let figure, let contestants):
      let best = contestants.compactMap { result.rounds(figure, of: $0).min() }
      var found: Double?
      if best.count == contestants.count, let least = best.min(), let most = best.max() {
        found = most / least - 1
      }
      return Verdict(
        statement:
          "best \(figure), greatest over least - 1, of \(contestants.joined(separator: ", "))",
        atMost: atMost, found: found)
    }
  }
}
