import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import RobotWire

/// A conversation with the daemon: requests with their refusals as failures, states, faults.
final class DaemonSession {
  /// The robot.
  let info: RobotInfo
  /// The last fault that the daemon told of since the session began.
  private(set) var fault: FaultEvent?
  /// Called with each of them.
  var onFault: ((FaultEvent) -> Void)?
  private let client: WireClient
  private var knownUnits: [JointUnitNames]?
  var knownSensors: [SensorInfo]?

  /// How long the daemon may take to answer.
  private static let patience = TimeSpan.milliseconds(2000)

  /// Connects and introduces itself.
  init(path: String) throws(ToolFailure) {
    let reply: Reply
    do {
      client = try WireClient(path: path, timeout: Self.patience)
      reply = try client.request(
        .hello(clientName: "cerebellum", protocolVersion: FrameHeader.version),
        timeout: Self.patience)
    } catch {
      throw ToolFailure(error)
    }
    guard case .welcome(let info) = reply else { throw Self.failure(reply) }
    self.info = info
  }

  /// What the values of each joint are in.
  ///
  /// The daemon is asked once, by the first who shows or reads such a value, and not at the beginning:
  /// one of an older release does not answer, and must not keep "stop" waiting.
  func units() throws(ToolFailure) -> [JointUnitNames] {
    if let knownUnits { return knownUnits }
    let reply: Reply
    do {
      reply = try client.request(.jointKinds, timeout: Self.patience)
    } catch {
      if case .timedOut = error { throw Self.unitsUnknown }
      throw ToolFailure(error)
    }
    guard case .jointKinds(let kinds) = reply else { throw Self.failure(reply) }
    let units = kinds.map { JointUnitNames($0) }
    guard units.count == info.joints.count else { throw Self.unexpected }
    knownUnits = units
    return units
  }

  /// The number of the joint that is called `name`.
  func joint(named name: String) throws(ToolFailure) -> Int {
    guard let index = info.joints.firstIndex(where: { $0.name == name }) else {
      let names = info.joints.map(\.name).joined(separator: ", ")
      throw ToolFailure(
        .usage, "no joint is named \"\(name)\"; there are: \(names)",
        "没有名为 \"\(name)\" 的关节；可用：\(names)")
    }
    return index
  }

  /// Asks for something that is done or refused.
  func perform(_ request: Request) throws(ToolFailure) {
    guard case .result(let result) = try answer(to: request) else { throw Self.unexpected }
    if let failure = ToolFailure(result) { throw failure }
  }

  /// Counts and times since the daemon started.
  func statistics() throws(ToolFailure) -> StatisticsSnapshot {
    let reply = try answer(to: .statistics)
    guard case .statistics(let statistics) = reply else { throw Self.failure(reply) }
    return statistics
  }

  /// All durations of `stage` of thread `thread` since the daemon started.
  func histogram(thread: UInt16, stage: LoopStage) throws(ToolFailure) -> HistogramCounts {
    let reply = try answer(to: .histogram(thread: thread, stage: stage))
    guard case .histogram(let histogram) = reply else { throw Self.failure(reply) }
    return histogram.counts
  }

  /// The missed deadlines since the daemon started.
  func lateCycles() throws(ToolFailure) -> LateReport {
    let reply = try answer(to: .lateCycles)
    guard case .lateCycles(let report) = reply else { throw Self.failure(reply) }
    return report
  }

  /// From now on about `hertz` states a second.
  func subscribe(hertz: Double) throws(ToolFailure) {
    let every = max(1, (info.rate.hertz / hertz).rounded())
    try perform(.subscribe(stateEvery: UInt32(min(every, 1e9))))
  }

  /// The next state; `nil` when none comes within `timeout`. Faults that come before it are kept.
  func nextState(timeout: TimeSpan) throws(ToolFailure) -> StateSnapshot? {
    do {
      while let envelope = try client.nextReply(timeout: timeout) {
        switch envelope.message {
        case .state(let state): return state
        case .event(let event):
          fault = event
          onFault?(event)
        default: break
        }
      }
      return nil
    } catch {
      throw ToolFailure(error)
    }
  }

  /// Drops the states that wait: what was sent before the last answer may show the time before it.
  func dropStates() throws(ToolFailure) {
    while try nextState(timeout: .zero) != nil {}
  }

  /// The newest state: all that wait are read, or else the next one is awaited.
  func newestState() throws(ToolFailure) -> StateSnapshot {
    var newest: StateSnapshot?
    while let state = try nextState(timeout: .zero) { newest = state }
    if let newest { return newest }
    guard let state = try nextState(timeout: Self.patience) else {
      throw ToolFailure(
        .hardware, "the daemon sends no states: its control loop may hang; see its log",
        "守护进程没有发送状态：控制循环可能卡住，请查看其日志")
    }
    return state
  }

  func answer(to request: Request) throws(ToolFailure) -> Reply {
    do {
      return try client.request(request, timeout: Self.patience)
    } catch {
      throw ToolFailure(error)
    }
  }

  private static let unitsUnknown = ToolFailure(
    .hardware,
    "the daemon does not say what units its joints have: it hangs (see its log), or it is older than "
      + "the tool; use the tool and the daemon of one release",
    "守护进程没有说明关节的单位：它可能已卡住（请查看其日志），或版本旧于本工具；请使用同一版本的工具和守护进程")

  /// Why `reply` is not the answer that was asked for: a refusal, or nothing of this release.
  static func failure(_ reply: Reply) -> ToolFailure {
    guard case .result(let result) = reply else { return unexpected }
    return ToolFailure(result) ?? unexpected
  }

  static let unexpected = ToolFailure(
    .hardware,
    "the daemon gave an answer that does not belong to the question: use the tool and the daemon of "
      + "one release",
    "守护进程的回答与请求不符：请使用同一版本的工具和守护进程")
}

extension ToolFailure {
  /// No daemon, or a broken connection.
  init(_ failure: SocketFailure) {
    switch failure {
    case .noDaemon(let path):
      self.init(
        .hardware,
        Message(
          "\(failure)",
          "没有守护进程在监听 \"\(path)\"：请先运行 \"cerebellum sim\" 或 \"sudo systemctl start cerebellumd\"；"
            + "若一分钟内终止过三次，systemd 不再启动它：请查看 \"journalctl -u cerebellumd\"，"
            + "然后先运行 \"sudo systemctl reset-failed cerebellumd\""))
    case .closed(let path):
      self.init(
        .hardware,
        Message("\(failure)", "\"\(path)\" 上的守护进程断开了连接：请查看 \"journalctl -u cerebellumd\""))
    case .unusablePath:
      self.init(.usage, Message(same: "\(failure)"))
    default:
      self.init(.hardware, Message(same: "\(failure)"))
    }
  }

  /// What the daemon refused; `nil` when it did not.
  init?(_ result: RequestResult) {
    let message = Message(result.english, result.chinese)
    switch result.code {
    case .ok: return nil
    case .refused, .invalid, .busy, .unsupported: self.init(.refused, message)
    case .faulted: self.init(.fault, message)
    }
  }
}
