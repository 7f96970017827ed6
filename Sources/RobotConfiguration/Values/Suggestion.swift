/// Finds what a mistyped word was meant to be.
public enum Suggestion {
  /// `did you mean "x"?` for the candidate nearest to `word`; `nil` when none is near.
  public static func text(for word: String, among candidates: [String]) -> String? {
    nearest(to: word, among: candidates).map { "did you mean \"\($0)\"?" }
  }

  /// The candidate with the fewest edits to `word`, at most a third of its length; the first of equals.
  static func nearest(to word: String, among candidates: [String]) -> String? {
    // A longer word is nobody's typing error, and the cost grows with the product of the lengths.
    guard word.unicodeScalars.count <= 64 else { return nil }
    let limit = max(1, (word.unicodeScalars.count + 1) / 3)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let distance = editDistance(word.lowercased(), candidate.lowercased())
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// The least number of insertions, deletions, replacements and swaps of neighbours that turn one
  /// word into the other (optimal string alignment).
  static func editDistance(_ left: String, _ right: String) -> Int {
    let a = Array(left.unicodeScalars)
    let b = Array(right.unicodeScalars)
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        let replacement = last[j] + (a[i] == b[j] ? 0 : 1)
        var best = min(row[j] + 1, last[j + 1] + 1, replacement)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
