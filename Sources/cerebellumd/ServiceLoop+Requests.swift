import RobotAssembly
import RobotConfiguration
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire
import SimulatedHAL

extension ServiceLoop {
  /// How many requests of clients may wait for the loop; the rest of its ring is the daemon's own.
  private static let mostPending = 48

  /// Does what a client asks: answers at once, or when the loop has answered.
  mutating func handle(
    _ envelope: Envelope<RobotWire.Request>, from session: Session, _ now: MonotonicInstant
  ) {
    let sequence = envelope.header.sequence
    guard admits(envelope, from: session, now) else { return }
    switch envelope.message {
    case .hello, .describe:
      send(.welcome(info), to: session, answers: sequence, now)
    case .subscribe(let every):
      session.stateEvery = UInt64(every)
      session.nextState = 0
      accept(session, sequence, now)
    case .statistics:
      _ = snapshots.update()
      let statistics = robot.statistics(
        snapshots.slot.pointee, faults: faults, stages: history.stages(now),
        window: history.window(now))
      send(.statistics(statistics), to: session, answers: sequence, now)
    case .histogram(let thread, let stage): histogram(thread, stage, session, sequence, now)
    case .jointKinds:
      send(.jointKinds(robot.jointKinds.map { JointKind($0) }), to: session, answers: sequence, now)
    case .sensors(let first): sensors(from: first, session, sequence, now)
    case .sensorSamples(let first): sensorSamples(from: first, session, sequence, now)
    case .tactileFrames(let first): tactileFrames(from: first, session, sequence, now)
    case .tare(let skin): tare(skin, session, sequence, now)
    case .devices(let first): devices(from: first, session, sequence, now)
    case .evidence(let number, let first): evidence(number, from: first, session, sequence, now)
    case .lateCycles: send(.lateCycles(late.report), to: session, answers: sequence, now)
    case .examine: pass(.examine, session, sequence, now)
    case .files: send(.files(robot.files), to: session, answers: sequence, now)
    case .access: send(.access(access(of: session)), to: session, answers: sequence, now)
    case .deathBefore: send(.deathBefore(robot.deathReport), to: session, answers: sequence, now)
    case .stop: pass(.stop, session, sequence, now)
    case .disarm: pass(.disarm, session, sequence, now)
    case .setLine(let name, let isHigh): setLine(name, isHigh, session, sequence, now)
    case .push(let joint, let effort): push(Int(joint), effort, session, sequence, now)
    case .arm, .recover, .clear, .jog, .command, .trajectoryBegin, .trajectoryKnots,
      .trajectoryStart:
      move(envelope, session, now)
    }
  }

  /// What was streamed before must not move a robot that is armed again.
  private mutating func arm(
    _ kind: RobotCore.Request.Kind, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    _ = snapshots.update()
    if !snapshots.slot.pointee.lifecycle.followsCommands() { endStream() }
    pass(kind, session, sequence, now)
  }

  /// What only the controlling client may ask.
  private mutating func move(
    _ envelope: Envelope<RobotWire.Request>, _ session: Session, _ now: MonotonicInstant
  ) {
    let sequence = envelope.header.sequence
    switch envelope.message {
    case .arm: arm(.arm, session, sequence, now)
    case .recover: arm(.recover, session, sequence, now)
    case .clear: pass(.clear, session, sequence, now)
    case .jog(let joint, let displacement, let speed):
      let number = takeSequence()
      pass(
        Request(
          .jog, sequence: number, joint: Int(joint), displacement: displacement, speed: speed),
        session, sequence, now)
    case .command(let validFor, let joints):
      command(joints, validFor, sentAt: envelope.header.sentAt, session, sequence, now)
    case .trajectoryBegin(let knots, let joints): begin(knots, joints, session, sequence, now)
    case .trajectoryKnots(let part): add(part, session, sequence, now)
    case .trajectoryStart: startMotion(session, sequence, now)
    default: break
    }
  }

  private mutating func pass(
    _ kind: RobotCore.Request.Kind, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    pass(Request(kind, sequence: takeSequence()), session, sequence, now)
  }

  private mutating func pass(
    _ request: RobotCore.Request, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    let own = pending.values.filter { $0.session == session.number }.count
    guard own < Session.mostWaiting, pending.count < Self.mostPending, ask(request) else {
      let text = BilingualText(
        "too many requests are waiting; try again", "等待处理的请求过多；请重试")
      refuse(.busy, text, session, sequence, now, for: .tooMany)
      return
    }
    pending[request.sequence] = (session.number, sequence)
  }

