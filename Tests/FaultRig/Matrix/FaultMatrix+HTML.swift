import RobotConfiguration
import RobotScenarios

extension FaultMatrix {
  /// A page that needs nothing from elsewhere: the matrix, and of each scenario a plot about the moment.
  public var html: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <title>Cerebellum: fault matrix</title>
    <style>\(Self.style)</style>
    </head>
    <body>
    <h1>Fault matrix</h1>
    <p><strong>\(Self.disclaimer)</strong></p>
    \(Self.explanation.map { "<p>\($0)</p>" }.joined(separator: "\n"))
    <p>\(summary), \(fingerprintText).</p>
    \(table)
    \(failures)
    \(gaps)
    <h2>Plots</h2>
    <p>Grey: reference. Blue: measured. Vertical lines: <span class="start">fault starts</span>,
    <span class="noticed">noticed</span>, <span class="off">outputs off or at rest (dashed)</span>.</p>
    \(rows.map(\.figure).joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private static let style = """
    body { font: 14px sans-serif; margin: 2em auto; max-width: 80em; color: #222 }
    table { border-collapse: collapse } td, th { border: 1px solid #ccc; padding: 2px 6px; text-align: left }
    .number { text-align: right } .FAIL { background: #fbb } .start { color: #d80 } .noticed { color: #c00 }
    .off { color: #080 } figure { display: inline-block; margin: 0.5em } figcaption { font-size: 12px }
    """

  private var table: String {
    let lines = rows.map { row in
      let cells = row.cells.enumerated().map { column, cell in
        "<td\(Row.isNumber(column) ? " class=\"number\"" : "")>\(cell.escapedForMarkup)</td>"
      }
      return "<tr class=\"\(row.cells[row.cells.count - 1])\">\(cells.joined())</tr>"
    }
    let heads = Self.columns.map { "<th>\($0)</th>" }.joined()
    return "<table>\n<tr>\(heads)</tr>\n\(lines.joined(separator: "\n"))\n</table>"
  }

  private var failures: String {
    let lines = failed.flatMap { row in
      row.failures.map { "<li>\(row.scenario.name): \($0.escapedForMarkup)</li>" }
    }
    return lines.isEmpty ? "" : "<h2>Failed</h2>\n<ul>\(lines.joined(separator: "\n"))</ul>"
  }

  private var gaps: String {
    if missing.isEmpty { return "" }
    let lines = missing.map { "<li>\($0)</li>" }.joined(separator: "\n")
    return "<h2>Rows of the fault table that no scenario shows</h2>\n<ul>\(lines)</ul>"
  }
}

extension FaultMatrix.Row {
  fileprivate var figure: String {
    let title = noticed.map { "\($0.title.english), " } ?? ""
    return """
      <figure>\(plot)
      <figcaption>\(scenario.name): \(title.escapedForMarkup)\(joint.name), \(report.state)</figcaption></figure>
      """
  }

  /// From 0.1 s before the robot noticed to 0.15 s after the outputs were off; ridden through: about the start.
  private var plot: String {
    guard let trace = report.trace, !trace.times.isEmpty else { return "" }
    let start = scenario.faults.map(\.start).min() ?? 0
    let noticed = report.verdict.map { start + $0.detection }
    let off = report.secured.map { start + $0 }
    let shown = (noticed ?? start) - 0.1...max(noticed ?? start, off ?? 0) + 0.15
    return JointPlot(
      trace: trace, joint: joint.index, window: shown,
      marks: [
        JointPlot.Mark(time: start, color: "#d80"), JointPlot.Mark(time: noticed, color: "#c00"),
        JointPlot.Mark(time: off, color: "#080", isDashed: true),
      ]
    ).svg
  }
}
