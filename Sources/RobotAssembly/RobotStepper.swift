internal import RobotHAL
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
  /// The next cycle.
  public private(set) var index: UInt64 = 0
  private var trace = CycleTrace()
  /// Cycles since control ran.
  private var skipped: UInt64 = 0

  init(
    loop: consuming ControlLoop, buses: consuming BusArray, grid: CycleGrid, phase: TimeSpan
  ) {
    self.loop = loop
    self.buses = buses
    self.grid = grid
    self.phase = phase
  }

  /// One cycle on the virtual `clock`: all buses from the grid point on, then control at its phase.
  public mutating func step(_ clock: SimulationClock) {
    let mode = FloatingPointMode.flushDenormals()
    runBuses(clock)
    let woken = grid.instant(index) + phase
    clock.advance(to: woken)
    loop.run(Turn(index: index, skipped: skipped), &trace)
    skipped = 0
    index += 1
    mode.restore()
  }

  /// One cycle in which control does not run: its thread hangs, or overslept and skips the cycle.
  public mutating func stepWithoutControl(_ clock: SimulationClock) {
    let mode = FloatingPointMode.flushDenormals()
    runBuses(clock)
    skipped += 1
    index += 1
    mode.restore()
  }

  private mutating func runBuses(_ clock: SimulationClock) {
    clock.advance(to: grid.instant(index))
    for bus in 0..<buses.count { buses.run(bus, cycle: index, &trace) }
  }
}

/// The bus executors of a stepped robot.
struct BusArray: ~Copyable {
  let count: Int
  private let executors: UnsafeMutablePointer<BusExecutor>

  init(_ channels: [(BusChannel, any I2CAdapter)]) {
    count = channels.count
    executors = .allocate(capacity: max(count, 1))
    for (index, channel) in channels.enumerated() {
      (executors + index).initialize(to: channel.0.makeExecutor(on: channel.1))
    }
  }

  deinit {
    executors.deinitialize(count: count)
    executors.deallocate()
  }

  func run(_ bus: Int, cycle: UInt64, _ trace: inout CycleTrace) {
    executors[bus].run(Turn(index: cycle, skipped: 0), &trace)
  }
}
