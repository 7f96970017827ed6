import RobotUnits
import RobotWire

/// A report as one screen of text.
struct StatusScreen {
  let report: StatusReport
  let console: Console

  var lines: [String] {
    headLines + faultLines + [""] + jointLines + supplyLines + [""] + loopLines + [""] + busLines
  }

  private var headLines: [String] {
    let info = report.info
    let flags = report.state.flags
    let words = report.state.lifecycle.words.text(console.language)
    let world =
      info.isSimulated ? console.text("simulated", "仿真") : console.text("real hardware", "真实硬件")
    let timing =
      info.isRealtime
      ? console.text("real-time", "实时")
      : console.coloured(
        console.text(
          "NOT real-time: \(info.degradedReason)", "非实时：\(info.degradedReason)"), .caution)
    let stop =
      flags.contains(.eStopPressed)
      ? console.coloured(console.text("e-stop PRESSED", "急停已按下"), .alarm)
      : console.text("e-stop released", "急停已释放")
    let outputs =
      flags.contains(.outputsEnabled)
      ? console.text("outputs on", "输出开启") : console.text("outputs off", "输出关闭")
    return [
      console.coloured(info.name, .bold) + "  "
        + console.coloured(words, report.state.lifecycle.colour) + "  \(world)  "
        + "\(Figures.fixed(info.rate.hertz, 0)) Hz  \(stop)  \(outputs)",
      timing,
    ]
  }

  private var faultLines: [String] {
    guard let fault = report.fault else { return [] }
    return [console.coloured(console.text("FAULT: ", "故障：") + fault.text(console.language), .alarm)]
  }

  var jointLines: [String] {
    var table = Table(header: [
      console.text("joint", "关节"), console.text("reference rad", "参考 rad"),
      console.text("measured rad", "测量 rad"), console.text("velocity rad/s", "速度 rad/s"),
      console.text("effort N.m", "力矩 N.m"), console.text("limiting", "限制"),
    ])
    for (info, joint) in report.joints {
      table.add([
        info.name, Figures.fixed(joint.referencePosition, 4),
        Figures.fixed(joint.measuredPosition, 4), Figures.fixed(joint.measuredVelocity, 3),
        Figures.fixed(joint.effortApplied, 3), joint.limiting.names.joined(separator: " "),
      ])
    }
    return table.lines
  }

  private var supplyLines: [String] {
    zip(report.info.supplies, report.state.supplies).map { name, supply in
      "\(name)  \(Figures.fixed(supply.volts, 2)) V  \(Figures.fixed(supply.amperes, 3)) A"
    }
  }

  private var loopLines: [String] {
    LoopTable(statistics: report.statistics, console: console).lines
  }

  private var busLines: [String] {
    var table = Table(header: [
      console.text("bus", "总线"), console.text("planned µs", "计划 µs"),
      console.text("load", "负载"), console.text("transfers", "传输次数"), "p50 µs", "p99 µs",
      "p99.9 µs",
    ])
    for (info, bus) in zip(report.info.buses, report.statistics.buses) {
      table.add([
        info.name, Figures.microseconds(info.planned), Figures.percent(info.utilisation),
        "\(bus.transfers)", Figures.microseconds(bus.duration.p50),
        Figures.microseconds(bus.duration.p99), Figures.microseconds(bus.duration.p999),
      ])
    }
    return table.lines
  }
}

/// Counts and times of the control loop as text.
struct LoopTable {
  let statistics: StatisticsSnapshot
  let console: Console

  var lines: [String] {
    let counts = console.text(
      "cycles \(statistics.cycles)  overruns \(statistics.overruns)  skipped \(statistics.skipped)  "
        + "late replies \(statistics.lateReplies)  bus errors \(statistics.busErrors)  "
        + "faults \(statistics.faults)",
      "周期 \(statistics.cycles)  超时 \(statistics.overruns)  跳过 \(statistics.skipped)  "
        + "迟到应答 \(statistics.lateReplies)  总线错误 \(statistics.busErrors)  "
        + "故障 \(statistics.faults)")
    var table = Table(header: [
      console.text("loop", "循环"), "p50 µs", "p99 µs", "p99.9 µs", console.text("max µs", "最大 µs"),
    ])
    let rows = [
      (console.text("wake-up", "唤醒"), statistics.wakeUp),
      (console.text("cycle", "周期"), statistics.cycle),
    ]
    for (name, times) in rows {
      table.add([name] + [times.p50, times.p99, times.p999, times.max].map(Figures.microseconds))
    }
    return [counts] + table.lines
  }
}
