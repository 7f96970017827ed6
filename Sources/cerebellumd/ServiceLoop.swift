import CRealtime
import Glibc
import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// The daemon's one thread that is not real-time: clients, signals, systemd. It talks to the control
/// thread through rings and triple buffers only, so nothing that a client does reaches the loop's time.
struct ServiceLoop: ~Copyable {
  let robot: RunningSystem
  let listener: WireListener
  let signals: Int32
  /// In lock-step: where the robot waits after each cycle until its clients know of it.
  let meeting: CycleMeeting?
  let log: Log
  let info: RobotInfo
  let roles: RolePolicy
  var sessions: [Session] = []
  var requests: RingWriter<RobotCore.Request>
  var events: RingReader<LoopEvent>
  var snapshots: TripleBufferReader<RobotSnapshot>
  var stream: TripleBufferWriter<StreamFrame>
  var tares: RingWriter<Int32>
  /// Which client moves the robot; anyone may stop it.
  var control = ControlLease()
  /// What was not taken, of all clients.
  var refusals = RefusalCounts()
  /// Who asked what of the loop, by the loop's sequence number.
  var pending: [UInt64: (session: Int, sequence: UInt32)] = [:]
  /// The request that starts the uploaded motion, until the loop has answered it.
  var startingMotion: UInt64?
  var nextSequence: UInt64 = 1
  var nextSession = 1
  var faults: UInt64 = 0
  private var lostEvents: UInt64 = 0
  /// What forbids to arm; who asked is answered next.
  private var blocks: [ArmingBlock] = []
  /// The daemon itself wants the robot to stop, and the loop's ring had no room for it yet.
  var mustStop = false
  /// Until then nobody is let in: the last attempt failed.
  var acceptAgain = MonotonicInstant(nanoseconds: 0)
  var history: StatisticsHistory
  var late: LateWatch
  private(set) var archive: EvidenceArchive
  private var store: EvidenceStore?
  /// Until then the loop may hand over the cycles about what latched or stopped last.
  private var evidenceDue = MonotonicInstant(nanoseconds: 0)
  private var wallClock = WallClockWatch()
  private var care: DeviceCare
  private var health: Health
  private var shutdown: Shutdown?

  init(
    robot: RunningSystem, listener: WireListener, roles: RolePolicy, signals: Int32,
    meeting: CycleMeeting?,
    late: LateWatch, store: consuming EvidenceStore?, log: Log
  ) {
    self.robot = robot
    self.roles = roles
    self.listener = listener
    self.signals = signals
    self.meeting = meeting
    self.late = late
    self.log = log
    info = robot.info()
    requests = robot.system.ports.requestWriter()
    events = robot.system.ports.eventReader()
    snapshots = robot.system.ports.snapshotReader()
    stream = robot.system.ports.streamWriter()
    tares = robot.system.ports.tareWriter()
    history = StatisticsHistory(robot.system, at: SystemClock.now())
    archive = EvidenceArchive(robot.system.ports.evidenceReader())
    self.store = store
    care = robot.system.makeCare()
    health = Health(robot)
  }

  /// Whether the robot may be told to move: neither before the first cycle nor after a signal to end.
  var takesOrders: Bool { health.isReady && shutdown == nil }

  /// Serves until a signal has ended in a controlled stop.
  mutating func run() {
    defer { meeting?.end() }
    while true {
      wait()
      // In lock-step clients are told what is new between two cycles: not earlier or later as it happens.
      let isTelling = meeting?.isDue() ?? true
      let now = SystemClock.now()
      takeSignals(now)
      acceptClients(now)
      for session in sessions where !session.isClosed { receive(session, now) }
      if isTelling { takeEvents(now) }
      if archive.update(robot), let newest = archive.events.first {
        store?.keep(newest.event, newest.cycles)
      }
      store?.tend()
      watchClock(now)
      robot.world.outside?.tell(log)
      late.drain(now, log)
      _ = snapshots.update()
      tend(now)
      if isTelling {
        for session in sessions where !session.isClosed { sendState(session, now) }
      }
      removeClosed()
      if mustStop, ask(Request(.stop, sequence: takeSequence())) { mustStop = false }
      history.keep(now)
      health.report(snapshots.slot.pointee, history, now)
      if isTelling { meeting?.goOn() }
      if isFinished(now), now >= evidenceDue {
        store?.finish(until: now + .milliseconds(500))
        return
      }
    }
  }

  /// Sleeps until a descriptor has something to say, or the next state is due.
  private func wait() {
    // A client that cannot be let in stays in the queue: asking for it would not wait at all.
    let listens = SystemClock.now() >= acceptAgain
    var descriptors = [
      pollfd(fd: listener.descriptor, events: listens ? Int16(POLLIN) : 0, revents: 0),
      pollfd(fd: signals, events: Int16(POLLIN), revents: 0),
    ]
    if let meeting {
      descriptors.append(pollfd(fd: meeting.descriptor, events: Int16(POLLIN), revents: 0))
    }
    for session in sessions {
      descriptors.append(
        pollfd(fd: session.connection.descriptor, events: Int16(POLLIN), revents: 0))
    }
    var timeout = 20.0
    for session in sessions where session.stateEvery > 0 {
      timeout = min(timeout, Double(session.stateEvery) * 1e3 / info.rate.hertz)
    }
    let isBusy = !pending.isEmpty || mustStop || shutdown != nil || !health.isReady
    if isBusy { timeout = min(timeout, 2) }
    let result = poll(&descriptors, nfds_t(descriptors.count), Int32(max(timeout, 1)))
    // Without memory for the call, go on at the pace of its timeout. What a descriptor has to say,
    // errors and hang-ups too, is found out by using it.
    if result < 0, errno != EINTR { usleep(2000) }
  }

