import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits

/// The traffic of a robot's buses in two periods as a picture: one lane per bus, from the grid point of the
/// busiest bus's worst cycle on. The same robot gives the same bytes.
struct TimelinePicture {
  private let robot: RobotDescription
  private let buses: [BusBudget]
  private let schedule: CycleSchedule
  /// The first of the two cycles.
  private let first: UInt64

  /// Sizes [px].
  private enum Size {
    static let width = 1400.0
    static let left = 130.0
    static let right = 20.0
    static let top = 64.0
    static let lane = 104.0
    static let bar = 30.0
    static let foot = 74.0
  }

  init(_ robot: RobotDescription, _ buses: [BusBudget]) {
    self.robot = robot
    self.buses = buses
    schedule = CycleSchedule(robot)
    let busiest = buses.max { $0.utilisation < $1.utilisation }
    first = UInt64(busiest?.timeline.worstIndex ?? 0)
  }

  /// The picture.
  var svg: String {
    let height = Size.top + Size.lane * Double(buses.count) + Size.foot
    let box = "0 0 \(number(Size.width)) \(number(height))"
    let lanes = buses.indices.flatMap(lane)
    return
      ([
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"\(box)\" "
          + "font-family=\"sans-serif\" font-size=\"12\">",
        "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>",
        text(
          10, 22,
          "\(robot.name), \(Figures.fixed(robot.rate.hertz, 0)) Hz: "
            + "cycles \(first) and \(first + 1) of the buses", size: 16),
      ] + legend + control + lanes + axis + ["</svg>", ""]).joined(separator: "\n")
  }

  // MARK: Parts

  /// What the colours mean.
  private var legend: [String] {
    var x = Size.left
    return [
      ("command", Colour.of(.command)), ("reading", Colour.of(.reading)),
      ("settings watch", Colour.of(.watch)), ("mux select", Colour.of(.select)),
      ("adapter overhead", Colour.overhead), ("left for retries", Colour.reserve),
      ("control", Colour.control),
    ].flatMap { name, colour in
      defer { x += 34 + 7 * Double(name.count) }
      return [
        rectangle(x, 34, 12, 12, colour, "legend"), text(x + 17, 45, name),
      ]
    }
  }

  /// When the control thread takes the replies and computes, in both periods.
  private var control: [String] {
    let begin = schedule.controlPhase.microseconds
    let height = Size.lane * Double(buses.count)
    return (0..<2).flatMap { period in
      let from = start(of: period) + begin
      return [
        rectangle(
          x(from), Size.top, x(start(of: period + 1)) - x(from), height, Colour.control,
          "control", "control phase, from \(microseconds(begin)) after the grid point")
      ]
    }
  }

  private func lane(_ bus: Int) -> [String] {
    let budget = buses[bus]
    let y = Size.top + Size.lane * Double(bus) + 8
    let worst =
      "\(microseconds(budget.totalMicroseconds)) of "
      + "\(microseconds(budget.availableMicroseconds))"
    var parts = [
      "<g class=\"lane\">", text(10, y + 13, budget.name, size: 14),
      text(10, y + 28, "\(Figures.fixed(budget.speedHertz / 1e3, 0)) kHz", colour: Colour.faint),
      text(10, y + 43, worst, size: 10, colour: Colour.faint),
    ]
    for period in 0..<2 {
      parts += traffic(budget, period, at: y, after: before(bus, period))
    }
    return parts + ["</g>"]
  }

  /// The time that other buses take first in `period`, where one thread carries all [us].
  private func before(_ bus: Int, _ period: Int) -> Double {
    guard robot.loop.hasInlineBuses else { return 0 }
    return buses.prefix(bus).reduce(0) {
      $0 + $1.timeline.microseconds($1.timeline.cycle(first + UInt64(period)).load)
    }
  }

  private func traffic(
    _ budget: BusBudget, _ period: Int, at y: Double, after delay: Double
  ) -> [String] {
    let timeline = budget.timeline
    let cycle = timeline.cycle(first + UInt64(period))
    let begin = start(of: period) + delay
    let overhead = timeline.wire.overhead.microseconds
    var parts: [String] = []
    var transfer = -1
    var entry: Int?
    for message in cycle.messages {
      let from = begin + timeline.start(of: message)
      if message.transfer != transfer, overhead > 0 {
        parts.append(
          rectangle(
            x(from - overhead), y, width(overhead), Size.bar, Colour.overhead, "overhead",
            "overhead of transfer \(message.transfer), \(microseconds(overhead))"))
      }
      transfer = message.transfer
      parts.append(bar(message, timeline, at: x(from), y))
      // Once for an exchange, which is a write and a read.
      if message.entry != nil, message.entry != entry {
        parts.append(slanted(x(from) + 2, y + Size.bar + 10, name(of: message)))
      }
      entry = message.entry
    }
    let end = begin + timeline.microseconds(cycle.load)
    let reserve = min(budget.retryMicroseconds, budget.repeatAllMicroseconds)
    if reserve > 0 {
      parts.append(
        rectangle(
          x(end), y, width(reserve), Size.bar, Colour.reserve, "reserve",
          "left for retries, \(microseconds(reserve))"))
    }
    return parts
  }

