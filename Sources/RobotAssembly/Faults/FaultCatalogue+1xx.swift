// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults1xx: [Entry] = [
    Entry(
      name: "actuator_lost", code: 101, reaction: .safeTorqueOff, owner: .actuator,
      evidence: nil, rows: [2, 3, 4],
      title: BilingualText("Output device lost", "执行器件失联"),
      meaning: "The output device of a joint did not answer for too many cycles.",
      says: BilingualText("joint {joint}: its PWM device{device} does not answer", "关节 {joint}：PWM 器件{device}无应答"),
      cause: BilingualText("The device has no supply, its plug or a wire is loose, or its bus hangs.", "器件没有供电、插头或导线松动，或总线挂死。"),
      remedy: BilingualText("Check the wiring and supply of the device.", "请检查该器件的接线和供电。"),
      shownBy: ["pwm-nak-forever"]),
    Entry(
      name: "settings_lost", code: 102, reaction: .safeTorqueOff, owner: .actuator,
      evidence: nil, rows: [17],
      title: BilingualText("Output device lost its settings", "执行器件配置丢失"),
      meaning: "The output device of a joint lost its settings: its supply failed for a moment.",
      says: BilingualText("joint {joint}: its PWM device{device} lost its settings", "关节 {joint}：其 PWM 器件{device}的配置已丢失"),
      cause: BilingualText("The supply of the device dipped, so that it started anew; it is being set up again.", "器件供电瞬间跌落并重新启动；正在重新配置该器件。"),
      remedy: BilingualText("Check its supply and its wiring.", "请检查供电和接线。"),
      shownBy: ["pwm-reset"]),
    Entry(
      name: "actuator_fault", code: 103, reaction: .safeTorqueOff, owner: .actuator,
      evidence: Evidence(unit: .bridgeCauses, value: BilingualText("what the bridge reports", "驱动桥报告的原因"), limit: nil), rows: [15, 16, 17],
      title: BilingualText("Bridge fault", "驱动桥故障"),
      meaning: "The bridge of a joint reports a fault of its own; the value is its `ActuatorCauses`.",
      says: BilingualText("joint {joint}: its bridge{device} reports {value}", "关节 {joint}：其驱动桥{device}报告{value}"),
      cause: BilingualText("A short or a stall at its outputs, heat, or too little supply.", "输出短路或堵转、过热，或供电不足。"),
      remedy: BilingualText("Look for the cause at the motor, its wires and the bridge's supply; the bridge's fault is cleared while the outputs are off.", "请检查电机、接线和驱动桥供电；输出关闭期间会清除驱动桥的故障。"),
      shownBy: ["VoltageBridgeTests"]),
    Entry(
      name: "servo_fault", code: 104, reaction: .safeTorqueOff, owner: .servo,
      evidence: nil, rows: [15, 16],
      title: BilingualText("Servo fault", "舵机故障"),
      meaning: "The servo of a joint switched itself off: overload, heat or current.",
      says: BilingualText("joint {joint}: its servo{device} switched itself off", "关节 {joint}：舵机{device}自行关断扭矩"),
      cause: BilingualText("Overload for too long, heat or current.", "过载时间过长、过热或过流。"),
      remedy: BilingualText("Take the load off and let it cool.", "请卸除负载并等待冷却。"),
      shownBy: ["servo-overload"]),
    Entry(
      name: "actuator_unreliable", code: 105, reaction: .safeTorqueOff, owner: .actuator,
      evidence: Evidence(unit: .count, value: BilingualText("failed or invalid exchanges within the window", "统计窗口内失败或无效的次数"), limit: BilingualText("the device's error budget", "该器件的错误预算")), rows: [1, 2],
      title: BilingualText("Output device unreliable", "执行器件不可靠"),
      meaning: "The output device of a joint fails too often within its window.",
      says: BilingualText("joint {joint}: its PWM device{device} failed or gave invalid replies {value} times within its window (allowed {limit})", "关节 {joint}：其 PWM 器件{device}在统计窗口内失败或无效 {value} 次（允许 {limit}）"),
      cause: BilingualText("A loose plug, a long or noisy cable, weak pull-ups, a supply at its limit.", "插头松动、线缆过长或受干扰、上拉过弱、供电临界。"),
      remedy: BilingualText("Check its plug, cable and supply, on I2C the bus's pull-ups too.", "请检查其插头、线缆和供电（I2C 还需检查总线上拉电阻）。"),
      shownBy: ["pwm-unreliable"]),
    Entry(
      name: "actuator_degraded", code: 106, reaction: .reducedSpeed, owner: .actuator,
      evidence: Evidence(unit: .count, value: BilingualText("failed or invalid exchanges within the window", "统计窗口内失败或无效的次数"), limit: BilingualText("the device's `errors.degrade`", "该器件的 `errors.degrade`")), rows: [1, 5],
      title: BilingualText("Output device degraded", "执行器件性能下降"),
      meaning: "The output device of a joint fails more often than `errors.degrade`: degraded.",
      says: BilingualText("joint {joint}: its PWM device{device} is degraded: {value} exchanges failed or were invalid within its window (degraded above {limit}, good again at half of it)", "关节 {joint}：其 PWM 器件{device}性能下降：统计窗口内有 {value} 次交换失败或无效（超过 {limit} 次为性能下降，降至一半恢复正常）"),
      cause: BilingualText("A loose plug, a long or noisy cable, weak pull-ups, a supply at its limit.", "插头松动、线缆过长或受干扰、上拉过弱、供电临界。"),
      remedy: BilingualText("Check the device's plug, cable and supply, on I2C the bus's pull-ups too.", "请检查该器件的插头、线缆和供电（I2C 还需检查总线上拉电阻）。"),
      shownBy: ["pwm-nak-sometimes"]),
  ]
}
