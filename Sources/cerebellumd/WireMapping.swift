import RobotAssembly
import RobotConfiguration
import RobotControl
import RobotCore
import RobotRuntime
import RobotUnits
import RobotWire

/// The daemon's state in the protocol's words.
extension RunningSystem {
  func info() -> RobotInfo {
    let robot = loaded.model.robot
    return RobotInfo(
      name: robot.name, rate: robot.rate, isSimulated: world.simulated != nil,
      isRealtime: isRealtime, degradedReason: degradedReason,
      joints: zip(robot.joints, loaded.model.joints).map { joint, core in
        JointInfo(
          name: joint.name, lower: core.bounds.lower, upper: core.bounds.upper,
          velocity: core.hasLimits ? core.bounds.velocity : .nan,
          acceleration: core.bounds.acceleration,
          effort: core.hasLimits ? core.effortLimit : .nan)
      },
      buses: loaded.budgets.map { budget in
        BusInfo(
          name: budget.name,
          planned: TimeSpan(nanoseconds: Int64(budget.totalMicroseconds * 1e3)),
          utilisation: budget.utilisation)
      }
        + loaded.serialBudgets.map { budget in
          BusInfo(
            name: budget.name,
            planned: TimeSpan(nanoseconds: Int64(budget.totalMicroseconds * 1e3)),
            utilisation: budget.utilisation)
        },
      supplies: system.powerNames)
  }

  func state(_ snapshot: borrowing RobotSnapshot) -> StateSnapshot {
    var flags: StateFlags = []
    if snapshot.emergencyStop { flags.insert(.eStopPressed) }
    if snapshot.outputsEnabled { flags.insert(.outputsEnabled) }
    if !isRealtime { flags.insert(.degraded) }
    return StateSnapshot(
      cycle: snapshot.cycle.index, time: snapshot.cycle.time,
      lifecycle: RobotWire.Lifecycle(snapshot.lifecycle), motion: MotionStatus(snapshot),
      fault: snapshot.fault.map { FaultEvidence($0) }
        ?? snapshot.degradation.map { FaultEvidence($0) },
      flags: flags,
      supplies: (0..<snapshot.powers.count).map { index in
        let power = snapshot.powers[index]
        return SupplySnapshot(
          volts: power.isValid ? power.volts : .nan, amperes: power.isValid ? power.amperes : .nan)
      },
      joints: (0..<snapshot.joints.count).map { RobotWire.JointSnapshot(snapshot.joints[$0]) })
  }

  func statistics(
    _ snapshot: borrowing RobotSnapshot, faults: UInt64, stages: [[StageStatistics]],
    window: TimeSpan
  ) -> StatisticsSnapshot {
    let records = [system.controlRecords] + system.busRecords
    return StatisticsSnapshot(
      lateReplies: snapshot.lateReplies, faults: faults,
      lostRecords: records.reduce(0) { $0 + $1.refusedCount }, window: window,
      control: ThreadStatistics(system.controlStatistics, nil, stages[0]),
      buses: system.busLoopStatistics.indices.map { index in
        ThreadStatistics(
          system.busLoopStatistics[index], system.busStatistics[index], stages[index + 1])
      },
      tracking: (0..<snapshot.joints.count).map { index in
        let joint = snapshot.joints[index]
        let cycles = Double(max(snapshot.trackedCycles, 1))
        return TrackingError(
          rms: (joint.squaredErrorSum / cycles).squareRoot(), maximum: joint.maximumError)
      })
  }

  /// A fault, or a stop or a slower speed without one, as an event.
  func event(
    _ code: UInt16, joint: Int, device: Int, value: Double, limit: Double, _ cycle: Cycle
  ) -> FaultEvent {
    let text = FaultCatalogue.shipped.text(
      code,
      FaultCatalogue.Values(
        joint: jointName(joint), units: jointUnits(joint),
        device: loaded.model.robot.blamedDevice(code, joint: joint, device: device), value: value,
        limit: limit))
    return FaultEvent(
      time: cycle.time, cycle: cycle.index,
      fault: FaultEvidence(code: code, joint: UInt16(exactly: joint), value: value, limit: limit),
      english: text.english, chinese: text.chinese)
  }

  func event(_ record: FaultRecord) -> FaultEvent {
    event(
      record.code.rawValue, joint: record.joint, device: record.device, value: record.value,
      limit: record.limit, record.cycle)
  }

  func event(_ record: StopRecord) -> FaultEvent {
    event(
      record.code.rawValue, joint: record.joint, device: record.device, value: record.value,
      limit: record.limit, record.cycle)
  }

