import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits

/// What the buses carry, what of it is whose, and what would relieve them.
extension CheckText {
  var busLines: [String] {
    guard !report.buses.isEmpty else { return serialLines }
    var table = Table(header: [
      console.text("bus, worst cycle", "总线（最重周期）"), "kHz", console.text("transfers", "传输"),
      console.text("messages", "消息"), console.text("bytes", "字节"), console.text("clocks", "时钟"),
      console.text("wire µs", "线上 µs"), console.text("overhead µs", "开销 µs"),
      console.text("total µs", "合计 µs"), console.text("average µs", "平均 µs"),
      console.text("with retries µs", "含重试 µs"),
      console.text("available µs", "可用 µs"),
      console.text("load", "负载"), console.text("highest rate", "最高频率"),
    ])
    for bus in report.buses {
      table.add(
        [bus.name, Figures.fixed(bus.speedHertz / 1e3, 0)]
          + [bus.transfers, bus.messages, bus.bytes, bus.clocks].map { "\($0)" }
          + [
            bus.wireMicroseconds, bus.overheadMicroseconds, bus.totalMicroseconds,
            bus.averageMicroseconds, bus.worstWithRetriesMicroseconds, bus.availableMicroseconds,
          ].map { Figures.fixed($0, 0) } + [
            Figures.percent(bus.utilisation), Figures.fixed(bus.highestRateHertz, 0) + " Hz",
          ])
    }
    return table.lines + serialLines
  }

  /// What every serial line carries.
  private var serialLines: [String] {
    let tables = [servoLines, padLines].filter { !$0.isEmpty }
    let lines = Array(tables.joined(separator: [""]))
    return lines.isEmpty || report.buses.isEmpty ? lines : [""] + lines
  }

  /// The lines with servos.
  private var servoLines: [String] {
    let buses = report.serialBuses.filter { $0.stream == nil }
    guard !buses.isEmpty else { return [] }
    var table = Table(header: [
      console.text("serial line, worst cycle", "串行总线（最重周期）"), "kbit/s",
      console.text("servos", "舵机"), console.text("bytes", "字节"),
      console.text("wire µs", "线上 µs"), console.text("delays µs", "延迟 µs"),
      console.text("total µs", "合计 µs"), console.text("one repeat µs", "单次重试 µs"),
      console.text("available µs", "可用 µs"), console.text("load", "负载"),
      console.text("highest rate", "最高频率"),
    ])
    for bus in buses {
      table.add(
        [bus.name, Figures.fixed(bus.speedHertz / 1e3, 0), "\(bus.servos)", "\(bus.bytes)"]
          + [
            bus.wireMicroseconds, bus.delayMicroseconds, bus.totalMicroseconds,
            bus.repeatMicroseconds, bus.availableMicroseconds,
          ].map { Figures.fixed($0, 0) } + [
            Figures.percent(bus.utilisation), Figures.fixed(bus.highestRateHertz, 0) + " Hz",
          ])
    }
    return table.lines
  }

  /// The lines with pads.
  private var padLines: [String] {
    let buses = report.serialBuses.filter { $0.stream != nil }
    guard !buses.isEmpty else { return [] }
    var table = Table(header: [
      console.text("tactile line", "触觉总线"), "kbit/s", console.text("pads", "触觉模块"),
      console.text("bytes a frame", "每帧字节"), console.text("wire µs", "线上 µs"),
      console.text("frames/s", "帧/秒"), console.text("load", "负载"),
    ])
    for bus in buses {
      table.add([
        bus.name, Figures.fixed(bus.speedHertz / 1e3, 0), "\(bus.stream?.pads ?? 0)",
        "\(bus.bytes)", Figures.fixed(bus.wireMicroseconds, 0),
        Figures.fixed(bus.stream?.framesPerSecond, 0), Figures.percent(bus.utilisation),
      ])
    }
    return table.lines + [
      console.text(
        "A board with pads sends on its own: fewer frames a second than control cycles are as it should be.",
        "触觉板自行发送：每秒帧数少于控制周期数是正常的。")
    ]
  }

  /// The worst cycle of each bus, by what takes its time.
  var shareLines: [String] {
    guard report.buses.contains(where: { !$0.shares.isEmpty }) else { return [] }
    var table = Table(header: [
      console.text("bus, part of the worst cycle", "总线，最重周期的组成"),
      console.text("messages", "消息"), console.text("bytes", "字节"), console.text("clocks", "时钟"),
      console.text("average clocks", "平均时钟"), "µs", console.text("of available", "占可用"),
    ])
    for bus in report.buses {
      for share in bus.shares {
        let isAdapter = share.owner == .adapter
        table.add([
          "\(bus.name) · \(name(of: share))",
          isAdapter ? "–" : "\(share.count)", isAdapter ? "–" : "\(share.bytes)",
          isAdapter ? "–" : "\(share.clocks)",
          isAdapter ? "–" : Figures.fixed(share.averageClocks, 1),
          Figures.fixed(share.microseconds, 0),
          Figures.percent(share.microseconds / bus.availableMicroseconds),
        ])
      }
    }
    return table.lines
  }

  /// Repeats, the bottleneck, and what would relieve it.
  var adviceLines: [String] {
    var lines = report.buses.filter { !$0.shares.isEmpty }.map { bus in
      let left = Figures.fixed(bus.retryMicroseconds, 0)
      let cheapest = Figures.fixed(bus.repeatMicroseconds.lowerBound, 0)
      let dearest = Figures.fixed(bus.repeatMicroseconds.upperBound, 0)
      return console.text(
        "\(bus.name): \(left) µs are left for repeats, of which one takes \(cheapest) to \(dearest) µs",
        "\(bus.name)：剩余 \(left) µs 可用于重试，每次重试需 \(cheapest) 至 \(dearest) µs")
    }
    for bus in report.buses {
      for share in bus.shares where share.heldShare > 0 {
        let part = Figures.percent(share.heldShare)
        lines.append(
          console.text(
            "\(bus.name): \(share.name) keeps its register pointer, \(part) of its reads do not write it",
            "\(bus.name)：\(share.name) 保持寄存器指针，\(part) 的读取无需重写指针"))
      }
    }
    let heaviest = report.buses.max { $0.utilisation < $1.utilisation }
    guard let bottleneck = heaviest?.bottleneck else { return lines }
    let text = console.text(bottleneck.english, bottleneck.chinese)
    lines.append(console.text("Bottleneck: \(text)", "瓶颈：\(text)"))
    return lines
      + list(
        console.text("What would relieve it:", "可行的改进："),
        report.proposals.map { console.text($0.text.english, $0.text.chinese) })
  }

  private func name(of share: BusShare) -> String {
    switch share.owner {
    case .device: share.name
    case .selects: console.text("mux switching", "多路复用器切换")
    case .adapter:
      console.text("overhead of \(share.count) transfers", "\(share.count) 次传输的开销")
    }
  }
}
