import ArgumentParser
import RobotAssembly
import RobotConfiguration
import RobotUnits
import RobotWire

/// Finds the zero of a joint's encoder.
struct CalibrateCommand: ToolCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Write into the calibration file that a joint is at a position now.",
    discussion: """
      The robot is disarmed: put the joint by hand, or by a gauge, where you know its position, and keep it \
      there. For example: cerebellum calibrate elbow_flex --at "90 deg". The file before is kept as .bak. \
      The daemon knows of it when it is started again, and arms when the files were approved.
      """)
  @Argument(help: "The joint's name.")
  var joint: String
  @Option(
    parsing: .unconditional,
    help: "Where it is, with its unit: 90deg, \"-0.2 rad\"; a prismatic joint: 5mm.")
  var at: String
  @OptionGroup var socket: SocketOptions
  @OptionGroup var common: CommonOptions

  func execute(_ console: Console) throws(ToolFailure) {
    let session = try DaemonSession(path: socket.path)
    let index = try session.joint(named: joint)
    let units = try session.units()[index]
    let position = try QuantityArgument.value(at, units.positionDimension, name: "--at")
    let limits = session.info.joints[index]
    guard (limits.lower...limits.upper).contains(position) else {
      throw ToolFailure(
        .usage, "--at: \(at) is outside the limits of \(joint)", "--at：\(at) 超出 \(joint) 的限位")
    }
    guard !session.info.isSimulated else {
      throw ToolFailure(
        .refused, "a simulated encoder has no zero to be found: the daemon runs with --simulate",
        "仿真编码器无需标定：守护进程正以 --simulate 运行")
    }
    let edit = try CalibrationEdit(try session.files())
    let reading = try Self.reading(
      of: index, units, staleCycles: edit.loaded.model.robot.safety.staleCycles, in: session)
    let entry = try edit.write(index, reading: reading, at: position, on: .today())
    let (was, zero) = (Figures.fixed(reading, 4), Figures.fixed(entry.zero, 6))
    if common.json {
      console.line(
        JSONValue.object([
          ("joint", .text(joint)), ("file", .text(edit.path)), ("device", .text(entry.device)),
          ("serial", entry.serial.map { .text($0) } ?? .null), ("zero_rad", .number(entry.zero)),
          ("reading_\(units.positionKey)", .number(reading)),
        ]).oneLine)
    } else {
      console.say(
        "\(joint): was \(was) \(units.position), zero of \(entry.device) now \(zero) rad, in \(edit.path). Start "
          + "the daemon again, and approve (`cerebellum approve`) before you do.",
        "\(joint)：原读数 \(was) \(units.position)，\(entry.device) 的零点现为 \(zero) rad，已写入 \(edit.path)。"
          + "请先批准（`cerebellum approve`），再重启守护进程。")
    }
  }

  /// How many readings are averaged, and so at least how long the joint must rest: 0.3 s.
  private static let readings = 30

  /// Where the daemon says that the joint rests [rad or m].
  private static func reading(
    of index: Int, _ units: JointUnitNames, staleCycles: Int, in session: DaemonSession
  ) throws(ToolFailure) -> Double {
    try session.subscribe(hertz: 100)
    var positions: [Double] = []
    while positions.count < readings {
      guard let state = try session.nextState(timeout: .milliseconds(2000)) else {
        throw ToolFailure(.hardware, "the daemon sends no states; see its log", "守护进程没有发送状态，请查看其日志")
      }
      guard state.lifecycle == .disarmed else {
        throw ToolFailure(
          .refused, "the robot is not disarmed: \"cerebellum disarm\", or clear its fault, first",
          "机器人未处于 disarmed 状态：请先执行 \"cerebellum disarm\" 或清除故障")
      }
      guard state.joints[index].age <= staleCycles else {
        throw ToolFailure(
          .refused, "the joint's encoder gives no steady readings: see \"cerebellum status\"",
          "该关节的编码器没有稳定读数：请查看 \"cerebellum status\"")
      }
      positions.append(state.joints[index].measuredPosition)
    }
    let (least, most) = (positions.min() ?? 0, positions.max() ?? 0)
    guard most - least <= units.restTolerance else {
      throw ToolFailure(
        .refused, "the joint moves: keep it where it is", "关节在移动：请保持不动")
    }
    return positions.reduce(0, +) / Double(positions.count)
  }
}

extension JointUnitNames {
  /// A joint whose readings stay so near to each other rests [rad or m].
  fileprivate var restTolerance: Double { kind == .revolute ? 0.005 : 0.0005 }
}
