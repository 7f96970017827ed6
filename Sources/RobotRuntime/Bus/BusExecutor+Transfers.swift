internal import RobotHAL
internal import RobotUnits

extension BusExecutor {
  /// Sends `work`. After a failure what is left is composed anew: nobody knows what the muxes took.
  @_noAllocation @_noLocks
  mutating func perform(_ work: BusWork, _ cycle: UInt64, _ trace: inout CycleTrace) {
    var work = work
    let order = work.order
    let stamp = cycle + 1
    var done = 0
    var index = 0
    while index < work.batchCount {
      let batch = work.batches[index]
      if send(batch, work.messages, &trace) {
        for place in done..<batch.end { succeed(order.entry(place), stamp) }
        done = batch.end
        index += 1
        continue
      }
      forgetPointers(from: cycle + 1)
      // The last select of a cycle is for the next one.
      let end = batch.opensNext ? min(batch.end + 1, order.count) : batch.end
      let error = lastError
      // What is left has to select again, which the plan's own time does not hold.
      if batch.isRouted, end < order.count { budget -= composer.selectCost }
      for place in done..<end { recover(order.entry(place), error, cycle, &trace) }
      done = end
      guard isAlive else { break }
      composer.compose(
        order, from: done, open: route, cycle: cycle, ahead: ahead(cycle))
      work = composer.work(order)
      index = 0
    }
    // A bus that answers nothing is not asked again: each transfer would cost its own timeout.
    for place in done..<order.count { fail(order.entry(place), lastError, cycle) }
  }

  /// Repeats the exchange of `entry`, whose transfer failed, when that may help and the time is there.
  @_noAllocation @_noLocks
  private mutating func recover(
    _ entry: Int, _ error: BusError, _ cycle: UInt64, _ trace: inout CycleTrace
  ) {
    // What failed in its last turn as well is not there; asking twice only costs the others time.
    guard isAlive, statuses[entry].failures == 0 else { return fail(entry, error, cycle) }
    let work = composeAlone(entry)
    let cost = retry.cost(clocks: composer.clocks, transfers: work.batchCount)
    guard cost <= budget else { return fail(entry, error, cycle) }
    budget -= cost
    let before = trace.record.transfers.count
    let began = trace.now()
    let isAnswered = sendAll(work, &trace)
    let transfers = trace.record.transfers.count &- before
    trace.record.transfers.retries &+= transfers
    trace.record.transfers.retryTime &+= (trace.now() - began).nanoseconds
    for _ in 0..<transfers { counts.addRetry() }
    if isAnswered { succeed(entry, cycle + 1) } else { fail(entry, lastError, cycle) }
  }

  /// The exchange of `entry` in a transfer of its own.
  @_noAllocation @_noLocks
  mutating func composeAlone(_ entry: Int) -> BusWork {
    single[0] = UInt16(truncatingIfNeeded: entry)
    let order = BusOrder(single.base, count: 1)
    composer.compose(order, from: 0, open: route, cycle: 0, ahead: BusRoute.unknown())
    return composer.work(order)
  }

  /// Sends `work` until a transfer fails; says whether none did.
  @_noAllocation @_noLocks
  mutating func sendAll(_ work: BusWork, _ trace: inout CycleTrace) -> Bool {
    for index in 0..<work.batchCount where !send(work.batches[index], work.messages, &trace) {
      return false
    }
    return true
  }

  /// Sends one transfer; says whether it succeeded.
  @_noAllocation @_noLocks
  private mutating func send(
    _ batch: BusBatch, _ messages: UnsafeMutablePointer<I2CMessage>, _ trace: inout CycleTrace
  ) -> Bool {
    counts.addTransfer()
    let read = composer.replies.base + batch.replyOffset
    let kept = image.base + batch.replyOffset
    do throws(BusError) {
      try escapeTransfer(
        adapter.pointer,
        UnsafeMutableBufferPointer(
          start: messages + batch.firstMessage, count: batch.messageCount))
      trace.noteTransfer(of: batch.device, bus: bus)
      gate.succeed()
      copyBytes(read, to: kept, count: batch.replyCount)
      route = batch.route
      return true
    } catch {
      trace.noteTransfer(of: batch.device, bus: bus)
      trace.record.transfers.failures &+= 1
      trace.record.transfers.failedAddress = batch.device
      trace.record.transfers.error = error
      counts.addFailure()
      gate.fail(error)
      // Bytes of a failed transfer mean nothing.
      copyBytes(kept, to: read, count: batch.replyCount)
      if batch.isRouted { route = BusRoute.unknown() }
      isAlive = error.isOfOneDevice()
      lastError = error
      return false
    }
  }

  @_noAllocation @_noLocks
  private func succeed(_ entry: Int, _ stamp: UInt64) {
    // Unchecked: this is all that a good cycle does for each device.
    let status = statuses.base + entry
    status.pointee.failures = 0
    status.pointee.stamp = stamp
  }

  @_noAllocation @_noLocks
  private mutating func fail(_ entry: Int, _ error: BusError, _ cycle: UInt64) {
    if statuses[entry].failures < .max { statuses[entry].failures += 1 }
    statuses[entry].error = error
    // At least until its next turn.
    let until = cycle + 1 + max(BusExecutor.isolationCycles, composer.steps[entry].every)
    composer.steps[entry].aloneBefore = until
    joinedFrom = max(joinedFrom, until)
    forgetPointers(from: joinedFrom)
  }
}

extension CycleTrace {
  /// Stamps the end of a transfer; it began when the stage or transfer before it ended.
  @_noAllocation @_noLocks
  fileprivate mutating func noteTransfer(of device: I2CAddress?, bus: Int32) {
    let spent = end(.transfer)
    record.transfers.count &+= 1
    if spent > record.transfers.slowest || record.transfers.bus < 0 {
      record.transfers.slowest = spent
      record.transfers.bus = bus
      record.transfers.address = device
    }
  }
}

extension BusError {
  /// Whether one device may be the cause, so that others on the bus may answer.
  @_noAllocation @_noLocks
  fileprivate func isOfOneDevice() -> Bool {
    switch kind {
    case .noAcknowledge, .arbitrationLost: true
    case .timeout, .busFault, .unsupported, .unavailable, .other: false
    }
  }
}
