// Written by `make catalogue` from Faults/faults.yaml: change that.
// swift-format-ignore-file

internal import RobotConfiguration

extension FaultCatalogue {
  static let faults3xx: [Entry] = [
    Entry(
      name: "loop_stalled", code: 301, reaction: .safeStop1, owner: .robot,
      evidence: Evidence(unit: .milliseconds, value: BilingualText("time that was lost at once", "一次丢失的时间"), limit: BilingualText("the time that is allowed", "允许的时间")), rows: [18],
      title: BilingualText("Loop stalled", "控制循环停顿"),
      meaning: "The loop lost more time at once than is tolerable.",
      says: BilingualText("the control loop lost {value} at once (allowed {limit})", "控制循环一次丢失 {value}（允许 {limit}）"),
      cause: BilingualText("The processor was busy with something of a higher priority, or the machine stood still.", "处理器被更高优先级的程序占用，或机器停顿。"),
      remedy: BilingualText("Give the daemon SCHED_FIFO and a quiet processor.", "请为守护进程配置 SCHED_FIFO 和空闲处理器。"),
      shownBy: ["loop-stalled"]),
    Entry(
      name: "loop_overrun", code: 302, reaction: .safeStop1, owner: .robot,
      evidence: Evidence(unit: .count, value: BilingualText("cycles that were lost", "丢失的周期数"), limit: BilingualText("the stock of credits", "额度上限")), rows: [18],
      title: BilingualText("Loop overrun", "控制循环超时"),
      meaning: "The loop's overruns took all credits of a robot that was stopping or holding already, or one overrun cost more than all of them together.",
      says: BilingualText("the control loop lost {value} cycles and had no credits for them (stock {limit})", "控制循环丢失 {value} 个周期，已超出额度（上限 {limit}）"),
      cause: BilingualText("The processor is busy, or the rate is too high for this board.", "处理器繁忙，或频率超出此主板能力。"),
      remedy: BilingualText("Look for what keeps the processor busy, or lower the rate.", "请检查占用处理器的程序或降低频率。"),
      shownBy: ["loop-overruns-too-far"]),
    Entry(
      name: "overrun_credits", code: 303, reaction: .safeStop2, owner: .robot,
      evidence: Evidence(unit: .count, value: BilingualText("cycles that the last overrun lost", "最近一次丢失的周期数"), limit: BilingualText("the stock of credits", "额度上限")), rows: [18],
      title: BilingualText("Loop late too often", "控制循环超时过于频繁"),
      meaning: "The loop's overruns took its last credit.",
      says: BilingualText("the control loop was late too often: the last overrun lost {value} cycles and took the last of {limit} credits", "控制循环超时过于频繁：最近一次丢失 {value} 个周期，{limit} 个额度已用尽"),
      cause: BilingualText("The processor is busy, or the rate is too high for this board.", "处理器繁忙，或频率超出此主板能力。"),
      remedy: BilingualText("Look for what keeps the processor busy, or lower the rate.", "请检查占用处理器的程序或降低频率。"),
      shownBy: ["loop-overruns"]),
  ]
}
