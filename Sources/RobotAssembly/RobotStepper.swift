internal import RobotRuntime
internal import RobotUnits
public import SimulatedHAL

/// Runs a robot one cycle at a time on the calling thread: the same executors and the same control
/// loop as on threads, and the same bits on every run.
public struct RobotStepper: ~Copyable {
  private var loop: ControlLoop
  private let buses: BusArray
  private let grid: CycleGrid
  private let phase: TimeSpan
  private var policy: OverrunPolicy
  /// The next grid point.
  public private(set) var index: UInt64 = 0
  private var trace = CycleTrace()

  init(
    loop: consuming ControlLoop, buses: consuming BusArray, grid: CycleGrid, phase: TimeSpan,
    policy: OverrunPolicy
  ) {
    self.loop = loop
    self.buses = buses
    self.grid = grid
    self.phase = phase
    self.policy = policy
  }

  /// One grid point on the virtual `clock`: all buses from there on, then control at its phase. After
  /// grid points without control that is what the robot's overrun policy makes of them: with `catch_up`
  /// several turns, `each` after every one.
  public mutating func step(_ clock: SimulationClock, _ each: () -> Void = {}) {
    let mode = FloatingPointMode.flushDenormals()
    runBuses(clock)
    let woken = grid.instant(index) + phase
    clock.advance(to: woken)
    repeat {
      loop.run(policy.begin(reached: index), &trace)
      _ = policy.end(reached: index)
      each()
    } while policy.next <= index
    index += 1
    mode.restore()
  }

  /// A grid point at which control does not run: its thread hangs, or oversleeps.
  public mutating func stepWithoutControl(_ clock: SimulationClock) {
    let mode = FloatingPointMode.flushDenormals()
    runBuses(clock)
    index += 1
    mode.restore()
  }

  private mutating func runBuses(_ clock: SimulationClock) {
    clock.advance(to: grid.instant(index))
    for bus in 0..<buses.count { buses.run(bus, cycle: index, &trace) }
  }
}
