public import RobotConfiguration
internal import RobotDrivers
internal import RobotHAL
internal import RobotRuntime
public import RobotUnits

/// Sets devices up again that lost their settings, while their buses are in use: one transfer per cycle,
/// behind the cycle's own; and frees buses that hang. It never moves the robot, clears nothing, and leaves
/// the fault standing.
///
/// One thread beside the control path calls `tend` again and again. Real-time: no.
public struct DeviceCare: ~Copyable {
  /// What happened to a device or a bus.
  public struct Event: Sendable {
    /// The robot file's name for the device or the bus.
    public let device: String
    /// What a person reads.
    public let text: BilingualText
    /// Whether it is as it should be again.
    public let isMended: Bool
  }

  private struct Case {
    let device: Int
    var session: SetUpSession
    var attempt = 1
    var isPosted = false
    var wakesAt: MonotonicInstant?
  }

  /// After so many failed set-ups in a row the next one waits for `rest`.
  private static let mostAttempts = 3
  private static let rest = TimeSpan.milliseconds(1000)
  /// After a set-up its settings are read back before it may be set up again.
  private static let settling = TimeSpan.milliseconds(600)

  private let model: RobotModel
  private let channels: [BusChannel]
  private let names: [String]
  /// Bridges that report faults of their own.
  private let reports: [ActuatorReport]
  /// One at a time on each bus.
  private var cases: [Case?]
  /// By device: before that instant nothing is done about it.
  private var notBefore: [MonotonicInstant]
  private var buses: BusCare
  /// By device: the health that was told last.
  private var told: [DeviceHealth.State]
  /// What the freeing of a bus could not set up.
  private var missing: [Int] = []
  private var serial: SerialCare

  init(
    _ model: RobotModel, _ channels: [BusChannel], _ hardware: Hardware,
    _ reports: [ActuatorReport], _ pads: [PaXini.Report?]
  ) {
    buses = BusCare(model, channels, hardware)
    serial = SerialCare(model, hardware.serialPorts, pads)
    self.model = model
    self.reports = reports
    self.channels = channels
    cases = channels.map { _ in nil }
    names = model.robot.deviceNames
    told = names.map { _ in .good }
    notBefore = model.robot.devices.map { _ in MonotonicInstant(nanoseconds: 0) }
  }

  /// Goes on with what is to be done; `snapshot` says which devices lost their settings.
  public mutating func tend(
    _ snapshot: borrowing RobotSnapshot, _ now: MonotonicInstant
  ) -> [Event] {
    var events = buses.tend(snapshot, now, missing: &missing)
    events += serial.tend(snapshot, now)
    for device in 0..<snapshot.devices.count where snapshot.devices[device].state != told[device] {
      // Of a bus that hangs, and of a line that is gone, the bus is told.
      guard !isGone(device, snapshot) else { continue }
      let health = snapshot.devices[device]
      let name = names[device]
      told[device] = health.state
      events.append(
        Event(
          device: name, text: HealthText.text(name, health), isMended: health.state == .good))
    }
    for device in 0..<snapshot.lostSettings.count {
      let isMissing = missing.contains(device)
      guard snapshot.lostSettings[device] || isMissing, begin(device, now) else { continue }
      if !isMissing { events.append(event(device, .lost)) }
    }
    // Once its fault is cleared a bridge does what it is told: not while anything is driven.
    for report in reports
    where !snapshot.outputsEnabled && snapshot.sensors[report.sensor].flags.has(.deviceFault) {
      guard let device = model.robot.joints[report.joint].actuator.device else { continue }
      if begin(device, now) { events.append(event(device, .faulted)) }
    }
    for bus in cases.indices {
      // All of its devices are set up then.
      if buses.isAtWork(bus), cases[bus]?.isPosted == false { cases[bus] = nil }
      if let event = advance(bus, now) { events.append(event) }
    }
    return events
  }

  /// Whether the bus of `device` works at all.
  private func isGone(_ device: Int, _ snapshot: borrowing RobotSnapshot) -> Bool {
    let robot = model.robot
    if let line = robot.line(ofDevice: device) { return snapshot.lostLines[line] }
    return buses.isDead(robot.devices[device].bus)
  }

  /// Takes `device` up, unless its bus is busy with another, or it had its turn just now.
  private mutating func begin(_ device: Int, _ now: MonotonicInstant) -> Bool {
    let bus = model.robot.devices[device].bus
    guard cases[bus] == nil, now >= notBefore[device], !buses.isAtWork(bus) else { return false }
    cases[bus] = Case(device: device, session: SetUpSession(model.devices.drivers[device]))
    return true
  }

  private mutating func advance(_ bus: Int, _ now: MonotonicInstant) -> Event? {
    guard var current = cases[bus] else { return nil }
    if current.isPosted {
      guard let outcome = channels[bus].guest.take() else { return nil }
      current.isPosted = false
      switch outcome {
      case .answered(let bytes): current.session.answer(.success(bytes))
      case .failed(let error): current.session.answer(.failure(error))
      }
    }
    if let wakesAt = current.wakesAt {
      guard now >= wakesAt else { return nil }
      current.wakesAt = nil
      current.session.pass()
    }
    let device = current.device
    switch current.session.need() {
    case .transfer(let address, let bytes, let count):
      current.isPosted = channels[bus].guest.post(
        to: address, through: model.robot.route(of: model.robot.devices[device]), write: bytes,
        read: count)
      cases[bus] = current
      return nil
    case .pause(let span):
      current.wakesAt = now + span
      cases[bus] = current
      return nil
    case .done:
      cases[bus] = nil
      missing.removeAll { $0 == device }
      notBefore[device] = now + DeviceCare.settling
      return event(device, .mended)
    case .failed(let problem):
      guard current.attempt >= DeviceCare.mostAttempts else {
        current.attempt += 1
        current.session = SetUpSession(model.devices.drivers[device])
        cases[bus] = current
        return nil
      }
      cases[bus] = nil
      notBefore[device] = now + DeviceCare.rest
      return event(device, .failed(problem.text))
    }
  }

  private enum Happening {
    case lost, faulted, mended
    case failed(String)
  }

  private func event(_ device: Int, _ happening: Happening) -> Event {
    let name = model.robot.devices[device].name
    switch happening {
    case .lost:
      return Event(
        device: name,
        text: BilingualText(
          "device \(name) lost its settings, as after a dip of its supply; setting it up again",
          "器件 \(name) 的配置已丢失（例如供电瞬间跌落），正在重新配置"), isMended: false)
    case .faulted:
      return Event(
        device: name,
        text: BilingualText(
          "device \(name) reports a fault of its own; the outputs are off, and the fault is cleared to see "
            + "whether it stays",
          "器件 \(name) 报告自身故障；输出已关闭，正在清除故障以确认是否仍存在"), isMended: false)
    case .mended:
      return Event(
        device: name,
        text: BilingualText(
          "device \(name) was set up again and read back", "器件 \(name) 已重新配置并回读确认"),
        isMended: true)
    case .failed(let problem):
      return Event(
        device: name,
        text: BilingualText(
          "device \(name) could not be set up again: \(problem)",
          "器件 \(name) 重新配置失败：\(problem)"), isMended: false)
    }
  }
}