  private func bar(
    _ message: BusTimeline.Message, _ timeline: BusTimeline, at x: Double, _ y: Double
  ) -> String {
    let length = timeline.length(of: message)
    let direction = message.isRead ? "read" : "write"
    let title =
      "\(name(of: message)): \(message.kind.rawValue), \(direction) of \(message.byteCount) bytes, "
      + "\(message.clocks) clocks, \(microseconds(timeline.start(of: message))) + "
      + "\(microseconds(length)), transfer \(message.transfer)"
    return rectangle(
      x, y, width(length), Size.bar, Colour.of(message.kind), message.kind.rawValue, title)
  }

  /// The device that a message is for; of a select, the mux.
  private func name(of message: BusTimeline.Message) -> String {
    let device =
      message.device.map { robot.devices[$0] }
      ?? robot.devices.first { $0.address == message.address && $0.driver == "tca9548a" }
    return device?.name ?? "mux"
  }

  /// The time below the lanes: grid points, and a tick for every tenth of a period.
  private var axis: [String] {
    let y = Size.top + Size.lane * Double(buses.count) + 6
    let period = schedule.period.microseconds
    let ticks = (0...20).flatMap { tick -> [String] in
      let time = period * Double(tick) / 10
      let isGrid = tick % 10 == 0
      let top = isGrid ? Size.top : y
      var parts = [
        "<line x1=\"\(number(x(time)))\" y1=\"\(number(top))\" x2=\"\(number(x(time)))\" "
          + "y2=\"\(number(y + 6))\" stroke=\"\(isGrid ? "#000000" : Colour.faint)\"/>"
      ]
      if tick % 2 == 0 {
        parts.append(text(x(time), y + 20, Figures.fixed(time, 0), size: 10, anchor: "middle"))
      }
      return parts
    }
    return ticks + [
      text(Size.left, y + 40, "µs after the grid point; a bar's tooltip tells its message")
    ]
  }

  // MARK: Marks

  private func start(of period: Int) -> Double {
    schedule.period.microseconds * Double(period)
  }

  private func x(_ microseconds: Double) -> Double { Size.left + width(microseconds) }

  private func width(_ microseconds: Double) -> Double {
    microseconds / (2 * schedule.period.microseconds) * (Size.width - Size.left - Size.right)
  }

  private func rectangle(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ colour: String, _ kind: String,
    _ title: String? = nil
  ) -> String {
    let shape =
      "<rect class=\"\(kind)\" x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" "
      + "height=\"\(number(height))\" fill=\"\(colour)\" stroke=\"#ffffff\" stroke-width=\"0.5\""
    guard let title else { return shape + "/>" }
    return shape + "><title>\(escaped(title))</title></rect>"
  }

  private func text(
    _ x: Double, _ y: Double, _ text: String, size: Int = 12, colour: String = "#000000",
    anchor: String = "start"
  ) -> String {
    "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(size)\" fill=\"\(colour)\" "
      + "text-anchor=\"\(anchor)\">\(escaped(text))</text>"
  }

  /// A name below its bar, slanted so that neighbours stay apart.
  private func slanted(_ x: Double, _ y: Double, _ text: String) -> String {
    let place = "\(number(x)) \(number(y))"
    return "<text class=\"name\" transform=\"translate(\(place)) rotate(35)\" font-size=\"10\">"
      + "\(escaped(text))</text>"
  }

  private func number(_ value: Double) -> String { Figures.fixed(value, 2) }

  private func microseconds(_ value: Double) -> String { Figures.fixed(value, 1) + " µs" }

  private func escaped(_ text: String) -> String {
    text.reduce(into: "") { text, character in
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      default: text.append(character)
      }
    }
  }
}

/// Colours that also differ in lightness (Okabe and Ito, Color Universal Design, 2008).
private enum Colour {
  static let overhead = "#999999"
  static let reserve = "#f4e3c1"
  static let control = "#e8eef4"
  static let faint = "#666666"

  static func of(_ kind: BusTimeline.Kind) -> String {
    switch kind {
    case .select: "#d55e00"
    case .command: "#0072b2"
    case .reading: "#007a5e"
    case .watch: "#a64d85"
    }
  }
}
