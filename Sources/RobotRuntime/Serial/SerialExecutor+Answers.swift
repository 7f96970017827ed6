internal import RobotHAL
internal import RobotUnits

extension SerialExecutor {
  /// Who is asked together with the others in this cycle.
  @_noAllocation @_noLocks
  mutating func choose() {
    groupCount = 0
    for entry in 0..<steps.count {
      steps[entry].isSilent = statuses[entry].failures >= SerialExecutor.patience
      guard !steps[entry].isSilent else { continue }
      group[groupCount] = UInt16(truncatingIfNeeded: entry)
      answered[groupCount] = false
      groupCount += 1
    }
  }

  /// Asks all of the group.
  @_noAllocation @_noLocks
  mutating func composeRequest() {
    line.frame.begin(.syncRead, to: ServoFrame.broadcast)
    line.frame.append(sample.address)
    line.frame.append(UInt8(truncatingIfNeeded: sample.count))
    for place in 0..<groupCount { line.frame.append(steps[Int(group[place])].id.rawValue) }
    line.frame.end()
  }

  /// Takes the group's answers until all are there, or until `deadline`.
  ///
  /// They come in the order in which they were asked for. One that comes before another of an earlier place
  /// was left over from an earlier request, and is forgotten.
  @_noAllocation @_noLocks
  mutating func collect(until deadline: MonotonicInstant) throws(BusError) {
    var missing = groupCount
    var last = -1
    while missing > 0 {
      // A thread that was away until then still takes what came meanwhile; a line on which something always
      // comes must not hold it.
      let isLast = line.now().nanoseconds > deadline.nanoseconds
      let count = try line.receive(until: deadline)
      guard count > 0 else { return }
      for index in 0..<count {
        guard parser.push(line.received(index)), let place = placeOfAnswer() else { continue }
        if place <= last {
          for stale in place...last where answered[stale] {
            answered[stale] = false
            missing += 1
          }
        }
        last = place
        take(Int(group[place]))
        answered[place] = true
        missing -= 1
      }
      if isLast { return }
    }
  }

  /// Asks one servo on its own; says whether it answered.
  @_noAllocation @_noLocks
  mutating func ask(_ entry: Int) throws(BusError) -> Bool {
    parser.restart()
    line.begin()
    line.frame.read(sample.count, from: steps[entry].id, address: sample.address)
    try line.send(patience: aloneTime)
    counts.addTransfer()
    let deadline = MonotonicInstant(
      nanoseconds: line.began.nanoseconds + aloneTime.nanoseconds)
    while true {
      let isLast = line.now().nanoseconds > deadline.nanoseconds
      let count = try line.receive(until: deadline)
      guard count > 0 else { return false }
      for index in 0..<count where parser.push(line.received(index)) {
        guard parser.id.rawValue == steps[entry].id.rawValue else { continue }
        take(entry)
        return true
      }
      if isLast { return false }
    }
  }

  /// Whose answer the parser holds; `nil` when nobody was asked for it.
  @_noAllocation @_noLocks
  private func placeOfAnswer() -> Int? {
    let id = parser.id.rawValue
    for place in 0..<groupCount where steps[Int(group[place])].id.rawValue == id { return place }
    return nil
  }

  /// Keeps the answer that the parser holds.
  @_noAllocation @_noLocks
  private func take(_ entry: Int) {
    let offset = steps[entry].replyOffset
    incoming[offset] = parser.error
    for index in 0..<sample.count { incoming[offset + 1 + index] = parser.parameter(index) }
  }

  @_noAllocation @_noLocks
  mutating func succeed(_ entry: Int, _ cycle: UInt64) {
    let offset = steps[entry].replyOffset
    copyBytes(incoming.base + offset, to: image.base + offset, count: 1 + sample.count)
    statuses[entry].failures = 0
    statuses[entry].stamp = cycle + 1
    steps[entry].settled = cycle + 1
    if !steps[entry].isOn, steps[entry].doubt > 0 { steps[entry].doubt -= 1 }
  }

  @_noAllocation @_noLocks
  mutating func fail(_ entry: Int, _ error: BusError, _ cycle: UInt64) {
    if statuses[entry].failures < .max { statuses[entry].failures += 1 }
    statuses[entry].error = error
    steps[entry].settled = cycle + 1
    if steps[entry].doubt > 0 { steps[entry].doubt = SerialExecutor.proof }
    counts.addFailure()
  }

  /// Stamps the end of a transfer; it began when the stage or transfer before it ended.
  @_noAllocation @_noLocks
  func noteTransfer(_ trace: inout CycleTrace) {
    let spent = trace.end(.transfer)
    trace.record.transfers.count &+= 1
    if spent > trace.record.transfers.slowest || trace.record.transfers.bus < 0 {
      trace.record.transfers.slowest = spent
      trace.record.transfers.bus = bus
      trace.record.transfers.address = nil
    }
  }

  @_noAllocation @_noLocks
  func note(_ error: BusError, _ trace: inout CycleTrace) {
    trace.record.transfers.failures &+= 1
    trace.record.transfers.failedAddress = nil
    trace.record.transfers.error = error
  }
}
