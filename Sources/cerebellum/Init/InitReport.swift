import RobotAssembly
import RobotConfiguration

/// What a person should know of the robot file that was written.
struct InitReport {
  private let robot: InitialRobot
  private let text: InitialRobotText
  private let file: String?

  init(_ robot: InitialRobot, _ text: InitialRobotText, file: String?) {
    self.robot = robot
    self.text = text
    self.file = file
  }

  /// First what was done, then what was left out, then what is missing, each with its place.
  var lines: [Message] {
    let (joints, buses) = (robot.joints.count, robot.busCount)
    let place = file ?? "robot.yaml"
    var lines = [
      Message(
        "\(robot.name): \(joints) \(joints == 1 ? "joint" : "joints") on \(buses) \(buses == 1 ? "bus" : "buses"). What says TO CHECK in it is derived, not known.",
        "\(robot.name)：\(joints) 个关节，\(buses) 条总线。文件中标有 TO CHECK 的数值是推导的，并非已知。")
    ]
    // Limits that are not there are told below, with the place where they belong.
    let known = Set(text.missing.map(\.urdfPosition))
    lines += robot.urdf.warnings.filter { !known.contains($0.position) }.map {
      Message(same: $0.description)
    }
    lines += robot.leftOut.map {
      Message(
        "\(robot.urdf.file):\($0.line): joint \($0.name) has no entry: \($0.reason.english)",
        "\(robot.urdf.file):\($0.line)：关节 \($0.name) 未写入：\($0.reason.chinese)")
    }
    lines += text.missing.map {
      Message(
        "\(place):\($0.line): joints.\($0.joint).limits.\($0.key): missing, \(robot.urdf.file):\($0.urdfPosition) gives "
          + "none; the joint cannot be armed",
        "\(place):\($0.line)：joints.\($0.joint).limits.\($0.key)：缺失，\(robot.urdf.file):\($0.urdfPosition) 未给出；"
          + "该关节无法使能")
    }
    return lines
  }

  var json: JSONValue {
    .object([
      ("robot", .text(robot.name)), ("file", file.map { .text($0) } ?? .null),
      ("robot_file", .text(text.text)), ("joints", .integer(robot.joints.count)),
      ("buses", .integer(robot.busCount)),
      (
        "left_out",
        .array(
          robot.leftOut.map {
            .object([
              ("joint", .text($0.name)), ("line", .integer($0.line)),
              ("reason", .text($0.reason.english)),
            ])
          })
      ),
      (
        "missing",
        .array(
          text.missing.map {
            .object([
              ("joint", .text($0.joint)), ("key", .text($0.key)), ("line", .integer($0.line)),
              ("urdf_line", .integer($0.urdfPosition.line)),
            ])
          })
      ),
    ])
  }
}
