internal import RobotHAL
public import RobotRuntime
internal import RobotUnits
internal import SimulatedHAL

/// The one thread of a robot whose clock is that of its simulated world: cycle after cycle, as fast as the bodies
/// outside answer. Not real-time.
struct LockStepThread: ~Copyable, RealtimeJob, @unchecked Sendable {
  // Moved to its thread and used there only.
  private var stepper: RobotStepper
  private let clock: SimulationClock
  private let health: SimulatorHealth?
  private let stop: StopFlagReader
  private var statistics: LoopRecorder
  private let pause: SimulationClock
  private let period: TimeSpan
  private let meeting: CycleMeeting

  init(
    _ stepper: consuming RobotStepper, _ world: SimulatedWorld, _ stop: StopFlag,
    _ statistics: LoopStatistics, period: TimeSpan, _ meeting: CycleMeeting
  ) {
    self.stepper = stepper
    clock = world.clock
    health = world.outside?.health
    self.stop = stop.reader
    self.statistics = statistics.recorder
    pause = SimulationClock(.wall)
    self.period = period
    self.meeting = meeting
  }

  mutating func run() {
    while !stop.isRaised {
      stepper.step(clock)
      var record = CycleRecord()
      record.index = stepper.index
      statistics.record(record)
      meeting.finishCycle()
      // What is lost paces nothing, and a robot that is switched off is not to fill a processor.
      if health?.cause != nil { pause.wait(until: pause.now + period) }
    }
  }
}

extension RobotSystem {
  /// Starts the robot on the virtual clock of `world`, on one thread, each cycle as soon as the bodies outside are
  /// there and whoever serves at `meeting` lets it go on. It runs until `RunningRobot.stopAndWait`. Call it once, in the
  /// place of `start`. Real-time: no.
  public func startInLockStep(
    with world: SimulatedWorld, _ meeting: CycleMeeting
  ) throws(SystemError) -> RunningRobot {
    // A set-up takes its time on the buses.
    let ready = world.buses.map(\.busTime) + world.serialLines.map(\.busTime)
    let start = ready.reduce(world.clock.now) { max($0, $1) } + .milliseconds(5)
    let stop = StopFlag()
    let thread = try RealtimeThread.start(
      LockStepThread(
        stepper(start: start), world, stop, controlStatistics, period: schedule.period,
        meeting),
      name: "cbl-lockstep", scheduling: Scheduling(priority: nil, processor: nil))
    return RunningRobot(threads: [thread], stop: stop)
  }
}
