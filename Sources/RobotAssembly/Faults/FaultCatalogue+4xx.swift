// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults4xx: [Entry] = [
    Entry(
      name: "position_limit", code: 401, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("the position", "位置"), limit: BilingualText("the position limit", "限位")), rows: [13],
      title: BilingualText("Position limit", "超出限位"),
      meaning: "The joint is beyond its position limit.",
      says: BilingualText("joint {joint}: at {value}, beyond its limit of {limit}", "关节 {joint}：位置 {value}，超出限位 {limit}"),
      cause: BilingualText("The joint was pushed, its load pulls harder than its motor, or its zero is wrong.", "关节被推动、负载超过电机能力，或零点错误。"),
      remedy: BilingualText("Move the joint inside by hand.", "请用手把关节移回限位内。"),
      shownBy: ["FaultTests"]),
    Entry(
      name: "over_speed", code: 402, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .velocity, value: BilingualText("the measured speed", "实测速度"), limit: BilingualText("the speed that is allowed", "允许的速度")), rows: [14],
      title: BilingualText("Over-speed", "超速"),
      meaning: "The joint moves faster than its limit.",
      says: BilingualText("joint {joint}: moving at {value} (allowed {limit})", "关节 {joint}：速度 {value}（允许 {limit}）"),
      cause: BilingualText("Gains that are too high, a load that runs away, or a wrong direction.", "增益过高、负载失控，或方向错误。"),
      remedy: BilingualText("Check the gains and the load.", "请检查增益和负载。"),
      shownBy: ["joint-overpowered"]),
    Entry(
      name: "following_error", code: 403, reaction: .safeStop1, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("distance from the reference", "与参考位置的偏差"), limit: BilingualText("the distance that is allowed", "允许的偏差")), rows: [14, 15, 29],
      title: BilingualText("Following error", "跟随误差过大"),
      meaning: "The joint does not follow its reference.",
      says: BilingualText("joint {joint}: {value} behind its reference (allowed {limit})", "关节 {joint}：跟随误差 {value}（允许 {limit}）"),
      cause: BilingualText("An obstacle, a loose coupling, a wrong direction, or a motor without current.", "障碍、联轴松动、方向错误，或电机无电流。"),
      remedy: BilingualText("Look for an obstacle, a loose coupling or a wrong direction.", "请检查是否有障碍、联轴松动或方向错误。"),
      shownBy: ["motor-inverted"]),
    Entry(
      name: "non_finite_effort", code: 404, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .number, value: BilingualText("what the law gave", "控制律的输出"), limit: nil), rows: [11],
      title: BilingualText("Effort not finite", "控制律输出非有限数"),
      meaning: "The control law gave a number that is not finite.",
      says: BilingualText("joint {joint}: the control law gave {value}, a number that is not finite", "关节 {joint}：控制律输出 {value}，非有限数"),
      cause: BilingualText("Gains or a stream of commands beyond what a number can hold, or a defect of ours.", "增益或指令超出数值范围，或我们的缺陷。"),
      remedy: BilingualText("Please report this with the robot file.", "请连同机器人文件一起报告。"),
      shownBy: ["command-no-stiffness"]),
    Entry(
      name: "not_holding", code: 405, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("distance from where it should be held", "与应保持位置的偏差"), limit: BilingualText("the distance that is allowed", "允许的偏差")), rows: [29],
      title: BilingualText("Not holding", "未能保持"),
      meaning: "The joint is not held after arming: its brake stays engaged.",
      says: BilingualText("joint {joint}: {value} away from where it should be held (allowed {limit}), so its brake was not released", "关节 {joint}：偏离应保持的位置 {value}（允许 {limit}），制动器未释放"),
      cause: BilingualText("A brake that slips, a motor without current, or a wrong direction.", "制动器打滑、电机无电流，或方向错误。"),
      remedy: BilingualText("Look for a brake that slips, a motor without current or a wrong direction.", "请检查制动器打滑、电机无电流或方向错误。"),
      shownBy: ["LineTests"]),
    Entry(
      name: "limit_switch", code: 406, reaction: .safeStop2, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("where the switch opened", "开关断开处"), limit: BilingualText("the joint's position limit", "关节限位")), rows: [13],
      title: BilingualText("Limit switch", "限位开关"),
      meaning: "A limit switch opened.",
      says: BilingualText("joint {joint}: its limit switch opened at {value} (position limit {limit}), and the joint goes no further that way", "关节 {joint}：在 {value} 处限位开关断开（限位 {limit}），该关节不能再朝该方向运动"),
      cause: BilingualText("The joint is at its switch, or the switch's wire is cut.", "关节到达开关处，或开关导线断开。"),
      remedy: BilingualText("Drive the joint away from the switch once it is armed; if it is not at the switch, check the switch's wire.", "请 arm 后驶离限位开关；若关节不在开关处，请检查开关接线。"),
      shownBy: ["LineRoleTests"]),
    Entry(
      name: "wrong_polarity", code: 410, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("how far it moved, against its effort", "逆着出力方向的位移"), limit: nil), rows: [29],
      title: BilingualText("Wrong polarity", "极性错误"),
      meaning: "Asked at arming (`safety.polarity_probe`), a joint moved against the effort that its motor was given.",
      says: BilingualText("joint {joint}: moved {value} against its effort", "关节 {joint}：逆着出力方向移动 {value}"),
      cause: BilingualText("The motor's wires are swapped, the direction of the actuator or the encoder is wrong, or an encoder is at another joint.", "电机接线反接、执行器或编码器方向设置错误，或编码器装错关节。"),
      remedy: BilingualText("Swap the motor's wires, or correct `direction` of the actuator or the encoder in the robot file.", "请对调电机接线，或在机器人文件中修正执行器或编码器的 direction。"),
      shownBy: ["PolarityProbeTests"]),
  ]
}
