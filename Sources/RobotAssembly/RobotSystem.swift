internal import RobotConfiguration
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
public import RobotRuntime
public import RobotUnits

/// A robot, assembled: set up, ready to run on threads or step by step on a virtual clock.
public final class RobotSystem: Sendable {
  /// The ways in and out.
  public let ports: RobotPorts
  /// The power monitors' names, in the order of `RobotSnapshot.powers`.
  public let powerNames: [String]
  /// What the control thread counts.
  public let controlStatistics = LoopStatistics()
  /// What each bus's thread counts.
  public let busLoopStatistics: [LoopStatistics]
  /// Every cycle of the control thread.
  public let controlRecords = Ring<CycleRecord>(capacity: 1024)
  /// Every cycle of each bus's thread.
  public let busRecords: [Ring<CycleRecord>]
  /// What each bus counts.
  public let busStatistics: [BusStatistics]
  /// How the period is divided.
  public let schedule: CycleSchedule

  private let channels: [BusChannel]
  private let hardware: Hardware
  private let model: RobotModel
  private let bindings: Bindings

  /// Identifies and configures every device. The outputs are at their safe level before and after.
  public init(_ model: RobotModel, on hardware: Hardware) throws(SetUpError) {
    let robot = model.robot
    try DeviceSetUp.run(robot, on: hardware.adapters)
    let traffic = BusTraffic(robot)
    bindings = Bindings(model, traffic)
    channels = traffic.plans.map(BusChannel.init)
    busStatistics = channels.map(\.statistics)
    busLoopStatistics = channels.map { _ in LoopStatistics() }
    busRecords = channels.map { _ in Ring(capacity: 1024) }
    ports = RobotPorts(joints: robot.joints.count, powers: bindings.powers.count)
    powerNames = bindings.powerNames
    schedule = CycleSchedule(period: robot.rate.period)
    self.hardware = hardware
    self.model = model
  }

  /// Starts one thread per bus and the control thread; the first grid point is `start`. They run until
  /// `RunningRobot.stopAndWait`. Call it once.
  public func start(
    _ scheduling: Scheduling, at start: MonotonicInstant
  ) throws(SystemError) -> RunningRobot {
    let grid = CycleGrid(start: start, period: schedule.period)
    let stop = StopFlag()
    var threads: [RealtimeThread] = []
    do throws(SystemError) {
      for (index, channel) in channels.enumerated() {
        threads.append(
          try RealtimeThread.start(
            CyclicExecutor(
              channel.makeExecutor(on: hardware.adapters[index]),
              timing: CycleTiming(grid: grid, phase: .zero, deadline: schedule.controlPhase),
              stop: stop, statistics: busLoopStatistics[index], records: busRecords[index].writer),
            name: "cbl-bus", scheduling: scheduling.raised))
      }
      threads.append(
        try RealtimeThread.start(
          CyclicExecutor(
            makeLoop(grid),
            timing: CycleTiming(
              grid: grid, phase: schedule.controlPhase, deadline: schedule.period),
            stop: stop, statistics: controlStatistics, records: controlRecords.writer),
          name: "cbl-control", scheduling: scheduling))
    } catch {
      stop.raise()
      for thread in threads { thread.join() }
      throw error
    }
    return RunningRobot(threads: threads, stop: stop)
  }

  /// Drives every output-enable line to its safe level and switches all PWM channels off, past the
  /// loop. For the time after the threads have ended; says what did not work.
  public func makeSafe() -> [String] {
    var problems: [String] = []
    var lines = SafetyLines(model.robot, hardware)
    if !lines.drive(enabled: false) {
      problems.append("an output-enable line did not take its safe level: cut the motor supply")
    }
    for device in model.robot.devices where device.knownDriver == .pca9685 {
      let off = PCA9685.allOff(at: device.i2cAddress)
      var bus = RoutedBus(
        SharedI2CBus(hardware.adapters[device.bus]), route: model.robot.route(of: device))
      do throws(BusError) {
        try bus.write(off.request, to: device.i2cAddress)
      } catch {
        problems.append(
          "\(device.name) did not take its off command (\(error.kind)): cut the motor supply")
      }
      bus.close()
    }
    return problems
  }

  /// The same robot, stepped by its caller; the first grid point is `start`. Call it once.
  public func stepper(start: MonotonicInstant) -> RobotStepper {
    let grid = CycleGrid(start: start, period: schedule.period)
    return RobotStepper(
      loop: makeLoop(grid),
      buses: BusArray(zip(channels, hardware.adapters).map { ($0, $1) }),
      grid: grid, phase: schedule.controlPhase)
  }

  private func makeLoop(_ grid: CycleGrid) -> ControlLoop {
    ControlLoop(
      model: model, bindings: bindings, links: BusLinks(channels),
      lines: SafetyLines(model.robot, hardware), ports: ports, grid: grid)
  }
}

extension Scheduling {
  /// One step more urgent: a bus must not wait for control.
  fileprivate var raised: Scheduling {
    Scheduling(priority: priority.map { min($0 + 1, 99) }, processor: processor)
  }
}

/// The threads of a robot that runs.
public struct RunningRobot: Sendable {
  let threads: [RealtimeThread]
  let stop: StopFlag

  /// Ends all threads after their present cycle and waits for them, but not beyond `deadline`; says
  /// whether all have ended. A thread that hangs is left to the end of the process. Call it once.
  public func stopAndWait(until deadline: MonotonicInstant) -> Bool {
    stop.raise()
    var haveEnded = true
    for thread in threads where !thread.join(until: deadline) { haveEnded = false }
    return haveEnded
  }
}
