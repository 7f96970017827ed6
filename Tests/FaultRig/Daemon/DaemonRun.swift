import FoundationEssentials
import Glibc
public import RobotConfiguration
public import RobotScenarios
import RobotUnits
import RobotWire

/// Plays what happens to the daemon as a process, to its files and to its clients: the built program on simulated
/// hardware and the wall clock.
public struct DaemonRun {
  private let program: String
  private let robot: String
  private let folder: String
  private let unit: String

  /// `program` is the built daemon, `robot` its robot file, `folder` an empty folder, and `unit` the unit that systemd
  /// runs it by.
  public init(program: String, robot: String, folder: String, unit: String) {
    self.program = program
    self.robot = robot
    self.folder = folder
    self.unit = unit
  }

  /// What came of `scenario`. Times are of the wall clock of this machine.
  public func report(of scenario: FaultScenario) -> FaultReport {
    var report = FaultReport()
    report.strikes = scenario.faults.map { _ in 1 }
    do {
      switch scenario.faults.first?.kind {
      case .daemonKilled: try kill(&report)
      case .daemonHung: try hang(&report)
      case .configurationEdited(let text, let new): try edit(text, new, &report)
      case .configurationCut(let bytes): try cut(bytes, &report)
      case .secondClient: try share(&report)
      case .clientGone: try leave(&report)
      case .fullDisk: try fill(&report)
      default: report.problems.append("this is no scenario of the daemon")
      }
    } catch {
      report.problems.append("\(error)")
    }
    return report
  }

  // MARK: The process

  /// Killed while it moves: its client is told, and the daemon that comes after it arms nothing.
  private func kill(_ report: inout FaultReport) throws {
    let daemon = try DaemonProcess(program, robot: robot, in: folder)
    let client = try DaemonClient(daemon)
    try client.armAndMove(joint: 4)
    let start = MonotonicInstant.now
    daemon.send(SIGKILL)
    report.observe("client told", at: try client.timeOfEnd() - start)
    _ = try daemon.exitStatus()
    try restart(&report, since: start)
  }

  /// Stopped: systemd hears no pings any more, and ends it after WatchdogSec.
  private func hang(_ report: inout FaultReport) throws {
    let notify = try NotifyListener(path: folder + "/notify.sock")
    let watchdog = try watchdogTime()
    let daemon = try DaemonProcess(
      program, robot: robot, in: folder, notify: notify, watchdog: watchdog)
    guard notify.time(of: "READY=1", until: DaemonFailure.deadline()) != nil else {
      throw DaemonFailure("no READY=1; it said: \(try daemon.words())")
    }
    let client = try DaemonClient(daemon)
    try client.armAndMove(joint: 4)
    // Right behind a ping it takes systemd longest; those before it have waited in the socket.
    while notify.time(of: "", until: .now) != nil {}
    guard var last = notify.time(of: "WATCHDOG=1", until: DaemonFailure.deadline()) else {
      throw DaemonFailure("no WATCHDOG=1 comes while it runs")
    }
    let start = MonotonicInstant.now
    daemon.send(SIGSTOP)
    // What was on its way, and then nothing.
    while let late = notify.time(of: "WATCHDOG=1", until: last + watchdog) {
      last = late
      if last - start > watchdog { throw DaemonFailure("a daemon that stands still pings") }
    }
    report.observe("systemd would end it", at: last + watchdog - start)
    daemon.send(SIGKILL)
    _ = try daemon.exitStatus()
    try restart(&report, since: start)
  }

  /// The next daemon, as systemd starts it: disarmed for a second, whoever connects.
  private func restart(_ report: inout FaultReport, since start: MonotonicInstant) throws {
    let next = try DaemonProcess(program, robot: robot, in: folder)
    let client = try DaemonClient(next)
    let first = try client.wait(for: { $0.lifecycle == .disarmed })
    report.outputsOff = (MonotonicInstant.now - start).seconds
    let last = try client.wait(
      looking: { state in
        guard state.lifecycle == .disarmed, !state.flags.contains(.outputsEnabled) else {
          throw DaemonFailure("it arms by itself: \(state.lifecycle)")
        }
      }, for: { $0.time - first.time > .milliseconds(1000) })
    report.end(last.lifecycle)
  }

  /// WatchdogSec of the unit.
  private func watchdogTime() throws -> TimeSpan {
    let text = try String(contentsOfFile: unit, encoding: .utf8)
    for line in text.split(separator: "\n") where line.hasPrefix("WatchdogSec=") {
      if line.hasSuffix("ms"), let number = Int64(line.dropFirst(12).dropLast(2)) {
        return .milliseconds(number)
      }
    }
    throw DaemonFailure("\(unit) has no WatchdogSec in ms")
  }

  // MARK: The files

  private func edit(_ text: String, _ new: String, _ report: inout FaultReport) throws {
    let before = try String(contentsOfFile: robot, encoding: .utf8)
    guard before.contains(text) else { throw DaemonFailure("\(robot) has no \"\(text)\"") }
    try refuse(before.replacing(text, with: new, maxReplacements: 1), &report)
  }

