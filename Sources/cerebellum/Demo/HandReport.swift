import RobotAssembly
import RobotConfiguration
import RobotWire

/// What a hand found out about the arm.
struct HandReport {
  let guiding: HandGuiding.Result
  let sweep: [StiffnessSweep.Row]

  func lines(_ console: Console) -> [String] {
    func thousandths(_ value: Double) -> String { Figures.fixed(value * 1000, 1) }
    let guided = console.text(
      "\(guiding.joint) without stiffness: drifted \(thousandths(guiding.drift)) mrad in 2 s, was moved "
        + "\(thousandths(guiding.moved)) mrad by hand, moved on \(thousandths(guiding.after)) mrad",
      "\(guiding.joint)（零刚度）：2 秒内漂移 \(thousandths(guiding.drift)) mrad，被手推动 "
        + "\(thousandths(guiding.moved)) mrad，松手后继续移动 \(thousandths(guiding.after)) mrad")
    return [guided, ""] + table(console).lines + [""] + chart(console).lines
  }

  private func table(_ console: Console) -> Table {
    var table = Table(header: [
      console.text("stiffness N.m/rad", "刚度 N.m/rad"), console.text("measured", "实测"),
      console.text("error", "误差"),
    ])
    for (mark, row) in zip(Self.marks, sweep) {
      table.add([
        "\(mark) \(Figures.fixed(row.commanded, 0))", Figures.fixed(row.measured, 1),
        Figures.percent(row.measured / row.commanded - 1),
      ])
    }
    return table
  }

  private func chart(_ console: Console) -> Chart {
    Chart(
      series: zip(Self.marks, sweep).map { mark, row in
        Chart.Series(
          mark: mark, points: row.points.map { (x: $0.push, y: $0.deflection * 1000) })
      },
      x: console.text("N.m, push", "N.m，推力矩"),
      y: console.text("mrad, deflection", "mrad，偏转"))
  }

  private static let marks: [Character] = ["a", "b", "c", "d", "e", "f"]

  var json: JSONValue {
    .object([
      ("joint", .text(guiding.joint)), ("drift_rad", .number(guiding.drift)),
      ("moved_by_hand_rad", .number(guiding.moved)),
      ("moved_after_release_rad", .number(guiding.after)),
      (
        "stiffness_sweep",
        .array(
          sweep.map {
            .object([
              ("commanded_nm_rad", .number($0.commanded)),
              ("measured_nm_rad", .number($0.measured)),
            ])
          })
      ),
    ])
  }
}
