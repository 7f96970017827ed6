public import RobotConfiguration

extension FaultCatalogue {
  /// What happened, what was done about it, and what a person does. `values` says to what and how much.
  public func text(_ code: UInt16, _ values: Values) -> BilingualText {
    // The codes of this release are those of its catalogue: both are written from one file.
    guard let entry = self[code] else { return BilingualText("fault \(code)", "故障 \(code)") }
    let says = entry.says.filled(values, entry.evidence?.unit ?? .number)
    let done = entry.reaction.done
    let again = entry.reaction.again
    return BilingualText(
      "\(says.english); \(done.english). \(entry.remedy.english) \(again.english).",
      "\(says.chinese)，\(done.chinese)。\(entry.remedy.chinese)\(again.chinese)。")
  }

  /// What the sentence of a fault or a stop is filled with.
  public struct Values: Sendable {
    let joint: String
    let units: JointUnitNames
    let device: String?
    let value: Double
    let limit: Double

    /// `joint` is the joint's name and `units` what its values are in; what belongs to no joint needs neither.
    /// `device` is the name of the device to blame, where it is known.
    public init(
      joint: String?, units: JointUnitNames?, device: String? = nil, value: Double, limit: Double
    ) {
      self.joint = joint ?? "?"
      self.units = units ?? JointUnitNames(.revolute)
      self.device = device
      self.value = value
      self.limit = limit
    }
  }
}

extension FaultCatalogue.Reaction {
  /// What became of the robot, behind a sentence that says what happened.
  public var done: BilingualText {
    switch self {
    case .safeTorqueOff: BilingualText("outputs are off", "输出已关闭")
    case .safeStop1: BilingualText("the robot braked and is off", "机器人已制动并断电")
    case .safeStop2: BilingualText("the robot stopped and holds", "机器人已停止并保持位置")
    case .reducedSpeed: BilingualText("the robot goes on at reduced speed", "机器人降速继续运行")
    }
  }
}

extension FaultCatalogue.Reaction {
  /// How the robot is moved again, or at its full speed.
  fileprivate var again: BilingualText {
    switch self {
    case .safeTorqueOff, .safeStop1: BilingualText("Then clear and arm", "然后 clear、arm")
    case .safeStop2: BilingualText("Then arm", "然后 arm")
    case .reducedSpeed:
      BilingualText("Then arm, which gives back the full speed", "然后 arm 即恢复全速")
    }
  }
}

extension BilingualText {
  /// The text with everything in braces filled in.
  fileprivate func filled(
    _ values: FaultCatalogue.Values, _ unit: FaultCatalogue.Unit
  ) -> BilingualText {
    let value = unit.text(values.value, values.units)
    let limit = unit.text(values.limit, values.units)
    return BilingualText(
      Self.fill(english, values, values.device.map { " \($0)" }, value.english, limit.english),
      Self.fill(chinese, values, values.device.map { " \($0) " }, value.chinese, limit.chinese))
  }

  private static func fill(
    _ text: String, _ values: FaultCatalogue.Values, _ device: String?, _ value: String,
    _ limit: String
  ) -> String {
    var filled = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      filled += rest[..<open]
      switch rest[open...close] {
      case "{joint}": filled += values.joint
      case "{device}": filled += device ?? ""
      case "{value}": filled += value
      case "{limit}": filled += limit
      default: filled += rest[open...close]
      }
      rest = rest[rest.index(after: close)...]
    }
    return filled + rest
  }
}