  /// It is handed over 0.05 s after what it is about.
  private mutating func expectEvidence(_ now: MonotonicInstant) {
    evidenceDue = now + .milliseconds(100)
  }

  private mutating func watchClock(_ now: MonotonicInstant) {
    guard let jump = wallClock.jump(at: now) else { return }
    let seconds = Int(jump.rounded())
    log.write(
      .notice,
      "somebody set the computer's clock by \(seconds) s; the robot goes by another one  "
        + "系统时钟被调整了 \(seconds) 秒；机器人使用另一个时钟，不受影响")
  }

  private mutating func tend(_ now: MonotonicInstant) {
    for event in care.tend(snapshots.slot.pointee, now) {
      log.write(event.isMended ? .notice : .warning, "\(event.text.english)  \(event.text.chinese)")
    }
  }

  private mutating func takeSignals(_ now: MonotonicInstant) {
    while true {
      let signal = crt_take_signal(signals)
      guard signal > 0 else { return }
      if signal == SIGHUP {
        log.write(.notice, "SIGHUP: files are read at start only; restart to reload them")
      } else if shutdown == nil {
        log.write(.notice, "stopping")
        health.stopping()
        shutdown = Shutdown(patience: Shutdown.patience(robot.loaded.model), now: now)
      }
    }
  }

  /// Passes on what the loop answered and latched.
  private mutating func takeEvents(_ now: MonotonicInstant) {
    while let event = events.pop() {
      switch event {
      case .blocked(let block): blocks.append(block)
      case .answered(let result):
        defer { blocks = [] }
        if startingMotion == result.sequence { startingMotion = nil }
        guard let asked = pending.removeValue(forKey: result.sequence) else { continue }
        guard let session = sessions.first(where: { $0.number == asked.session }) else { continue }
        let answer = robot.answer(result, blocks)
        if let reason = RefusalReason(answer.code) { refusals.add(reason) }
        send(.result(answer), to: session, answers: asked.sequence, now)
      case .latched(let record):
        faults += 1
        expectEvidence(now)
        tell(robot.event(record), .error, "fault", now)
      case .stopped(let record):
        expectEvidence(now)
        tell(robot.event(record), .warning, "stop", now)
      case .degraded(let record): tell(robot.event(record), .warning, "degraded", now)
      }
    }
    let lost = robot.system.ports.lostEvents
    guard lost > lostEvents else { return }
    log.write(.error, "\(lost - lostEvents) answers or faults of the loop were lost")
    lostEvents = lost
  }

  /// A fault or a stop, for the journal and for every client.
  private mutating func tell(
    _ event: FaultEvent, _ level: Log.Level, _ what: String, _ now: MonotonicInstant
  ) {
    log.write(
      level, "\(what) \(event.fault.code): \(event.english) \(event.chinese)",
      fields: robot.journalFields(event))
    for session in sessions { send(.event(event), to: session, answers: 0, now) }
  }

  private mutating func sendState(_ session: Session, _ now: MonotonicInstant) {
    let cycle = snapshots.slot.pointee.cycle.index
    guard session.stateEvery > 0, cycle >= session.nextState else { return }
    session.nextState = cycle + session.stateEvery - cycle % session.stateEvery
    send(.state(robot.state(snapshots.slot.pointee)), to: session, answers: 0, now)
  }

  /// Sends without waiting: a client that does not read loses states, and is left when there is
  /// no room for more than that.
  mutating func send(
    _ reply: Reply, to session: Session, answers: UInt32, _ now: MonotonicInstant
  ) {
    do throws(SocketFailure) {
      switch try session.connection.send(reply, answers: answers, at: now) {
      case .sent: return
      case .wouldBlock:
        if case .state = reply { return }
        refusals.add(.unread)
        log.write(
          .warning, "client of process \(session.connection.peer.pid) does not read; hung up")
      case .closed: break
      }
    } catch {
      log.write(.warning, error.description)
    }
    session.isClosed = true
  }

  mutating func takeSequence() -> UInt64 {
    defer { nextSequence += 1 }
    return nextSequence
  }

  /// Puts `request` into the loop's ring.
  mutating func ask(_ request: RobotCore.Request) -> Bool { requests.push(request) }

  private mutating func isFinished(_ now: MonotonicInstant) -> Bool {
    guard var ending = shutdown else { return false }
    let step = ending.next(snapshots.slot.pointee.lifecycle, now: now)
    shutdown = ending
    switch step {
    case .wait: return false
    case .disarm:
      _ = ask(Request(.disarm, sequence: takeSequence()))
      return false
    case .finish: return true
    }
  }
}
