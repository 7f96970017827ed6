public import RobotConfiguration

extension BusProposal {
  /// What to change and what comes of it.
  public var text: BilingualText {
    let time = "\(Int(totalMicroseconds.rounded()))"
    let load = "\(Int((utilisation * 1000).rounded()) / 10)"
    let rate = "\(Int(highestRateHertz))"
    let (english, chinese) = change.words(bus)
    let verdict =
      fits ? ("", "") : (" (still too much)", "（仍然超出）")
    return BilingualText(
      "\(english): \(time) us, \(load) % of its time, up to \(rate) Hz\(verdict.0)",
      "\(chinese)：\(time) µs，占可用时间 \(load) %，最高 \(rate) Hz\(verdict.1)")
  }
}

extension BusProposal.Change {
  /// The change in both languages.
  fileprivate func words(_ bus: String) -> (String, String) {
    switch self {
    case .speed(let hertz):
      let speed = hertz >= 1e6 ? "\(Int(hertz / 1e6)) MHz" : "\(Int(hertz / 1e3)) kHz"
      return (
        "clock bus \"\(bus)\" at \(speed), which all its devices follow",
        "将总线 \"\(bus)\" 提高到 \(speed)（其上所有器件均支持）"
      )
    case .divisor(let devices, let every):
      let names = devices.joined(separator: ", ")
      return ("read \(names) with every: \(every)", "将 \(names) 设为 every: \(every)")
    case .split(let devices):
      let names = devices.joined(separator: ", ")
      return (
        "move \(names) to a further bus, which leaves the longer of the two",
        "将 \(names) 移到另一条总线，较重的一条为"
      )
    case .threads:
      return (
        "give every bus a thread of its own (loop: { buses: threads })",
        "为每条总线使用独立线程（loop: { buses: threads }）"
      )
    }
  }
}

extension BusBudget {
  /// What takes most of the worst cycle; `nil` on a bus that carries nothing.
  public var bottleneck: BilingualText? {
    guard let first = shares.first else { return nil }
    let percent = Int((first.microseconds / totalMicroseconds * 100).rounded())
    let (english, chinese) =
      switch first.owner {
      case .device: (first.name, first.name)
      case .selects: ("switching of mux channels", "多路复用器切换")
      case .adapter:
        ("the adapter's overhead of \(transfers) transfers", "适配器 \(transfers) 次传输的开销")
      }
    let time = "\(Int(totalMicroseconds.rounded()))"
    let available = "\(Int(availableMicroseconds.rounded()))"
    return BilingualText(
      "bus \"\(name)\" takes \(time) us of \(available) us; most of it, \(percent) %: \(english)",
      "总线 \"\(name)\" 占用 \(available) µs 中的 \(time) µs；其中 \(percent) % 为 \(chinese)")
  }
}