  private mutating func command(
    _ joints: [RobotWire.JointTarget], _ validFor: TimeSpan, sentAt: MonotonicInstant,
    _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    let isSound = joints.allSatisfy { !($0.kp < 0) && !($0.kd < 0) }
    guard joints.count == info.joints.count, isSound else {
      let text = BilingualText(
        "a command needs \(info.joints.count) joints with gains of at least 0",
        "命令需要 \(info.joints.count) 个关节，且增益不小于 0")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    // This turn's clock is older than what came in it.
    let now = SystemClock.now()
    let longest = min(validFor, robot.loaded.model.robot.commandTimeout)
    let validUntil = min(sentAt, now) + longest
    // In lock-step the loop's clock is not the client's: a command is as old as the simulator makes it.
    let isInLockStep = robot.world.isInLockStep
    guard isInLockStep || validUntil > now else {
      let text = BilingualText(
        "the command arrived after its deadline", "命令到达时已超过有效期")
      refuse(.refused, text, session, sequence, now, for: .late)
      return
    }
    _ = snapshots.update()
    guard snapshots.slot.pointee.lifecycle.followsCommands() else {
      refuse(.refused, Refusal.wrongState.text(jointName: nil), session, sequence, now)
      return
    }
    let source = snapshots.slot.pointee.source
    guard source == .rest || source == .stream, startingMotion == nil else {
      refuse(.busy, Refusal.wrongState.text(jointName: nil), session, sequence, now)
      return
    }
    stream.slot.pointee.validUntil =
      isInLockStep ? snapshots.slot.pointee.cycle.time + longest : validUntil
    for (index, joint) in joints.enumerated() {
      stream.slot.pointee.targets[index] = RobotCore.JointTarget(
        position: joint.position, velocity: joint.velocity, kp: joint.kp, kd: joint.kd,
        feedForward: joint.feedforwardEffort)
    }
    stream.publish()
    accept(session, sequence, now)
  }

  private mutating func begin(
    _ knots: UInt32, _ joints: UInt16, _ session: Session, _ sequence: UInt32,
    _ now: MonotonicInstant
  ) {
    _ = snapshots.update()
    guard snapshots.slot.pointee.source != .motion, startingMotion == nil else {
      refuse(.busy, Refusal.wrongState.text(jointName: nil), session, sequence, now)
      return
    }
    session.upload = MotionUpload(
      knotCount: knots, jointCount: joints, joints: info.joints,
      units: robot.jointKinds.map { JointUnitNames($0) }, store: robot.system.ports.motion)
    guard session.upload != nil else {
      let text = BilingualText(
        "a motion has 2...\(MotionStore.capacity) knots of \(info.joints.count) joints",
        "运动需要 2...\(MotionStore.capacity) 个节点、\(info.joints.count) 个关节")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    accept(session, sequence, now)
  }

  private mutating func add(
    _ part: TrajectoryKnots, _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard session.upload != nil else {
      refuse(.invalid, Refusal.noMotion.text(jointName: nil), session, sequence, now)
      return
    }
    if let problem = session.upload?.add(part) {
      session.upload = nil
      refuse(.invalid, problem, session, sequence, now)
      return
    }
    accept(session, sequence, now)
  }

  private mutating func startMotion(
    _ session: Session, _ sequence: UInt32, _ now: MonotonicInstant
  ) {
    guard let upload = session.upload, upload.isComplete else {
      refuse(.invalid, Refusal.noMotion.text(jointName: nil), session, sequence, now)
      return
    }
    session.upload = nil
    let number = takeSequence()
    startingMotion = number
    pass(
      Request(.startMotion, sequence: number, knotCount: upload.knotCount), session, sequence, now)
    if pending[number] == nil { startingMotion = nil }
  }

  private mutating func histogram(
    _ thread: UInt16, _ stage: LoopStage, _ session: Session, _ sequence: UInt32,
    _ now: MonotonicInstant
  ) {
    guard let histogram = history.histogram(Int(thread), stage) else {
      let text = BilingualText(
        "there is no thread \(thread): 0 is control, the buses are 1...\(info.buses.count)",
        "没有线程 \(thread)：0 为控制线程，总线为 1...\(info.buses.count)")
      refuse(.invalid, text, session, sequence, now)
      return
    }
    send(.histogram(histogram), to: session, answers: sequence, now)
  }

  mutating func accept(_ session: Session, _ sequence: UInt32, _ now: MonotonicInstant) {
    let text = Refusal.none.text(jointName: nil)
    refuse(.ok, text, session, sequence, now)
  }

  /// Answers at once, with a code and its words; counts it under `reason`, else under that of the code.
  mutating func refuse(
    _ code: RobotWire.RequestResult.Code, _ text: BilingualText, _ session: Session,
    _ sequence: UInt32, _ now: MonotonicInstant, for reason: RefusalReason? = nil
  ) {
    if let reason = reason ?? RefusalReason(code) { refusals.add(reason) }
    let result = RobotWire.RequestResult(code, english: text.english, chinese: text.chinese)
    send(.result(result), to: session, answers: sequence, now)
  }
}
