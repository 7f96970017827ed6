internal import RobotRuntime
internal import RobotUnits
public import SimulatedHAL

/// Runs a robot one cycle at a time on the calling thread: the same executors and the same control
/// loop as on threads, and the same bits on every run.
public struct RobotStepper: ~Copyable {
  private var loop: ControlLoop
  private let buses: SteppedBuses
  private let grid: CycleGrid
  private let phase: TimeSpan
  private var policy: OverrunPolicy
  /// The next grid point.
  public private(set) var index: UInt64 = 0
  /// The present grid point has further turns.
  private var isCatchingUp = false
  private var trace = CycleTrace()

  init(
    loop: consuming ControlLoop, buses: consuming SteppedBuses, grid: CycleGrid, phase: TimeSpan,
    policy: OverrunPolicy
  ) {
    self.loop = loop
    self.buses = buses
    self.grid = grid
    self.phase = phase
    self.policy = policy
  }

  /// One turn of control on the virtual `clock`: at the next grid point, all buses before it. After grid
  /// points without control it is what the robot's overrun policy makes of them; as long as cycles are
  /// caught up, the clock stands still.
  public mutating func step(_ clock: SimulationClock) {
    let mode = FloatingPointMode.flushDenormals()
    if !isCatchingUp {
      let woken = grid.instant(index) + phase
      runBuses(clock)
      buses.handOver(until: woken)
      clock.advance(to: woken)
    }
    let present = index - 1
    loop.run(policy.begin(reached: present), &trace)
    _ = policy.end(reached: present)
    isCatchingUp = policy.next <= present
    mode.restore()
  }

  /// A grid point at which control does not run: its thread hangs, or oversleeps.
  public mutating func stepWithoutControl(_ clock: SimulationClock) {
    let mode = FloatingPointMode.flushDenormals()
    runBuses(clock)
    isCatchingUp = false
    mode.restore()
  }

  private mutating func runBuses(_ clock: SimulationClock) {
    clock.advance(to: grid.instant(index))
    buses.run(cycle: index, at: clock.now, &trace)
    index += 1
  }
}
