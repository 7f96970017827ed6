/// Columns: the first one flush left, the others flush right, unless they hold words.
struct Table {
  private var rows: [[String]]
  private let holdsWords: Bool

  init(header: [String], holdsWords: Bool = false) {
    rows = [header]
    self.holdsWords = holdsWords
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The rows, padded to equal columns, without trailing blanks.
  var lines: [String] {
    let columnCount = rows.map(\.count).max() ?? 0
    let widths = (0..<columnCount).map { column in
      rows.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - Self.width(cell))
        return column == 0 || holdsWords ? cell + padding : padding + cell
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// Terminal columns that `text` takes: two for East Asian wide characters (UAX #11).
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE4F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6:
        width + 2
      default: width + 1
      }
    }
  }
}
