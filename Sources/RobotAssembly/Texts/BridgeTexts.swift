internal import RobotCore

extension FaultRecord {
  /// What a bridge that reports a fault of its own says, for a person.
  func bridgeText(_ joint: String) -> BilingualText {
    let causes = ActuatorCauses(value: value)
    let known: [(cause: UInt8, english: String, chinese: String)] = [
      (ActuatorCauses.overCurrent, "over-current (a short at its outputs)", "过流（输出短路）"),
      (ActuatorCauses.overTemperature, "over-temperature", "过温"),
      (ActuatorCauses.underVoltage, "under-voltage of its supply", "供电欠压"),
      (
        ActuatorCauses.currentLimit, "the current limit for too long (a stalled motor)",
        "限流时间过长（电机堵转）"
      ),
    ]
    let found = known.filter { causes.has($0.cause) }
    let english = found.map(\.english).joined(separator: ", ")
    let chinese = found.map(\.chinese).joined(separator: "、")
    return BilingualText(
      "joint \(joint): its bridge reports \(english.isEmpty ? "a fault" : english); outputs are off. Look "
        + "for the cause at the motor, its wires and the bridge's supply; the bridge's fault is cleared while "
        + "the outputs are off. Then clear and arm.",
      "关节 \(joint)：其驱动桥报告\(chinese.isEmpty ? "故障" : chinese)，输出已关闭。"
        + "请检查电机、接线和驱动桥供电；输出关闭期间会清除驱动桥的故障。然后 clear、arm。")
  }
}
