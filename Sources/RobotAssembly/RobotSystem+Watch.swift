public import RobotRuntime
public import RobotUnits

/// What explains the late cycles of a robot that runs. One thread drains all of it. Real-time: no.
public struct RobotWatch {
  /// The control thread.
  public let control: ThreadWatch
  /// The bus threads, in the order of the robot file.
  public let buses: [ThreadWatch]

  /// Every missed deadline since the last call, with the bus whose thread it was; `nil` for control.
  public func drain(_ now: MonotonicInstant) -> [(bus: Int?, late: LateCycle)] {
    // The buses first: they are more urgent than control and share its processor.
    let own = buses.enumerated().flatMap { bus, watch in
      watch.drain(now).map { (bus: Int?.some(bus), late: $0) }
    }
    return own + control.drain(now, rivals: buses).map { (bus: nil, late: $0) }
  }

  /// Missed deadlines that were explained, by cause.
  public var counts: [CauseKind: UInt64] {
    buses.reduce(into: control.counts) { $0.merge($1.counts, uniquingKeysWith: +) }
  }
}

extension RobotSystem {
  /// A watch of the threads of `running`, which run with `scheduling`. Ask for it once.
  public func watch(_ running: RunningRobot, _ scheduling: Scheduling) -> RobotWatch {
    let stolen = StolenTime(processor: scheduling.processor)
    // One thread per bus, then control.
    let threads = running.threads
    return RobotWatch(
      control: ThreadWatch(
        records: controlRecords.reader, thread: threads.last, stolenTime: stolen, bus: -1),
      buses: busRecords.enumerated().map { bus, records in
        ThreadWatch(
          records: records.reader, thread: bus < threads.count - 1 ? threads[bus] : nil,
          stolenTime: stolen, bus: Int32(bus))
      })
  }

  /// Records that were lost because nobody drained them in time.
  public var unseenRecords: UInt64 {
    busRecords.reduce(controlRecords.refusedCount) { $0 + $1.refusedCount }
  }
}
