import ArgumentParser
import RobotConfiguration
import RobotWire

/// Shows the cycles about a fault.
struct EvidenceCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract: "Show the cycles before and after a fault or stop.",
    discussion: """
      The daemon keeps the last eight faults and stops, each with 0.1 s before and 0.05 s after it, until it \
      ends.
      """)
  @Argument(help: "0 is the newest, 1 the one before.")
  var number: UInt8 = 0
  @Option(help: ArgumentHelp("Of this joint, instead of the fault's.", valueName: "name"))
  var joint: String?
  @Option(
    help: ArgumentHelp("Also write all joints of all cycles as CSV.", valueName: "file"))
  var csv: String?
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    let evidence = Evidence(
      report: try session.evidence(number), joints: session.info.joints.map(\.name),
      units: try session.units())
    if let csv { try OutputFile(csv).write(evidence.csv) }
    if common.json {
      console.line(evidence.json.oneLine)
      return
    }
    let named = joint.map { evidence.joints.firstIndex(of: $0) }
    guard named != .some(nil) else {
      throw ToolFailure(
        .usage, "there is no joint \"\(joint ?? "")\": \(evidence.joints.joined(separator: ", "))",
        "没有关节“\(joint ?? "")”：\(evidence.joints.joined(separator: "、"))")
    }
    console.line(evidence.lines(of: named ?? nil, console.language).joined(separator: "\n"))
  }
}
