/// After how many cycles work of several periods repeats.
public enum Hyperperiod {
  /// What is longer is not worth tables and simulations: 10 000 cycles, 10 s at 1 kHz.
  public static let most = 10_000

  /// The least common multiple of `periods`, each at least 1; `nil` beyond `most`.
  public static func of(_ periods: [Int]) -> Int? {
    var all = 1
    for period in periods {
      var (divisor, rest) = (all, period)
      while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
      all = all / divisor * period
      if all > most { return nil }
    }
    return all
  }
}
