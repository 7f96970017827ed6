/// Lines that are drawn over the ones before, in a terminal.
struct LiveArea {
  private var height = 0

  /// Shows `lines` in place of what was shown last.
  mutating func show(_ lines: [String], on console: Console) {
    // ECMA-48: CUU moves the cursor up, EL clears to the end of the line, ED to the end of the screen.
    var text = height > 0 ? "\u{1B}[\(height)A\r" : ""
    for line in lines { text += line + "\u{1B}[K\n" }
    if lines.count < height { text += "\u{1B}[J" }
    height = lines.count
    console.write(text)
  }
}