  /// The files, as they were read.
  var files: [FileInfo] {
    loaded.files.map { file in
      let role: FileInfo.Role =
        switch file.role {
        case .robot: .robot
        case .urdf: .urdf
        case .calibration: .calibration
        case .board: .board
        }
      return FileInfo(role: role, path: file.fullPath, sha256: file.digest.description)
    }
  }

  /// What the journal keeps of `event` beside its text.
  func journalFields(_ event: FaultEvent) -> [(name: String, value: String)] {
    var fields = [
      (name: "CEREBELLUM_CODE", value: "\(event.fault.code)"),
      ("CEREBELLUM_VALUE", "\(event.fault.value)"), ("CEREBELLUM_LIMIT", "\(event.fault.limit)"),
      ("CEREBELLUM_CYCLE", "\(event.cycle)"),
    ]
    if let entry = FaultCatalogue.shipped[event.fault.code] {
      fields += [("MESSAGE_ID", entry.messageID), ("CEREBELLUM_FAULT", entry.name)]
    }
    if let joint = event.fault.joint.flatMap({ jointName(Int($0)) }) {
      fields.append(("CEREBELLUM_JOINT", joint))
    }
    return fields
  }

  /// Why something was refused: of what was found at the start, with its file and key.
  private func reason(of block: ArmingBlock) -> BilingualText {
    let found = startBlocks.first { $0.refusal == block.refusal && $0.joint == block.joint }
    let units = jointUnits(block.joint)
    let unit: FaultCatalogue.Unit = block.refusal == .jointMoves ? .velocity : .position
    let readings = units.map { units in
      [block.readings.x, block.readings.y].map {
        unit.text($0, units).english
      }
    }
    return found?.text
      ?? block.refusal.text(
        jointName: jointName(block.joint), deviceName: deviceName(block.device),
        readings: readings ?? [])
  }

  /// `blocks` are all that forbid to arm, where that was asked.
  func answer(
    _ result: RobotCore.RequestResult, _ blocks: [ArmingBlock]
  ) -> RobotWire.RequestResult {
    let reasons = blocks.map(reason)
    let text =
      reasons.count > 1
      ? BilingualText(listOf: reasons)
      : reasons.first
        ?? reason(
          of: ArmingBlock(result.refusal, joint: result.joint, device: result.device))
    let code: RobotWire.RequestResult.Code =
      switch result.refusal {
      case .none: .ok
      case .faultLatched, .causePersists: .faulted
      case .invalidValue, .noMotion: .invalid
      default: .refused
      }
    return RobotWire.RequestResult(code, english: text.english, chinese: text.chinese)
  }
}

extension JointKind {
  init(_ kind: JointDescription.Kind) {
    self =
      switch kind {
      case .revolute: .revolute
      case .prismatic: .prismatic
      }
  }
}

extension RobotWire.Lifecycle {
  init(_ state: LifecycleState) {
    self =
      switch state {
      case .unconfigured: .unconfigured
      case .disarmed: .disarmed
      case .arming: .arming
      case .active: .active
      case .holding: .holding
      case .stopping: .stopping
      case .faulted: .faulted
      case .degraded: .degraded
      }
  }
}

extension MotionStatus {
  /// The motion or jog, as the snapshot has it.
  init(_ snapshot: borrowing RobotSnapshot) {
    let state: State =
      switch snapshot.source {
      case .motion, .jog: .running
      case .rest, .stream: snapshot.hasFinishedMotion ? .finished : .none
      }
    self.init(state: state, progress: snapshot.motionTime)
  }
}

extension FaultEvidence {
  init(_ record: FaultRecord) {
    self.init(
      code: record.code.rawValue, joint: UInt16(exactly: record.joint), value: record.value,
      limit: record.limit)
  }

  init(_ record: StopRecord) {
    self.init(
      code: record.code.rawValue, joint: UInt16(exactly: record.joint), value: record.value,
      limit: record.limit)
  }
}

extension RobotWire.JointSnapshot {
  init(_ joint: RobotCore.JointSnapshot) {
    self.init(
      referencePosition: joint.referencePosition, referenceVelocity: joint.referenceVelocity,
      measuredPosition: joint.measuredPosition, measuredVelocity: joint.measuredVelocity,
      effortApplied: joint.appliedEffort, effortDesired: joint.desiredEffort,
      limiting: LimitingReasons(rawValue: joint.limits.rawValue),
      age: UInt16(clamping: joint.age))
  }
}

extension ThreadStatistics {
  init(_ loop: LoopStatistics, _ bus: BusStatistics?, _ stages: [StageStatistics]) {
    self.init(
      cycles: loop.cycles, late: loop.late, overruns: loop.overruns, skipped: loop.skipped,
      transfers: bus?.transfers.value ?? 0, failures: bus?.failures.value ?? 0,
      retries: bus?.retries.value ?? 0, stages: stages)
  }
}
