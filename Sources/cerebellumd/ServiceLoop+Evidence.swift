import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// What clients ask about faults that were.
extension ServiceLoop {
  /// The cycles about the `number`-th last fault or stop, from cycle number `first` on.
  mutating func evidence(
    _ number: UInt8, from first: UInt16, _ session: Session, _ sequence: UInt32,
    _ now: MonotonicInstant
  ) {
    let kept = archive.events.count
    guard number < kept else {
      let text =
        kept == 0
        ? BilingualText(
          "no fault or stop since the daemon started, or its cycles are still to come",
          "守护进程启动以来没有故障或停机，或其周期尚未记录完")
        : BilingualText(
          "there is no event \(number): \(kept) are kept, 0 is the newest",
          "没有事件 \(number)：保留了 \(kept) 个，0 为最新")
      return refuse(.invalid, text, session, sequence, now)
    }
    let event = archive.events[Int(number)]
    guard
      let report = EvidenceReport(
        event: event.event, kept: UInt8(kept), cycles: event.cycles, from: first)
    else {
      let text = BilingualText(
        "there is no cycle \(first): the event has \(event.cycles.count), from 0 on",
        "没有周期 \(first)：该事件有 \(event.cycles.count) 个，从 0 开始")
      return refuse(.invalid, text, session, sequence, now)
    }
    send(.evidence(report), to: session, answers: sequence, now)
  }
}
