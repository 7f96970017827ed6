internal import RobotHAL
internal import RobotUnits

extension BusExecutor {
  /// A guest waits so many cycles for one that has the time; then it goes anyway, one short transfer in
  /// the place of a retry.
  private static var mostWaits: Int { @_noAllocation @_noLocks get { 50 } }

  /// Sends what a guest has posted, behind the cycle's own traffic.
  @_noAllocation @_noLocks
  mutating func serveGuest(_ cycle: UInt64, _ trace: inout CycleTrace) {
    guard guest.isPosted() else { return }
    let content = guest.content()
    guard isAlive else { return guest.fail(lastError) }
    let entry = composer.guestEntry
    composer.steps[entry].visit(
      content.address, content.route, write: content.writeCount, read: content.readCount)
    copyBytes(
      guest.written(), to: composer.requests.base + composer.steps[entry].requestOffset,
      count: content.writeCount)
    let work = composeAlone(entry)
    let cost = retry.cost(clocks: composer.clocks, transfers: work.batchCount)
    guard cost <= budget || content.waited >= BusExecutor.mostWaits else {
      guest.wait()
      return
    }
    budget -= cost
    // It moves the device's register pointer.
    forgetPointers(from: cycle + 1)
    guard sendAll(work, &trace) else { return guest.fail(lastError) }
    copyBytes(
      image.base + composer.steps[entry].replyOffset, to: guest.read(),
      count: content.readCount)
    guest.succeed()
  }
}
