internal import RobotHAL
internal import RobotUnits

/// How servos are made to let go that do not listen.
///
/// A servo whose frame lost or gained bytes, or got a wrong length, takes what comes next for the rest of that
/// frame: "torque off" among it. It does not answer meanwhile. Then a cycle asks nobody: it says "off", sends the
/// bytes that end any frame, and says "off" again. Every other cycle asks, so that who listens is known.
extension SerialExecutor {
  /// So many answers in a row prove that a servo listens, and has heard that it is off.
  static var proof: UInt8 {
    @_noAllocation @_noLocks
    get { 3 }
  }

  /// Whether all are told to let go, and one that may not have heard it is silent.
  @_noAllocation @_noLocks
  func mustFlush(_ source: UnsafeMutablePointer<UInt8>) -> Bool {
    guard flushes < filler.cycles else { return false }
    var isAnyDeaf = false
    for entry in 0..<steps.count {
      if source[steps[entry].requestOffset] != 0 { return false }
      if steps[entry].doubt > 0, statuses[entry].failures > 0 { isAnyDeaf = true }
    }
    return isAnyDeaf
  }

  /// Off, what ends a frame, and off again; nobody is asked.
  @_noAllocation @_noLocks
  mutating func flush(_ trace: inout CycleTrace) throws(BusError) {
    flushes += 1
    try sendOff(filler: filler.count)
    counts.addTransfer()
    noteTransfer(&trace)
  }

  /// Switches every servo off: a thread that is told to end may leave the robot powered.
  @_noAllocation @_noLocks
  public mutating func end() {
    do throws(BusError) {
      for _ in 0..<2 { try sendOff(filler: SerialPlan.Filler.all) }
    } catch {
      // The line is gone, and nothing is left to be done on it.
      return
    }
  }

  @_noAllocation @_noLocks
  private mutating func sendOff(filler count: Int) throws(BusError) {
    try line.discardInput()
    line.begin()
    composeCommands(safeBytes.base)
    for _ in 0..<count { line.frame.append(0) }
    composeCommands(safeBytes.base)
    try line.send(patience: time)
  }
}
