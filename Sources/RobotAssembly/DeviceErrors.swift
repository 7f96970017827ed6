internal import RobotConfiguration
internal import RobotCore
internal import RobotHAL
internal import RobotRuntime
internal import RobotUnits

/// What a device's exchanges were worth lately.
public struct DeviceHealth: BitwiseCopyable, Sendable {
  /// How good it is.
  public enum State: UInt8, BitwiseCopyable, Sendable {
    /// Within its budget.
    case good
    /// More errors than `errors.degrade`, or not yet down to half of them.
    case degraded
    /// More errors than `errors.fault`.
    case failing

    /// Spelt out: the generic `==` of raw values is refused by the real-time checks in debug builds.
    @_noAllocation @_noLocks
    public static func == (left: Self, right: Self) -> Bool { left.rawValue == right.rawValue }
  }
  /// How good it is.
  public var state = State.good
  /// Failed or invalid exchanges within its window.
  public var errors: UInt32 = 0

  @_noAllocation @_noLocks
  init() {}
}

/// Counts what fails, or is invalid, by device, against the device's budget. Real-time: `update` and `add`
/// yes; fixed memory.
struct DeviceErrors: ~Copyable {
  /// By device, in the order of `RobotDescription.deviceNames`.
  let health: FixedArray<DeviceHealth>
  /// Whether a device is not good.
  private(set) var isAnyBad = false

  private let sources: FixedArray<ErrorSource>
  private let windows: FixedArray<ErrorWindow>
  /// Of each device the parts of its window.
  private let counts: FixedArray<UInt32>

  init(
    _ robot: RobotDescription, _ traffic: BusTraffic, _ streams: [StreamPlan?],
    _ serial: SerialTraffic
  ) {
    var sources: [ErrorSource] = []
    for (bus, plan) in traffic.plans.enumerated() {
      for (index, entry) in plan.entries.enumerated() {
        sources.append(ErrorSource(device: entry.device, bus: bus, entry: index, failures: 0))
      }
    }
    for (line, stream) in streams.enumerated() {
      for (index, entry) in (stream?.entries ?? []).enumerated() {
        sources.append(
          ErrorSource(
            device: entry.device, bus: robot.buses.count + line, entry: index, failures: 0))
      }
    }
    for (line, plan) in serial.plans.enumerated() {
      for (index, entry) in plan.entries.enumerated() {
        sources.append(
          ErrorSource(
            device: robot.number(ofServo: entry.device), bus: robot.buses.count + line,
            entry: index, failures: 0))
      }
    }
    self.sources = FixedArray(sources)
    let budgets = robot.errorBudgets
    windows = FixedArray(budgets.map { ErrorWindow($0, rate: robot.rate) })
    counts = FixedArray(repeating: 0, count: budgets.count * ErrorWindow.parts)
    health = FixedArray(repeating: DeviceHealth(), count: budgets.count)
  }

  /// A reply of `device` that means nothing.
  @_noAllocation @_noLocks
  func add(_ device: Int) { add(1, to: device) }

  @_noAllocation @_noLocks
  private func add(_ errors: UInt32, to device: Int) {
    windows[device].add(errors, counts.base + device * ErrorWindow.parts)
  }

  /// Takes what the buses brought in this cycle, and judges.
  @_noAllocation @_noLocks
  mutating func update(_ links: borrowing BusLinks) {
    for index in 0..<sources.count {
      let source = sources[index]
      let status = links.replies(source.bus).pointee.statuses[source.entry]
      let failures = status.failures
      guard failures != source.failures else { continue }
      sources[index].failures = failures
      // A line that is gone is told as such, and says nothing of its devices.
      if failures > 0, case .unavailable = status.error.kind { continue }
      // Fewer: it was answered in between.
      let added = failures > source.failures ? failures - source.failures : failures
      add(added, to: source.device)
    }
    isAnyBad = false
    for device in 0..<windows.count {
      windows[device].pass(counts.base + device * ErrorWindow.parts)
      let window = windows[device]
      let errors = window.sum
      health[device].errors = errors
      if errors > window.fault {
        health[device].state = .failing
        isAnyBad = true
      } else if errors > window.degrade || errors > window.degrade / 2 && isBad(device) {
        health[device].state = .degraded
        isAnyBad = true
      } else {
        health[device].state = .good
      }
    }
  }

  @_noAllocation @_noLocks
  private func isBad(_ device: Int) -> Bool { !(health[device].state == .good) }

  /// `device`, as the reason why the joint `joint` cannot go on, or only slower; nothing while it is good.
  @_noAllocation @_noLocks
  func blame(_ device: Int, joint: Int, isEncoder: Bool, _ input: inout CycleInput) {
    var blamed = UnreliableDevice()
    blamed.joint = joint
    blamed.isEncoder = isEncoder
    blamed.device = device
    blamed.errors = health[device].errors
    switch health[device].state {
    case .good: return
    case .degraded:
      guard input.degrading.joint < 0 else { return }
      blamed.limit = windows[device].degrade
      input.degrading = blamed
    case .failing:
      blamed.limit = windows[device].fault
      input.add(unreliable: blamed)
    }
  }
}
