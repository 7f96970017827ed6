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
      name: "motor_overload", code: 407, reaction: .safeStop1, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("distance from the reference", "与参考位置的偏差"), limit: BilingualText("the distance that is allowed", "允许的偏差")), rows: [15],
      title: BilingualText("Motor overload", "电机过载"),
      meaning: "A motor at its continuous current is too weak for its joint.",
      says: BilingualText("joint {joint}: its warm motor is too weak for its load, {value} from its reference (allowed {limit})", "关节 {joint}：电机发热限流后力矩不足，偏离参考位置 {value}（允许 {limit}）"),
      cause: BilingualText("An obstacle, a load beyond what the motor bears for long, a brake that drags, or a continuous_current that is too low.", "障碍、负载超过电机的持续能力、制动器拖滞，或 continuous_current 设置过低。"),
      remedy: BilingualText("Take the load or the obstacle away and let the motor cool; it can be armed again below 90 % of its load.", "请移除负载或障碍并等待电机冷却；热负载降到 90% 以下后才能再次 arm。"),
      shownBy: ["MotorHeatTests"]),
    Entry(
      name: "oscillation", code: 408, reaction: .safeStop1, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("the way of a swing", "每次摆动的幅度"), limit: BilingualText("what is no swing", "视为噪声的幅度")), rows: [30],
      title: BilingualText("Oscillation", "振荡"),
      meaning: "The joint oscillates about its reference, with half of its gains too.",
      says: BilingualText("joint {joint}: swings by {value} about its reference, with half of its gains too (up to {limit} is noise)", "关节 {joint}：围绕参考位置振荡，幅度 {value}（{limit} 以内视为噪声），增益减半后仍未停止"),
      cause: BilingualText("Gains too high for the joint's load, its velocity filter or the rate, a loose gear or coupling, or a contact as hard as the joint is stiff.", "增益相对于负载、速度滤波器或控制频率过高，齿轮或联轴松动，或与坚硬物体接触。"),
      remedy: BilingualText("Lower kd, then kp, of the joint or of whoever streams them; look for a loose gear or coupling. `arm` gives back all gains.", "请先降低 kd，再降低 kp（包括上位机流式下发的增益），并检查齿轮和联轴是否松动。arm 后恢复全部增益。"),
      shownBy: ["client-makes-it-swing"]),
    Entry(
      name: "actuator_silent", code: 409, reaction: .safeStop1, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("distance from the reference", "与参考位置的偏差"), limit: nil), rows: [7, 14],
      title: BilingualText("Actuator silent", "执行器无力矩"),
      meaning: "The joint moves, or stays, as if its actuator gave nothing.",
      says: BilingualText("joint {joint}: its actuator gives nothing, {value} from its reference", "关节 {joint}：执行器没有输出力矩，偏离参考位置 {value}"),
      cause: BilingualText("A motor wire or a bridge that is open, a motor without supply, a gear that slips, a servo without torque.", "电机导线断开或驱动桥开路、电机无供电、齿轮打滑，或舵机没有力矩。"),
      remedy: BilingualText("Check the motor's wires, its bridge and supply, and the gear; of a servo its torque limit.", "请检查电机导线、驱动桥、供电和齿轮；舵机请检查其扭矩限制。"),
      shownBy: ["SilentActuatorTests"]),
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
