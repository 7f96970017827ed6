/// Points of several series in characters, over two axes that begin at 0.
struct Chart {
  /// A series and the character that stands for it.
  struct Series {
    var mark: Character
    var points: [(x: Double, y: Double)]
  }

  let series: [Series]
  /// What the axes show, with units.
  let x: String
  let y: String
  var width = 60
  var height = 14

  /// The chart, a line each.
  var lines: [String] {
    let points = series.flatMap(\.points)
    let right = points.map(\.x).max() ?? 0
    let top = points.map(\.y).max() ?? 0
    guard right > 0, top > 0 else { return [] }
    var rows = [[Character]](
      repeating: [Character](repeating: " ", count: width + 1), count: height + 1)
    for series in series {
      for point in series.points where point.x >= 0 && point.y >= 0 {
        let column = Int((point.x / right * Double(width)).rounded())
        let row = Int((point.y / top * Double(height)).rounded())
        rows[height - row][column] = series.mark
      }
    }
    let labels = [Figures.fixed(top, 2), Figures.fixed(0, 2)]
    let margin = labels.map(\.count).max() ?? 0
    let body = rows.enumerated().map { index, row in
      let label = index == 0 ? labels[0] : index == height ? labels[1] : ""
      return Self.flushRight(label, margin) + " │" + String(row)
    }
    let end = Figures.fixed(right, 2)
    let axis = Self.flushRight("", margin) + " └" + String(repeating: "─", count: width + 1)
    let foot =
      Self.flushRight("", margin) + "  0" + String(repeating: " ", count: width - end.count) + end
    return ["\(y)"] + body.map(Self.trimmed) + [axis, foot + "  " + x]
  }

  private static func flushRight(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
  }

  private static func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }
}