  private func cut(_ bytes: Int, _ report: inout FaultReport) throws {
    let before = try String(contentsOfFile: robot, encoding: .utf8)
    try refuse(String(decoding: before.utf8.prefix(bytes), as: UTF8.self), &report)
  }

  /// The daemon does not start with `text`, and says where the file is wrong.
  private func refuse(_ text: String, _ report: inout FaultReport) throws {
    let file = folder + "/robot.yaml"
    let home = URL(filePath: robot).deletingLastPathComponent().path
    // The URDF lies beside it.
    for name in try FileManager.default.contentsOfDirectory(atPath: home)
    where name != "robot.yaml" {
      try FileManager.default.copyItem(atPath: home + "/" + name, toPath: folder + "/" + name)
    }
    try text.write(toFile: file, atomically: false, encoding: .utf8)
    let start = MonotonicInstant.now
    let daemon = try DaemonProcess(program, robot: file, in: folder)
    let status = try daemon.exitStatus()
    let end = MonotonicInstant.now
    let words = try daemon.words()
    guard status == 3 else { throw DaemonFailure("it ended with \(status): \(words)") }
    guard let line = words.split(separator: "\n").first(where: { $0.contains(file + ":") }) else {
      throw DaemonFailure("it does not say where the file is wrong: \(words)")
    }
    // `FILE:LINE:COLUMN: KEY: PROBLEM`: the place and the key.
    let parts = line.split(separator: ":").drop { !$0.hasSuffix("robot.yaml") }.prefix(4)
    report.outputsOff = (end - start).seconds
    report.observe(
      "refused: robot.yaml:" + parts.dropFirst().joined(separator: ":"), at: end - start)
  }

  /// A disk without room for what is kept of a fault: that is said, and the robot and its clients do not notice.
  private func fill(_ report: inout FaultReport) throws {
    let state = folder + "/state"
    try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
    let daemon = try DaemonProcess(
      program, robot: robot, in: folder, state: state, largestFile: 8192)
    let client = try DaemonClient(daemon)
    try client.armAndMove(joint: 4)
    let start = MonotonicInstant.now
    try client.succeed(.setLine(name: "estop", isHigh: true))
    try client.wait(for: { $0.lifecycle == .faulted })
    report.outputsOff = (MonotonicInstant.now - start).seconds
    let deadline = DaemonFailure.deadline()
    while try !daemon.words().contains("is not kept (write: ") {
      guard MonotonicInstant.now < deadline else {
        throw DaemonFailure("it does not say that there is no room; it said: \(try daemon.words())")
      }
      try client.wait(for: { _ in true })
    }
    report.observe("not kept, and said", at: MonotonicInstant.now - start)
    let left = try FileManager.default.contentsOfDirectory(atPath: state + "/evidence")
    if !left.isEmpty { report.problems.append("half written: \(left)") }
    try client.succeed(.setLine(name: "estop", isHigh: false))
    while try client.ask(.clear).code != .ok, MonotonicInstant.now < deadline {
      try client.wait(for: { _ in true })
    }
    report.end(try client.wait(for: { $0.lifecycle == .disarmed }).lifecycle)
  }

  // MARK: The clients

  /// A second client may not control, and may stop.
  private func share(_ report: inout FaultReport) throws {
    let daemon = try DaemonProcess(program, robot: robot, in: folder)
    let first = try DaemonClient(daemon)
    let second = try DaemonClient(daemon)
    try first.armAndMove(joint: 4)
    let start = MonotonicInstant.now
    for order in [Request.arm, .clear, .jog(joint: 0, displacement: 0.1, speed: 1)] {
      let result = try second.ask(order)
      guard result.code == .busy else { throw DaemonFailure("\(order): \(result.english)") }
    }
    report.observe("second client refused, may stop", at: MonotonicInstant.now - start)
    try second.succeed(.stop)
    let state = try first.wait(for: { $0.lifecycle == .holding })
    report.rested = (MonotonicInstant.now - start).seconds
    report.end(state.lifecycle)
  }

  /// The client that moves the robot dies: its connection ends.
  private func leave(_ report: inout FaultReport) throws {
    let daemon = try DaemonProcess(program, robot: robot, in: folder)
    let observer = try DaemonClient(daemon)
    var mover: DaemonClient? = try DaemonClient(daemon)
    try mover?.armAndMove(joint: 4)
    let start = MonotonicInstant.now
    mover = nil
    let state = try observer.wait(for: { [.stopping, .holding].contains($0.lifecycle) })
    report.observe("client gone", at: MonotonicInstant.now - start)
    let last =
      state.lifecycle == .holding ? state : try observer.wait(for: { $0.lifecycle == .holding })
    report.rested = (MonotonicInstant.now - start).seconds
    report.end(last.lifecycle)
  }
}
