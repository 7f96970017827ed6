internal import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotUnits

/// Identifies the boards with pads, compares their modules with the file, and starts them. Real-time: no.
enum PadSetUp {
  /// A set-up that did not succeed.
  struct Problem: Error {
    /// The pad, where it is about one.
    let pad: Int?
    /// What happened and what to do.
    let text: String
  }

  /// Sets all boards up; gives by serial line what was found, and `nil` for a line without pads.
  static func run(
    _ robot: RobotDescription, on ports: [any SerialPort]
  ) throws(SetUpError) -> [PaXini.Report?] {
    var reports: [PaXini.Report?] = []
    for (line, bus) in robot.serialBuses.enumerated() {
      guard let first = robot.pads(on: line).first else {
        reports.append(nil)
        continue
      }
      do throws(Problem) {
        reports.append(try setUp(line, robot, on: ports[line]))
      } catch {
        let pad = robot.pads[error.pad ?? first]
        throw SetUpError(
          device: pad.name,
          place: "bus \(bus.name), module \(PaXini.Layout.name(ofModule: pad.place))",
          problem: error.text)
      }
    }
    return reports
  }

  /// Sets the board on the serial line `line` up.
  static func setUp(
    _ line: Int, _ robot: RobotDescription, on port: any SerialPort
  ) throws(Problem) -> PaXini.Report {
    let report: PaXini.Report
    do throws(PaXini.Failure) {
      report = try PaXini.setUp(types: robot.padTypes(on: line), on: port)
    } catch {
      throw Problem(pad: nil, text: error.description)
    }
    try compare(report, line, robot)
    return report
  }

  /// Sets the board up that came back on `line`; it has to be as it was. Asks once: it is tried again soon,
  /// and whoever waits has other work.
  static func setUpAgain(
    _ line: Int, _ robot: RobotDescription, was before: PaXini.Report, on port: any SerialPort
  ) throws(DeviceProblem) {
    let report = try DeviceProblem.wrap { () throws(PaXini.Failure) in
      try PaXini.setUp(
        types: robot.padTypes(on: line), on: port, patience: .milliseconds(40), attempts: 1)
    }
    do throws(Problem) { try compare(report, line, robot) } catch {
      throw DeviceProblem(error.text)
    }
    guard report.version == before.version else {
      throw DeviceProblem(
        "another board answers (\(report.version), and it was \(before.version)): plug the former one in, "
          + "or restart the daemon")
    }
    guard report.layout == before.layout else {
      throw DeviceProblem(
        "the board has other modules than at the start (\(words(report.layout)), and it had "
          + "\(words(before.layout))): plug them in as they were, or restart the daemon")
    }
  }

  /// Whether the modules of the file are there, with the taxels that it says.
  private static func compare(
    _ report: PaXini.Report, _ line: Int, _ robot: RobotDescription
  ) throws(Problem) {
    for index in robot.pads(on: line) {
      let pad = robot.pads[index]
      let name = PaXini.Layout.name(ofModule: pad.place)
      guard let module = report.layout.modules.first(where: { $0.index == pad.place }) else {
        throw Problem(
          pad: index,
          text:
            "the board sees no module \(name), only \(words(report.layout)); check its plug and "
            + "power-cycle the board, or name another module")
      }
      guard let taxels = pad.taxels, taxels != module.taxels else { continue }
      throw Problem(
        pad: index,
        text:
          "the module \(name) has \(module.taxels) taxels, and the robot file says \(taxels); write "
          + "taxels: \(module.taxels), or plug in the module that belongs there")
    }
  }

  /// What a person should know of the boards: modules that nobody asked for make every frame longer.
  static func warnings(
    _ robot: RobotDescription, _ reports: [PaXini.Report?]
  ) -> [DeviceWarning] {
    reports.enumerated().compactMap { line, report in
      let own = robot.pads(on: line)
      let places = own.map { robot.pads[$0].place }
      guard let report, let first = own.first else { return nil }
      let others = report.layout.modules.filter { !places.contains($0.index) }
      guard !others.isEmpty else { return nil }
      let names = others.map { PaXini.Layout.name(ofModule: $0.index) }.joined(separator: ", ")
      let rate = report.layout.frameRate(bitsPerSecond: robot.serialBuses[line].speed.hertz)
      let frames = Int(rate.rounded())
      return DeviceWarning(
        robot.devices.count + first, robot,
        BilingualText(
          "its board also sends \(names), which the robot file does not name: \(frames) frames come in a "
            + "second; unplug what is not used, or name it",
          "其采集板还在发送机器人文件未列出的模块 \(names)：每秒只有 \(frames) 帧；请拔掉不用的模块，或在文件中写明"))
    }
  }

  private static func words(_ layout: PaXini.Layout) -> String {
    layout.modules.map { "\(PaXini.Layout.name(ofModule: $0.index)) (\($0.taxels) taxels)" }
      .joined(separator: ", ")
  }
}
