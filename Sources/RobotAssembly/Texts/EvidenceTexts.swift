internal import SimulatedHAL
public import RobotConfiguration
internal import RobotCore

extension FaultCatalogue.Unit {
  /// `value` with its unit; of a joint's numbers in `units`.
  public func text(_ value: Double, _ units: JointUnitNames) -> BilingualText {
    switch self {
    case .number: same("\(value)")
    case .count: same(DecimalText.text(value, digits: 0))
    case .milliseconds:
      BilingualText(
        "\(DecimalText.text(value * 1e3, digits: 0)) ms",
        "\(DecimalText.text(value * 1e3, digits: 0)) 毫秒")
    case .position: same("\(DecimalText.text(value, digits: units.digits)) \(units.position)")
    case .velocity: same("\(DecimalText.text(value, digits: units.digits)) \(units.velocity)")
    case .bridgeCauses: ActuatorCauses(value: value).text
    case .simulatorCauses: SimulatorCause.text(value)
    case .volts: same("\(DecimalText.text(value, digits: 2)) V")
    case .amperes: same("\(DecimalText.text(value, digits: 2)) A")
    case .celsius: same("\(DecimalText.text(value, digits: 1)) °C")
    case .effort: same("\(DecimalText.text(value, digits: 2)) \(units.effort)")
    }
  }

  private func same(_ text: String) -> BilingualText { BilingualText(text, text) }
}

extension ActuatorCauses {
  /// What a bridge that reports a fault of its own says, for a person.
  fileprivate var text: BilingualText {
    let known: [(cause: UInt8, text: BilingualText)] = [
      (Self.overCurrent, BilingualText("over-current (a short at its outputs)", "过流（输出短路）")),
      (Self.overTemperature, BilingualText("over-temperature", "过温")),
      (Self.underVoltage, BilingualText("under-voltage of its supply", "供电欠压")),
      (
        Self.currentLimit,
        BilingualText("the current limit for too long (a stalled motor)", "限流时间过长（电机堵转）")
      ),
    ]
    let found = known.filter { has($0.cause) }.map(\.text)
    if found.isEmpty { return BilingualText("a fault", "故障") }
    return BilingualText(
      found.map(\.english).joined(separator: ", "), found.map(\.chinese).joined(separator: "、"))
  }
}
