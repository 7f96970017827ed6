internal import RobotConfiguration
internal import RobotCore
internal import RobotDrivers
internal import RobotHAL
public import RobotRuntime
public import RobotUnits
internal import SimulatedHAL

/// A robot, assembled: set up, ready to run on threads or step by step on a virtual clock.
public final class RobotSystem: Sendable {
  /// The ways in and out.
  public let ports: RobotPorts
  /// The power monitors' names, in the order of `RobotSnapshot.powers`.
  public let powerNames: [String]
  /// The sensors, in the order of `RobotSnapshot.sensors`.
  public let sensors: [SensorDescription]
  /// The skins among them, in the order of `RobotSnapshot.tactile`.
  public let skins: [SkinInfo]
  /// What the set-ups found that a person should know.
  public let warnings: [DeviceWarning]
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
  private let serial: [LineChannel]
  /// By serial line: what the set-up of its pads found.
  private let pads: [PaXini.Report?]
  private let streams: [StreamPlan?]
  private let serialTraffic: SerialTraffic
  private let hardware: Hardware
  private let model: RobotModel
  private let bindings: Bindings
  private let traffic: BusTraffic
  private let plan: LoopPlan
  private let startBlocks: [StartBlock]

  /// Identifies and configures every device. The outputs are at their safe level before and after.
  /// `startBlocks` forbid to arm for good.
  public init(
    _ model: RobotModel, on hardware: Hardware, startBlocks: [StartBlock] = []
  ) throws(SetUpError) {
    let robot = model.robot
    let decoders = try DeviceSetUp.run(robot, model.devices, on: hardware.adapters)
    let servoDecoders = try ServoSetUp.run(robot, model.servos, on: hardware.serialPorts)
    pads = try PadSetUp.run(robot, on: hardware.serialPorts)
    streams = pads.enumerated().map { line, report in
      report.map { StreamPlan(robot, line: line, $0.layout) }
    }
    let (traffic, budgets) = BusTraffic.fitting(
      robot, model.devices,
      on: robot.buses.indices.map {
        BusWire(
          hardware.adapters[$0], speed: robot.buses[$0].speed, overhead: hardware.overheads[$0])
      })
    self.traffic = traffic
    warnings = model.warnings(decoders) + PadSetUp.warnings(robot, pads)
    serialTraffic = SerialTraffic(robot, model.servos)
    bindings = Bindings(
      model, traffic, decoders, try PulseEncoderSetUp.run(model, hardware.edges), serialTraffic,
      servoDecoders, streams)
    serial = LineChannel.all(robot, serialTraffic, streams)
    channels = robot.buses.indices.map {
      BusChannel(traffic.plans[$0], bus: $0, retry: budgets[$0].retry(hardware.overheads[$0]))
    }
    busStatistics = channels.map(\.statistics) + serial.map(\.statistics)
    busLoopStatistics = busStatistics.map { _ in LoopStatistics() }
    busRecords = busStatistics.map { _ in Ring(capacity: 1024) }
    sensors = SensorDescription.all(robot, bindings.sensors)
    skins = bindings.skins.map { SkinInfo($0) }
    let names = sensors.map(\.name)
    powerNames = bindings.powers.map { names[$0] }
    ports = RobotPorts(
      RobotPorts.Sizes(
        joints: robot.joints.count, powers: bindings.powers.count, sensors: sensors.count,
        channels: bindings.sensors.channels.count, devices: robot.deviceNames.count,
        lines: robot.serialBuses.count, skins: bindings.skins.count,
        taxelNumbers: skins.reduce(0) { $0 + $1.taxels * $1.components }),
      period: 1 / robot.rate.hertz)
    schedule = CycleSchedule(robot)
    plan = LoopPlan(robot)
    self.hardware = hardware
    self.model = model
    self.startBlocks = startBlocks
  }

  /// Starts the threads: one per bus and the control thread, or one for all where the robot file says
  /// `buses: inline`. The first grid point is `start`. They run until `RunningRobot.stopAndWait`. Call it
  /// once. With a reservation in `scheduling`, each thread asks for its own.
  public func start(
    _ scheduling: Scheduling, at start: MonotonicInstant
  ) throws(SystemError) -> RunningRobot {
    let grid = CycleGrid(start: start, period: schedule.period)
    let stop = StopFlag()
    var threads: [RealtimeThread] = []
    do throws(SystemError) {
      let control = scheduling.of(plan.reservations, thread: 0, isUrgent: false)
      if model.robot.loop.hasInlineBuses {
        threads.append(
          try RealtimeThread.start(
            makeInlineThread(grid, stop), name: "cbl-inline", scheduling: control))
      } else {
        for bus in channels.indices {
          threads.append(
            try RealtimeThread.start(
              makeBusThread(bus, grid, stop), name: "cbl-bus",
              scheduling: scheduling.of(plan.reservations, thread: bus + 1, isUrgent: true)))
        }
        for line in serial.indices {
          let own = scheduling.of(
            plan.reservations, thread: channels.count + line + 1, isUrgent: true)
          threads.append(try startLine(line, grid, stop, own))
        }
        threads.append(
          try RealtimeThread.start(
            makeControlThread(grid, stop), name: "cbl-control", scheduling: control))
      }
    } catch {
      stop.raise()
      for thread in threads { thread.join() }
      throw error
    }
    return RunningRobot(threads: threads, stop: stop)
  }

