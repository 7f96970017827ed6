internal import RobotRuntime
internal import RobotUnits

// What each kind of thread runs, as concrete types: the compiler's real-time checks look through
// generic code only from a concrete function. The conformances stand here because a debug build, which
// compiles file by file, sees only those of its own file and of other modules.

extension ControlLoop: CyclicTask {}
extension InlineCycle: CyclicTask {}

/// The control thread.
struct ControlThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<ControlLoop>

  init(_ executor: consuming CyclicExecutor<ControlLoop>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}

/// The thread of one bus.
struct BusThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<BusExecutor>

  init(_ executor: consuming CyclicExecutor<BusExecutor>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}

/// The one thread of a robot that carries its buses inline.
struct InlineThread: ~Copyable, RealtimeJob {
  private var executor: CyclicExecutor<InlineCycle>

  init(_ executor: consuming CyclicExecutor<InlineCycle>) { self.executor = executor }

  @_noAllocation @_noLocks
  mutating func run() { executor.run() }
}
