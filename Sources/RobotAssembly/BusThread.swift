internal import RobotRuntime
internal import RobotUnits

/// The thread of one bus, as a concrete type, for the reason that `ControlThread` gives.
struct BusThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<BusExecutor>

  init(_ executor: consuming CyclicExecutor<BusExecutor>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
