import RobotAssembly
import RobotConfiguration
import RobotWire

/// What a hand found out about the arm.
struct HandReport {
  let guiding: HandGuiding.Result
  let sweep: [StiffnessSweep.Row]
  /// What the values of the pushed joint are in.
  let units: JointUnitNames

  func lines(_ console: Console) -> [String] {
    func thousandths(_ value: Double) -> String {
      "\(Figures.fixed(value * 1000, 1)) \(units.thousandth)"
    }
    let guided = console.text(
      "\(guiding.joint) without stiffness: drifted \(thousandths(guiding.drift)) in 2 s, was moved "
        + "\(thousandths(guiding.moved)) by hand, moved on \(thousandths(guiding.after))",
      "\(guiding.joint)（零刚度）：2 秒内漂移 \(thousandths(guiding.drift))，被手推动 "
        + "\(thousandths(guiding.moved))，松手后继续移动 \(thousandths(guiding.after))")
    return [guided, ""] + table(console).lines + [""] + chart(console).lines
  }

  private func table(_ console: Console) -> Table {
    var table = Table(header: [
      console.text("stiffness \(units.stiffness)", "刚度 \(units.stiffness)"),
      console.text("measured", "实测"),
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
      x: console.text("\(units.effort), push", "\(units.effort)，\(units.chinesePush)"),
      y: console.text("\(units.thousandth), deflection", "\(units.thousandth)，偏转"))
  }

  private static let marks: [Character] = ["a", "b", "c", "d", "e", "f"]

  var json: JSONValue {
    let (position, stiffness) = (units.positionKey, units.stiffnessKey)
    return .object([
      ("joint", .text(guiding.joint)), ("drift_\(position)", .number(guiding.drift)),
      ("moved_by_hand_\(position)", .number(guiding.moved)),
      ("moved_after_release_\(position)", .number(guiding.after)),
      (
        "stiffness_sweep",
        .array(
          sweep.map {
            .object([
              ("commanded_\(stiffness)", .number($0.commanded)),
              ("measured_\(stiffness)", .number($0.measured)),
            ])
          })
      ),
    ])
  }
}