  private func makeBusThread(_ bus: Int, _ grid: CycleGrid, _ stop: StopFlag) -> BusThread {
    // A transfer that is caught up would read the sensors at the wrong time: buses always skip.
    BusThread(
      CyclicExecutor(
        channels[bus].makeExecutor(on: hardware.adapters[bus]),
        timing: CycleTiming(
          grid: grid, phase: .zero, deadline: schedule.controlPhase, spin: schedule.spin),
        stop: stop, statistics: busLoopStatistics[bus], records: busRecords[bus].writer))
  }

  private func startLine(
    _ line: Int, _ grid: CycleGrid, _ stop: StopFlag, _ scheduling: Scheduling
  ) throws(SystemError) -> RealtimeThread {
    let (bus, port) = (channels.count + line, hardware.serialPorts[line])
    let timing = CycleTiming(
      grid: grid, phase: .zero, deadline: schedule.controlPhase, spin: schedule.spin)
    let (statistics, records) = (busLoopStatistics[bus], busRecords[bus])
    switch serial[line] {
    case .servos(let channel):
      return try RealtimeThread.start(
        SerialThread(
          CyclicExecutor(
            channel.makeExecutor(on: port), timing: timing, stop: stop, statistics: statistics,
            records: records.writer)), name: "cbl-bus", scheduling: scheduling)
    case .stream(let channel):
      return try RealtimeThread.start(
        StreamThread(
          CyclicExecutor(
            channel.makeExecutor(on: port), timing: timing, stop: stop, statistics: statistics,
            records: records.writer)), name: "cbl-bus", scheduling: scheduling)
    }
  }

  private func makeControlThread(_ grid: CycleGrid, _ stop: StopFlag) -> ControlThread {
    ControlThread(
      CyclicExecutor(
        makeLoop(grid),
        timing: CycleTiming(
          grid: grid, phase: schedule.controlPhase, deadline: schedule.period, spin: schedule.spin),
        policy: plan.policy, stop: stop, statistics: controlStatistics,
        records: controlRecords.writer))
  }

  private func makeInlineThread(_ grid: CycleGrid, _ stop: StopFlag) -> InlineThread {
    InlineThread(
      CyclicExecutor(
        InlineCycle(makeLoop(grid), buses: makeBuses()),
        timing: CycleTiming(
          grid: grid, phase: .zero, deadline: schedule.period, spin: schedule.spin),
        policy: plan.policy, stop: stop, statistics: controlStatistics,
        records: controlRecords.writer))
  }

  /// What sets devices up again that lost their settings, and frees buses that hang. Ask for it once.
  public func makeCare() -> DeviceCare {
    DeviceCare(model, channels, hardware, bindings.reports, pads)
  }

  /// Drives every output-enable line to its safe level and switches all PWM channels off, past the
  /// loop. For the time after the threads have ended; says what did not work.
  public func makeSafe() -> [String] {
    var problems: [String] = []
    var lines = SafetyLines(model.robot, hardware)
    let areOff = lines.drive(enabled: false, brakesReleased: false)
    if !DirectionLines(model.robot, hardware).open() || !areOff {
      problems.append(
        "an output-enable, brake or direction line did not take its safe level: cut the motor supply"
      )
    }
    for (index, device) in model.robot.devices.enumerated() {
      do throws(BusError) {
        try model.switchOff(device: index, on: hardware.adapters[device.bus])
      } catch {
        problems.append(
          "\(device.name) did not take its off command (\(error.kind)): cut the motor supply")
      }
    }
    for (index, servo) in model.robot.servos.enumerated()
    where !ServoSetUp.switchOff(model.servos.servos[index], on: hardware.serialPorts[servo.bus]) {
      problems.append("\(servo.name) did not switch its torque off: cut the motor supply")
    }
    return problems
  }

  /// The same robot, stepped by its caller; the first grid point is `start`. Call it once.
  public func stepper(start: MonotonicInstant) -> RobotStepper {
    let grid = CycleGrid(start: start, period: schedule.period)
    return RobotStepper(
      loop: makeLoop(grid),
      buses: SteppedBuses(
        Array(zip(channels, hardware.adapters)), Array(zip(serial, hardware.serialPorts))),
      grid: grid, phase: schedule.controlPhase,
      policy: plan.policy)
  }

  private func makeBuses() -> BusArray {
    BusArray(Array(zip(channels, hardware.adapters)), Array(zip(serial, hardware.serialPorts)))
  }

  private func makeLoop(_ grid: CycleGrid) -> ControlLoop {
    ControlLoop(
      model: model, bindings: bindings, watch: DeviceWatch(model, traffic),
      errors: DeviceErrors(model.robot, traffic, streams, serialTraffic),
      links: BusLinks(channels, serial),
      pulses: PulseEncoders(bindings.pulses, hardware.edges),
      lines: SafetyLines(model.robot, hardware),
      directions: DirectionLines(model.robot, hardware),
      simulator: (hardware.simulator ?? SimulatorHealth()).reader, ports: ports, grid: grid,
      aging: plan.aging,
      startBlocks: startBlocks)
  }
}

extension Scheduling {
  /// What one thread asks for: its reservation, where there are any; else the same as the others, an
  /// urgent one with one priority more, because a bus must not wait for control.
  fileprivate func of(_ reservations: [Reservation], thread: Int, isUrgent: Bool) -> Scheduling {
    if reservation != nil { return Scheduling(reservations[thread]) }
    let raised = isUrgent ? priority.map { min($0 + 1, 99) } : priority
    return Scheduling(priority: raised, processor: processor)
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
