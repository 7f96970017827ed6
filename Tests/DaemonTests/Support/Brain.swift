import RobotUnits
import RobotWire

/// A client that knows what it does.
final class Brain {
  let wire: WireClient
  private let daemon: Daemon
  let info: RobotInfo
  private(set) var events: [FaultEvent] = []
  /// Whether the loop may stand still for longer than it tolerates.
  var expectsStalls = false
  private static let patience = TimeSpan.milliseconds(20_000)

  init(_ daemon: Daemon, stateEvery: UInt32 = 1) throws {
    self.daemon = daemon
    wire = try WireClient(path: daemon.socket, timeout: Brain.patience)
    let reply = try wire.request(
      .hello(clientName: "test", protocolVersion: 1), timeout: Brain.patience)
    guard case .welcome(let info) = reply else { throw Failure("no welcome but \(reply)") }
    self.info = info
    if stateEvery > 0 { try succeed(.subscribe(stateEvery: stateEvery)) }
  }

  private func reply(to request: Request) throws -> Reply {
    try told { () throws(SocketFailure) in try wire.request(request, timeout: Brain.patience) }
  }

  /// A connection that ended is told with what the daemon said.
  private func told<Result>(_ body: () throws(SocketFailure) -> Result) throws -> Result {
    do throws(SocketFailure) {
      return try body()
    } catch .closed {
      _ = daemon.process.saysSoon(anyOf: [])
      throw Failure("the daemon ended or hung up; it said: \(daemon.process.text)")
    }
  }

  /// The answer to `request`.
  func ask(_ request: Request) throws -> RequestResult {
    let reply = try reply(to: request)
    guard case .result(let result) = reply else { throw Failure("no result but \(reply)") }
    return result
  }

  func succeed(_ request: Request) throws {
    let result = try ask(request)
    guard result.code == .ok else { throw Failure("\(request) ended with \(result)") }
  }

  func statistics() throws -> StatisticsSnapshot {
    let reply = try reply(to: .statistics)
    guard case .statistics(let statistics) = reply else {
      throw Failure("no statistics but \(reply)")
    }
    return statistics
  }

  func histogram(thread: UInt16, stage: LoopStage) throws -> HistogramSnapshot {
    let reply = try reply(to: .histogram(thread: thread, stage: stage))
    guard case .histogram(let histogram) = reply else { throw Failure("no histogram but \(reply)") }
    return histogram
  }

  func lateCycles() throws -> LateReport {
    let reply = try reply(to: .lateCycles)
    guard case .lateCycles(let report) = reply else { throw Failure("no report but \(reply)") }
    return report
  }

  func devices() throws -> [DeviceState] {
    let reply = try reply(to: .devices(first: 0))
    guard case .devices(let states) = reply else { throw Failure("no devices but \(reply)") }
    return states.elements
  }

  func jointKinds() throws -> [JointKind] {
    let reply = try reply(to: .jointKinds)
    guard case .jointKinds(let kinds) = reply else { throw Failure("no kinds but \(reply)") }
    return kinds
  }

  /// The next state that has not been seen.
  func nextState() throws -> StateSnapshot {
    while let envelope = try told({ () throws(SocketFailure) in
      try wire.nextReply(timeout: Brain.patience)
    }) {
      switch envelope.message {
      case .state(let state):
        if state.isStarved, !expectsStalls { throw Failure("the loop was starved: \(state)") }
        return state
      case .event(let event): events.append(event)
      case .welcome, .result, .statistics, .histogram, .lateCycles, .jointKinds, .sensors,
        .sensorSamples, .tactileFrames, .devices, .evidence, .files, .access, .deathBefore:
        break
      }
    }
    throw Failure("no state comes")
  }

  /// All states until one fulfils `isLast`, that one included.
  @discardableResult
  func states(until isLast: (StateSnapshot) -> Bool) throws -> [StateSnapshot] {
    let deadline = Deadline()
    var states: [StateSnapshot] = []
    while true {
      let state = try nextState()
      states.append(state)
      if isLast(state) { return states }
      guard !deadline.hasPassed else { throw Failure("the last state is \(state)") }
    }
  }

  /// Discards the states that wait, and returns the first one of a cycle after this call.
  func freshState() throws -> StateSnapshot {
    let now = Deadline.now()
    return try last(states(until: { Double($0.time.nanoseconds) * 1e-9 > now }))
  }

  func last(_ states: [StateSnapshot]) throws -> StateSnapshot {
    guard let last = states.last else { throw Failure("no states") }
    return last
  }

  /// Arms as soon as the encoders are steady, and waits until the robot follows and its references are
  /// within their limits: at the start gravity has drawn the arm to its stops.
  func arm() throws {
    let deadline = Deadline()
    while true {
      let result = try ask(.arm)
      if result.code == .ok { break }
      guard result.code == .refused, !deadline.hasPassed else { throw Failure("arm: \(result)") }
      _ = try freshState()
    }
    try states { state in
      state.lifecycle == .active
        && zip(state.joints, info.joints).allSatisfy {
          $0.referenceVelocity == 0 && $0.referencePosition >= $1.lower
            && $0.referencePosition <= $1.upper
        }
    }
  }

  /// Jogs the wrist's roll (joint 4), which gravity hardly moves, and waits until it is on its way.
  func jogUntilMoving() throws {
    try succeed(.jog(joint: 4, displacement: 2, speed: 1))
    try states(until: { $0.joints[4].referenceVelocity > 0.9 })
  }

  /// A command of all joints.
  func command(
    _ target: JointTarget, validFor: TimeSpan = .milliseconds(100)
  ) -> Request {
    .command(
      validFor: validFor, joints: [JointTarget](repeating: target, count: info.joints.count))
  }

  /// Streams `target` for all joints until a state fulfils `isEnough`; sends again after every state.
  func stream(
    _ target: JointTarget, validFor: TimeSpan = .milliseconds(5000),
    until isEnough: (StateSnapshot) -> Bool
  ) throws {
    let deadline = Deadline()
    while true {
      let result = try ask(command(target, validFor: validFor))
      guard result.code == .ok else { throw Failure("command: \(result)") }
      if isEnough(try freshState()) { return }
      guard !deadline.hasPassed else { throw Failure("the stream leads nowhere") }
    }
  }

  /// Two knots: joint 4 by `displacement` in `seconds`, from where the references are.
  func knots(by displacement: Double, seconds: Double) throws -> [Knot] {
    let start = try freshState().joints.map(\.referencePosition)
    return [0, 1].map { step in
      Knot(
        time: step * seconds,
        joints: start.enumerated().map {
          KnotJoint(
            position: $1 + ($0 == 4 ? step * displacement : 0), velocity: 0, acceleration: 0)
        })
    }
  }

  func upload(_ knots: [Knot]) throws {
    try succeed(
      .trajectoryBegin(knotCount: UInt32(knots.count), jointCount: UInt16(info.joints.count)))
    try succeed(.trajectoryKnots(TrajectoryKnots(first: 0, knots: knots)))
  }
}

extension StateSnapshot {
  /// Cycles or encoder readings were lost, or the arm seemed to be fast or astray when they came back;
  /// simulated encoders do not fail by themselves.
  var isStarved: Bool { fault.map { [201, 301, 402, 403].contains($0.code) } ?? false }

  /// Without torque, and without a fault. Not yet configured counts: a busy machine is slow at that.
  var isOff: Bool {
    [.unconfigured, .disarmed].contains(lifecycle) && !flags.contains(.outputsEnabled)
  }
}
