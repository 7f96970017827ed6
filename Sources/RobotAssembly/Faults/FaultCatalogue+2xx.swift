// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults2xx: [Entry] = [
    Entry(
      name: "encoder_lost", code: 201, reaction: .safeTorqueOff, owner: .encoder,
      evidence: Evidence(unit: .count, value: BilingualText("cycles without a valid reading", "无有效读数的周期数"), limit: BilingualText("cycles that are allowed", "允许的周期数")), rows: [2, 3, 4, 8, 9],
      title: BilingualText("Encoder lost", "编码器失联"),
      meaning: "An encoder gave no valid sample for too many cycles.",
      says: BilingualText("joint {joint}: no valid reading of its encoder{device} for {value} cycles (allowed {limit})", "关节 {joint}：编码器{device}已连续 {value} 个周期无有效读数（允许 {limit}）"),
      cause: BilingualText("No supply, a loose plug, a magnet that fell off, a mux channel that does not switch, a bus that hangs, or a bus thread that was late.", "无供电、插头松动、磁铁脱落、多路复用通道未切换、总线挂死，或总线线程延迟。"),
      remedy: BilingualText("Check the magnet, the cable and the mux channel, of a servo its line and its supply. If several joints of a bus, or late cycles (cerebellum late), are reported at once, the bus thread was late; look for what keeps the processor busy.", "请检查磁铁、线缆和多路复用通道（舵机则检查串行总线和供电）。若同一总线的多个关节或延迟周期（cerebellum late）同时报告，则是总线线程延迟，请检查占用处理器的程序。"),
      shownBy: ["encoder-unplugged"]),
    Entry(
      name: "encoder_jump", code: 202, reaction: .safeTorqueOff, owner: .encoder,
      evidence: Evidence(unit: .count, value: BilingualText("cycles without a reading that is believed", "无可信读数的周期数"), limit: BilingualText("cycles that are allowed", "允许的周期数")), rows: [6],
      title: BilingualText("Encoder jump", "编码器跳变"),
      meaning: "An encoder's readings jump by more than the joint can move.",
      says: BilingualText("joint {joint}: its encoder{device} jumps further than the joint can move, for {value} cycles (allowed {limit})", "关节 {joint}：编码器{device}读数跳变超出关节可能的运动，已持续 {value} 个周期（允许 {limit}）"),
      cause: BilingualText("Interference on the cable, a magnet that slipped, or another device that answers in its place.", "线缆受干扰、磁铁打滑，或另一器件代其应答。"),
      remedy: BilingualText("Check the magnet and the cable for interference.", "请检查磁铁和线缆干扰。"),
      shownBy: ["encoder-out-of-range"]),
    Entry(
      name: "edges_lost", code: 203, reaction: .safeTorqueOff, owner: .encoder,
      evidence: nil, rows: [8],
      title: BilingualText("Edges lost", "边沿丢失"),
      meaning: "An incremental encoder lost edges: where the joint stands is unknown.",
      says: BilingualText("joint {joint}: its incremental encoder lost edges, so where the joint stands is unknown", "关节 {joint}：其增量编码器丢失边沿，关节位置未知"),
      cause: BilingualText("Interference on A and B, a speed that the board cannot follow, or late cycles (cerebellum late).", "A、B 线干扰、转速超出主板能力，或延迟周期（cerebellum late）。"),
      remedy: BilingualText("Look for the cause and turn the joint by hand over the encoder's index; without an index put the joint at its position 0 and start the daemon again.", "请查找原因，并用手转动关节经过编码器的 Z 信号；没有 Z 信号时，请把关节放在位置 0 并重启守护进程。"),
      shownBy: ["PulseEncoderTests"]),
    Entry(
      name: "encoder_unreliable", code: 204, reaction: .safeTorqueOff, owner: .encoder,
      evidence: Evidence(unit: .count, value: BilingualText("failed or invalid exchanges within the window", "统计窗口内失败或无效的次数"), limit: BilingualText("the device's error budget", "该器件的错误预算")), rows: [1, 2, 8],
      title: BilingualText("Encoder unreliable", "编码器不可靠"),
      meaning: "The encoder of a joint fails, or is invalid, too often within its window.",
      says: BilingualText("joint {joint}: its encoder{device} failed or gave invalid replies {value} times within its window (allowed {limit})", "关节 {joint}：其编码器{device}在统计窗口内失败或无效 {value} 次（允许 {limit}）"),
      cause: BilingualText("A loose plug, a long or noisy cable, weak pull-ups, a magnet at the wrong distance.", "插头松动、线缆过长或受干扰、上拉过弱、磁铁距离不当。"),
      remedy: BilingualText("Check its plug, cable and supply, on I2C the bus's pull-ups too.", "请检查其插头、线缆和供电（I2C 还需检查总线上拉电阻）。"),
      shownBy: ["encoder-unreliable"]),
    Entry(
      name: "encoder_frozen", code: 205, reaction: .safeTorqueOff, owner: .encoder,
      evidence: Evidence(unit: .position, value: BilingualText("distance from the reference", "与参考位置的偏差"), limit: BilingualText("the distance that is allowed", "允许的偏差")), rows: [7, 15],
      title: BilingualText("Encoder frozen or joint blocked", "编码器冻结或关节卡住"),
      meaning: "The joint does not follow its reference, and its encoder's reading does not change by one count.",
      says: BilingualText("joint {joint}: {value} behind its reference (allowed {limit}), and its encoder{device} has not changed by a single count", "关节 {joint}：跟随误差 {value}（允许 {limit}），且编码器{device}的读数一个计数也没有变化"),
      cause: BilingualText("The encoder is frozen, its magnet is loose, the joint is blocked, or its motor has no current.", "编码器读数冻结、磁铁松动、关节被卡住，或电机无电流。"),
      remedy: BilingualText("Turn the joint by hand and look whether the reading follows.", "请用手转动关节并观察读数是否变化。"),
      shownBy: ["encoder-frozen"]),
    Entry(
      name: "encoder_degraded", code: 206, reaction: .reducedSpeed, owner: .encoder,
      evidence: Evidence(unit: .count, value: BilingualText("failed or invalid exchanges within the window", "统计窗口内失败或无效的次数"), limit: BilingualText("the device's `errors.degrade`", "该器件的 `errors.degrade`")), rows: [1, 5, 8],
      title: BilingualText("Encoder degraded", "编码器性能下降"),
      meaning: "The encoder of a joint fails, or is invalid, more often than `errors.degrade`: degraded.",
      says: BilingualText("joint {joint}: its encoder{device} is degraded: {value} exchanges failed or were invalid within its window (degraded above {limit}, good again at half of it)", "关节 {joint}：其编码器{device}性能下降：统计窗口内有 {value} 次交换失败或无效（超过 {limit} 次为性能下降，降至一半恢复正常）"),
      cause: BilingualText("A loose plug, a long or noisy cable, weak pull-ups, a magnet at the wrong distance.", "插头松动、线缆过长或受干扰、上拉过弱、磁铁距离不当。"),
      remedy: BilingualText("Check the device's plug, cable and supply, on I2C the bus's pull-ups too.", "请检查该器件的插头、线缆和供电（I2C 还需检查总线上拉电阻）。"),
      shownBy: ["encoder-nak-sometimes"]),
    Entry(
      name: "encoder_disagreement", code: 207, reaction: .safeTorqueOff, owner: .joint,
      evidence: Evidence(unit: .position, value: BilingualText("how far apart they see the joint", "两个编码器所测位置之差"), limit: BilingualText("the joint's `tolerance`", "该关节的 `tolerance`")), rows: [6, 7],
      title: BilingualText("Encoders disagree", "两个编码器不一致"),
      meaning: "The two encoders of a joint see it in different places.",
      says: BilingualText("joint {joint}: its two encoders are {value} apart (allowed {limit}): nobody knows where it stands", "关节 {joint}：两个编码器相差 {value}（允许 {limit}），无法确定关节位置"),
      cause: BilingualText("A magnet or a coupling that slipped, an encoder that is frozen or answers for another, a transmission with more play than `tolerance`, or a wrong zero.", "磁铁或联轴打滑、编码器读数冻结或另一器件代其应答、传动间隙大于 `tolerance`，或零点错误。"),
      remedy: BilingualText("Turn the joint by hand to a place that is known, see with `cerebellum arm --check` which of the two is wrong, and mend it or correct its zero.", "请用手把关节转到已知位置，用 `cerebellum arm --check` 判断哪个编码器有误，然后修理或修正其零点。"),
      shownBy: ["magnet-slips", "second-magnet-slips"]),
  ]
}
