// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults6xx: [Entry] = [
    Entry(
      name: "over_temperature", code: 601, reaction: .safeStop1, owner: .device,
      evidence: Evidence(unit: .celsius, value: BilingualText("the temperature", "温度"), limit: BilingualText("the greatest that is allowed", "允许的最高温度")), rows: [16],
      title: BilingualText("Over-temperature", "过温"),
      meaning: "A temperature that is watched was above its greatest for a second.",
      says: BilingualText("too hot:{device} measures {value} (allowed {limit})", "温度过高，器件{device}测得 {value}（允许 {limit}）"),
      cause: BilingualText("More load than the motors or their drivers bear for long, or too little cooling.", "负载超出电机或驱动器的持续能力，或散热不足。"),
      remedy: BilingualText("Let it cool until it is 10 degrees below; see what loads it, and whether air reaches it.", "请冷却至低于上限 10 °C；请检查负载和散热。"),
      shownBy: ["drivers-overheat"]),
    Entry(
      name: "under_voltage", code: 602, reaction: .safeStop1, owner: .device,
      evidence: Evidence(unit: .volts, value: BilingualText("the supply", "电源电压"), limit: BilingualText("the least that is allowed", "允许的最低电压")), rows: [17],
      title: BilingualText("Under-voltage", "欠压"),
      meaning: "A supply that is watched was below its range.",
      says: BilingualText("supply too low:{device} measures {value} (at least {limit})", "电源电压过低，器件{device}测得 {value}（至少 {limit}）"),
      cause: BilingualText("An empty battery, a supply that is too weak, a long or thin cable.", "电池电量不足、电源功率不够、线缆过长或过细。"),
      remedy: BilingualText("Charge the battery, or check the supply and its cable; the supply must be good for two seconds.", "请充电，或检查电源和线缆；电压须恢复正常两秒。"),
      shownBy: ["supply-sags"]),
    Entry(
      name: "over_voltage", code: 603, reaction: .safeTorqueOff, owner: .device,
      evidence: Evidence(unit: .volts, value: BilingualText("the supply", "电源电压"), limit: BilingualText("the greatest that is allowed", "允许的最高电压")), rows: [17],
      title: BilingualText("Over-voltage", "过压"),
      meaning: "A supply that is watched was above its range.",
      says: BilingualText("supply too high:{device} measures {value} (at most {limit})", "电源电压过高，器件{device}测得 {value}（至多 {limit}）"),
      cause: BilingualText("Motors that brake give energy back and the supply cannot take it, or it is the wrong supply.", "电机制动回馈能量而电源无法吸收，或接错电源。"),
      remedy: BilingualText("Add a brake chopper or a capacitor, lower the acceleration limits, or check the supply.", "请加装制动斩波器或电容、降低加速度限制，或检查电源。"),
      shownBy: ["supply-surges"]),
    Entry(
      name: "over_current", code: 604, reaction: .safeStop1, owner: .device,
      evidence: Evidence(unit: .amperes, value: BilingualText("the current", "电流"), limit: BilingualText("the greatest that is allowed", "允许的最大电流")), rows: [15],
      title: BilingualText("Over-current", "过流"),
      meaning: "The current of a supply that is watched was above its greatest.",
      says: BilingualText("too much current:{device} measures {value} (allowed {limit})", "电流过大，器件{device}测得 {value}（允许 {limit}）"),
      cause: BilingualText("A joint that is blocked, a short, or more joints that push at once than the supply bears.", "关节卡住、短路，或同时出力的关节超出电源能力。"),
      remedy: BilingualText("Look for a blocked joint or a short; lower the effort limits if the supply is too small.", "请检查关节卡住或短路；若电源功率不足请降低力矩限制。"),
      shownBy: ["RangeTests"]),
    Entry(
      name: "watch_silent", code: 605, reaction: .reducedSpeed, owner: .device,
      evidence: Evidence(unit: .count, value: BilingualText("cycles without a number", "无读数的周期数"), limit: BilingualText("cycles that are allowed", "允许的周期数")), rows: [16, 17],
      title: BilingualText("Watched sensor silent", "受监视的传感器无读数"),
      meaning: "A device whose number is watched gives none.",
      says: BilingualText("the watched{device} has given no number for {value} cycles (allowed {limit})", "受监视的器件{device}已有 {value} 个周期没有读数（允许 {limit}）"),
      cause: BilingualText("No supply, a loose plug, or a bus that hangs.", "无供电、插头松动，或总线挂死。"),
      remedy: BilingualText("Check its plug, cable and supply.", "请检查其插头、线缆和供电。"),
      shownBy: ["thermometer-gone"]),
    Entry(
      name: "simulator_lost", code: 606, reaction: .safeTorqueOff, owner: .robot,
      evidence: Evidence(unit: .simulatorCauses, value: BilingualText("what was wrong with it", "仿真器的问题"), limit: nil), rows: [18],
      title: BilingualText("Simulator lost", "仿真器失联"),
      meaning: "The simulator in which a simulated robot's bodies move is lost; the value is its `SimulatorCause`.",
      says: BilingualText("the simulator is lost: {value}", "仿真器失联：{value}"),
      cause: BilingualText("It ended, hangs, was started again, diverged or was changed. Robots of metal have none.", "仿真器退出、卡死、被重新启动、数值发散或被修改。真实机器人没有仿真器。"),
      remedy: BilingualText("Start the simulator again or mend its model; the daemon finds it by itself.", "请重新启动仿真器或修正其模型；守护进程会自动重新连接。"),
      shownBy: ["FaultTests"]),
  ]
}
