internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits

/// Opens serial lines again that were unplugged, and sets their servos or pads up again, before the line's
/// thread has it back. It never moves the robot, clears nothing, and leaves the fault standing. Real-time: no.
struct SerialCare {
  private struct Case {
    /// The line, opened anew.
    var port: (any SerialPort)?
    /// The place, among the line's servos, of the next to set up.
    var next = 0
    /// Before that instant nothing is done.
    var notBefore: MonotonicInstant
    /// What was told last of why it does not work.
    var problem = ""
  }

  /// Between two attempts.
  private static let rest = TimeSpan.milliseconds(500)
  /// The line's thread has noticed that it has the line again.
  private static let settling = TimeSpan.milliseconds(500)

  private let model: RobotModel
  private let ports: [any SerialPort]
  /// By line: what its pads were at the start.
  private let pads: [PaXini.Report?]
  private var cases: [Case?]
  private var notBefore: [MonotonicInstant]

  init(_ model: RobotModel, _ ports: [any SerialPort], _ pads: [PaXini.Report?]) {
    self.model = model
    self.pads = pads
    self.ports = ports
    cases = ports.map { _ in nil }
    notBefore = ports.map { _ in MonotonicInstant(nanoseconds: 0) }
  }

  /// Goes on with what is to be done: one servo a call, which takes 20 ms, or 60 where it does not answer;
  /// or one board with pads, which takes 60 ms.
  mutating func tend(
    _ snapshot: borrowing RobotSnapshot, _ now: MonotonicInstant
  ) -> [DeviceCare.Event] {
    var events: [DeviceCare.Event] = []
    for line in cases.indices {
      if cases[line] == nil, snapshot.lostLines[line], now >= notBefore[line] {
        cases[line] = Case(notBefore: now)
        events.append(
          event(
            line, "serial line \(name(line)) is gone; trying to open it again",
            "串行总线 \(name(line)) 已断开，正在尝试重新打开"))
      }
      if let event = advance(line, now) { events.append(event) }
    }
    return events
  }

  private mutating func advance(_ line: Int, _ now: MonotonicInstant) -> DeviceCare.Event? {
    guard var current = cases[line], now >= current.notBefore,
      let own = ports[line] as? any ReplaceableSerialPort
    else { return nil }
    do throws(DeviceProblem) {
      guard let port = current.port else {
        do throws(BusError) { current.port = try own.reopened() } catch {
          // Not there yet, which was said.
          current.notBefore = now + SerialCare.rest
        }
        current.next = 0
        cases[line] = current
        return nil
      }
      let servos = model.robot.servos.indices.filter { model.robot.servos[$0].bus == line }
      if current.next < servos.count {
        let servo = model.servos.servos[servos[current.next]]
        try DeviceProblem.wrap { () throws(Feetech.Failure) in
          _ = try ServoSetUp.setUp(servo, on: port)
        }
        current.next += 1
        cases[line] = current
        return nil
      }
      if let before = pads[line] {
        try PadSetUp.setUpAgain(line, model.robot, was: before, on: port)
      }
      own.adopt(port)
      cases[line] = nil
      let what = pads[line] == nil ? BilingualText("servos", "舵机") : BilingualText("pads", "触觉模块")
      notBefore[line] = now + SerialCare.settling
      return event(
        line,
        "serial line \(name(line)) is open again, and its \(what.english) were set up and read back",
        "串行总线 \(name(line)) 已重新打开，\(what.chinese)已重新配置并回读确认", isMended: true)
    } catch {
      let isNews = error.text != current.problem
      cases[line] = Case(notBefore: now + SerialCare.rest, problem: error.text)
      return isNews
        ? event(
          line, "serial line \(name(line)) is there, but: \(error.text)",
          "串行总线 \(name(line)) 已接回，但：\(error.text)") : nil
    }
  }

  private func name(_ line: Int) -> String { model.robot.serialBuses[line].name }

  private func event(
    _ line: Int, _ english: String, _ chinese: String, isMended: Bool = false
  ) -> DeviceCare.Event {
    DeviceCare.Event(
      device: name(line), text: BilingualText(english, chinese), isMended: isMended)
  }
}
