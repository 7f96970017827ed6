import RobotAssembly
import RobotConfiguration
import RobotDynamics
import RobotUnits

/// A robot as its URDF alone describes it, on devices that have simulated models.
struct InitialRobot {
  let name: String
  /// [Hz]
  let rate: Double
  let urdf: URDFModel
  /// What the robot file calls the URDF.
  let urdfPath: String
  /// Those that have a motor, in the order of the URDF.
  let joints: [InitialJoint]
  /// The joints without, and why.
  let leftOut: [LeftOut]
  /// How many joints share a bus.
  var jointsPerBus = InitialRobot.jointsOfABridgeBoard

  /// A joint that has no entry in the robot file.
  struct LeftOut: Equatable {
    var name: String
    var line: Int
    var reason: Message
  }

  /// The robot of `urdf`. Throws where no joint of it can have a motor, or one has a name that a robot file cannot say.
  init(_ urdf: URDFModel, at urdfPath: String, name: String?, rate: Double) throws(ToolFailure) {
    self.urdf = urdf
    self.urdfPath = urdfPath
    self.rate = rate
    self.name = Self.word(name ?? urdf.name, atMost: 64)
    leftOut = urdf.joints.compactMap(Self.leftOut)
    let passive = Set(leftOut.map(\.name))
    let moved = urdf.joints.filter { $0.kind != .fixed && !passive.contains($0.name) }
    guard !moved.isEmpty else {
      throw ToolFailure(
        .configuration,
        "\(urdf.file): no joint turns or slides within a range, so there is nothing to drive",
        "\(urdf.file)：没有可转动或可滑动的关节，无可驱动对象")
    }
    if let joint = moved.first(where: { Self.word($0.name, atMost: 64) != $0.name }) {
      throw ToolFailure(
        .configuration,
        "\(urdf.file):\(joint.position): joint '\(joint.name)': a robot file cannot say this name; use letters, digits, "
          + "_ - and ., at most 64",
        "\(urdf.file):\(joint.position)：关节 '\(joint.name)' 的名称无法写入机器人文件；请使用字母、数字、_ - 和 .，最多 64 个字符")
    }
    joints = zip(moved, Self.inertias(urdf, moved.map(\.name))).map {
      InitialJoint($0, inertia: $1, rate: rate)
    }
  }

  private static func leftOut(_ joint: URDFJoint) -> LeftOut? {
    let reason: Message
    if let mimic = joint.mimic {
      reason = Message("follows \(mimic.joint) (mimic)", "跟随 \(mimic.joint)（mimic）")
    } else if joint.kind == .floating || joint.kind == .planar {
      reason = Message("\(joint.kind.rawValue): no motor moves it", "\(joint.kind.rawValue)：无电机驱动")
    } else if let limit = joint.limit, joint.kind != .continuous, limit.lower >= limit.upper {
      reason = Message("its limits leave it no range", "限位范围为零")
    } else {
      return nil
    }
    return LeftOut(name: joint.name, line: joint.position.line, reason: reason)
  }

  /// The inertia about each of the joints called `names`, all at position 0 [kg.m^2 or kg].
  private static func inertias(_ urdf: URDFModel, _ names: [String]) -> [Double] {
    let tree = KinematicTree(
      bodies: urdf.tree(coordinates: names).bodies, coordinateCount: names.count)
    let work = TreeWork(for: tree)
    let count = names.count
    let positions = FixedArray<Double>(repeating: 0, count: count)
    let matrix = FixedArray<Double>(repeating: 0, count: count * count)
    tree.jointInertia(positions: positions, into: matrix, work)
    return names.indices.map { max(matrix[$0 * count + $0], 0) }
  }

  /// Whether anything that moves has a mass.
  var hasMasses: Bool {
    let moved = Set(urdf.joints.filter { $0.kind != .fixed }.map(\.child))
    return urdf.links.contains { moved.contains($0.name) && ($0.inertial?.mass ?? 0) > 0 }
  }

  /// `text` with `_` for what no name in a robot file has.
  static func word(_ text: String, atMost length: Int) -> String {
    let word = String(
      text.unicodeScalars.map { scalar -> Character in
        let isAllowed =
          scalar.isASCII
          && (scalar.properties.isAlphabetic || "0123456789_-.".unicodeScalars.contains(scalar))
        return isAllowed ? Character(scalar) : "_"
      }.prefix(length))
    return word.isEmpty
      ? "robot" : word.first == "-" || word.first == "." ? "_" + word.dropFirst() : word
  }

  /// A PCA9685 has sixteen channels, and a bridge two inputs.
  static let jointsOfABridgeBoard = 8
}
