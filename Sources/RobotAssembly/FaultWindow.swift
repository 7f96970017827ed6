public import RobotConfiguration
public import RobotUnits
internal import SimulatedHAL

/// A fault off the wires, and its time.
public struct FaultWindow: Hashable, Sendable {
  /// The place of the fault in its scenario.
  public let number: Int
  /// What happens.
  public let kind: FaultScenario.Kind
  /// The joint's index among the robot's; `nil` for what happens to no joint.
  public let joint: Int?
  /// The name of the device that it happens to; empty for none.
  public let device: String
  /// When it begins.
  public let start: MonotonicInstant
  /// When it ends; `nil` never.
  public internal(set) var end: MonotonicInstant?

  /// `nil` for what happens on a wire or to a button.
  init?(
    _ fault: FaultScenario.Fault, _ number: Int, on robot: RobotDescription,
    from start: MonotonicInstant, until end: MonotonicInstant?
  ) {
    switch fault.kind {
    case .silentClient, .notANumber, .commandStep, .beyondLimits, .gains, .asked, .jammed, .load,
      .deadMotor, .inverted, .strongMotor, .overrun, .supplySag, .overheated, .slippedMagnet:
      break
    default: return nil
    }
    self.number = number
    kind = fault.kind
    joint =
      fault.place.target == .joint
      ? robot.joints.firstIndex { $0.name == fault.place.name } : nil
    device = fault.place.target == .device ? fault.place.name : ""
    self.start = start
    self.end = end
  }

  /// Whether it goes on at `now`.
  public func isActive(at now: MonotonicInstant) -> Bool {
    start <= now && end.map { now < $0 } ?? true
  }

  /// What becomes of `usual` on its way to `value` within `ramp` s.
  fileprivate func ramp(
    _ usual: Double, to value: Double, over ramp: Double, at now: MonotonicInstant
  ) -> Double {
    let time = (now - start).seconds
    return time < ramp ? usual + (value - usual) * time / ramp : value
  }
}

extension SimulatedWorld {
  /// Lets what `windows` has due at `now` happen to joints, supply and thermometers, and ends what is over.
  func disturb(_ windows: [FaultWindow], at now: MonotonicInstant) {
    for joint in Set(windows.compactMap(\.joint)).sorted() {
      var trouble = JointTrouble()
      var effort = 0.0
      for window in windows where window.joint == joint && window.isActive(at: now) {
        switch window.kind {
        case .jammed: trouble.isJammed = true
        case .deadMotor: trouble.isDead = true
        case .inverted: trouble.isInverted = true
        case .strongMotor(let factor): trouble.factor = factor
        case .load(let load): effort += load
        default: break
        }
      }
      plant.setTrouble(trouble, joint: joint)
      plant.push(joint: joint, effort: effort)
    }
    sag(windows, at: now)
    for device in Set(windows.map(\.device)).sorted() where !device.isEmpty {
      let active = windows.filter { $0.device == device && $0.isActive(at: now) }
      heat(device, active, at: now)
      slip(device, active, at: now)
    }
  }

  /// The motors and the servos have one supply.
  private func sag(_ windows: [FaultWindow], at now: MonotonicInstant) {
    var (isSagging, plantVolts) = (false, plant.supplyVolts)
    var servoVolts = FeetechServoModel.usual.volts
    for window in windows {
      guard case .supplySag(let volts, let over) = window.kind else { continue }
      isSagging = true
      guard window.isActive(at: now) else { continue }
      plantVolts = window.ramp(plantVolts, to: volts, over: over, at: now)
      servoVolts = window.ramp(servoVolts, to: volts, over: over, at: now)
    }
    guard isSagging else { return }
    plant.setSupply(volts: plantVolts)
    for servo in servos { servo.expose(volts: servoVolts) }
  }

  private func slip(_ device: String, _ active: [FaultWindow], at now: MonotonicInstant) {
    var radians = 0.0
    for window in active {
      guard case .slippedMagnet(let angle, let over) = window.kind else { continue }
      radians = window.ramp(0, to: angle, over: over, at: now)
    }
    magnets[device]?.slip(by: radians)
  }

  private func heat(_ device: String, _ active: [FaultWindow], at now: MonotonicInstant) {
    let servo = servo(named: device)
    let usual = servo == nil ? SimulatedWorld.roomTemperature : FeetechServoModel.usual.celsius
    var celsius = usual
    for window in active {
      guard case .overheated(let value, let over) = window.kind else { continue }
      celsius = window.ramp(usual, to: value, over: over, at: now)
    }
    servo?.expose(celsius: celsius)
    bodies[device]?.set(celsius: celsius)
  }
}
