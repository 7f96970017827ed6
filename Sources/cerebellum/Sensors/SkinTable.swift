import RobotAssembly
import RobotConfiguration
import RobotWire

/// A skin as a table, one line for each taxel. Nothing for a sensor that is none.
struct SkinTable {
  let sensor: SensorReport
  let console: Console

  var lines: [String] {
    guard let skin = sensor.skin else { return [] }
    var table = Table(header: [
      "\(sensor.info.name): " + console.text("taxel", "触点"),
      console.text("beyond baseline \(skin.unit)", "相对基线 \(skin.unit)"),
      console.text("baseline \(skin.unit)", "基线 \(skin.unit)"),
      console.text("drift \(skin.unit)/s", "漂移 \(skin.unit)/s"), console.text("touch", "接触"),
      console.text("state", "状态"),
    ])
    for (number, taxel) in skin.taxels.enumerated() {
      table.add([
        "\(number)", text(taxel, taxel.isValid) { $0.value },
        text(taxel, taxel.isTared) { $0.baseline }, text(taxel, taxel.isTared) { $0.drift },
        taxel.isTouched ? console.text("touched", "接触") : "", state(taxel),
      ])
    }
    return [""] + table.lines
  }

  private func text(
    _ taxel: Taxel, _ isThere: Bool, _ number: (Taxel.Component) -> Double
  ) -> String {
    guard isThere else { return "–" }
    return taxel.components.map { SensorFigures.text(number($0)) }.joined(separator: " ")
  }

  private func state(_ taxel: Taxel) -> String {
    if taxel.isTaring { return console.text("baseline is being taken", "正在去皮") }
    if !taxel.isValid { return console.text("not valid", "无效") }
    return taxel.isTared ? console.text("ok", "正常") : console.text("no baseline", "无基线")
  }
}

extension SkinFrame {
  /// The object that Documentation/command-line.md describes.
  var json: JSONValue {
    .object([
      ("unit", .text(unit)),
      (
        "taxels",
        .array(
          taxels.map { taxel in
            .object([
              ("is_valid", .boolean(taxel.isValid)), ("is_tared", .boolean(taxel.isTared)),
              ("is_touched", .boolean(taxel.isTouched)), ("is_taring", .boolean(taxel.isTaring)),
              ("values", .array(taxel.components.map { .number($0.value) })),
              ("baselines", .array(taxel.components.map { .number($0.baseline) })),
              ("drifts_per_s", .array(taxel.components.map { .number($0.drift) })),
            ])
          })
      ),
    ])
  }
}
