import RobotAssembly
import RobotUnits
import RobotWire

/// A report as one screen of text.
struct StatusScreen {
  let report: StatusReport
  let console: Console
  /// Whether the times of every stage are shown.
  var showsStages = false

  var lines: [String] {
    headLines + faultLines + deathLines + deviceLines + sensorLines + [""] + jointLines
      + supplyLines + [""]
      + loopLines + [""]
      + busLines
      + stageLines
      + LateLines(report: report.late, console: console).brief
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
    if let degradation = report.degradation {
      let head = console.text("DEGRADED: ", "降级：")
      return [console.coloured(head + degradation.text(console.language), .caution)]
    }
    guard let fault = report.fault else { return [] }
    return [console.coloured(console.text("FAULT: ", "故障：") + fault.text(console.language), .alarm)]
  }

  /// Of the daemon before this one, where it died.
  private var deathLines: [String] {
    let death = report.deathBefore
    guard death.isDeath else { return [] }
    return [
      console.coloured(
        console.text(
          "the daemon before this one died without switching off: \(death.english)",
          "上一个守护进程未正常关断即终止：\(death.chinese)"), .caution)
    ]
  }

  /// The devices that do not answer as they should.
  private var deviceLines: [String] {
    report.devices.compactMap { device in
      device.complaint.map { console.coloured($0.text(console.language), .caution) }
    }
  }

  /// The sensors that somebody should look at.
  private var sensorLines: [String] {
    report.sensors.flatMap { sensor in
      ([sensor.complaint].compactMap(\.self) + sensor.warnings)
        .map { console.coloured($0.text(console.language), .caution) }
    }
  }

  var jointLines: [String] {
    let position = report.units.heading(\.position)
    let effort = report.units.heading(\.effort)
    var table = Table(header: [
      console.text("joint", "关节"), console.text("reference \(position)", "参考 \(position)"),
      console.text("measured \(position)", "测量 \(position)"),
      console.text("velocity \(position)/s", "速度 \(position)/s"),
      console.text("effort \(effort)", "力矩 \(effort)"), console.text("limiting", "限制"),
    ])
    for (info, _, joint) in report.joints {
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
      + [report.access.refusalLine(console)].compactMap(\.self)
  }

  private var stageLines: [String] {
    guard showsStages else { return [] }
    let tables = StageTables(
      statistics: report.statistics, info: report.info, console: console)
    return [""] + tables.lines
  }

  private var busLines: [String] {
    var table = Table(
      header: [
        console.text("bus", "总线"), console.text("planned µs", "计划 µs"),
        console.text("load", "负载"), console.text("transfers", "传输次数"),
        console.text("failed", "失败"), console.text("repeated", "重试"),
      ] + Distribution.headings(console))
    for (info, bus) in zip(report.info.buses, report.statistics.buses) {
      table.add(
        [
          info.name, Figures.microseconds(info.planned), Figures.percent(info.utilisation),
          "\(bus.transfers)", "\(bus.failures)", "\(bus.retries)",
        ] + bus[.transfer].sinceStart.figures)
    }
    if report.statistics.hasInlineBuses {
      let name = console.text("all, inline", "全部（内联）")
      table.add(
        [name, "", "", "", "", ""] + report.statistics.control[.transfer].sinceStart.figures)
    }
    return table.lines
  }
}
