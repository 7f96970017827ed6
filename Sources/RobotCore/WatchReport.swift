/// What the numbers that must stay in a range say in one cycle.
public struct WatchReport: BitwiseCopyable, Sendable {
  /// Temperatures above their greatest [degC].
  public var tooHot = WatchFinding()
  /// Supplies below their range [V].
  public var underVoltage = WatchFinding()
  /// Supplies above their range [V].
  public var overVoltage = WatchFinding()
  /// Currents above their greatest [A].
  public var overCurrent = WatchFinding()
  /// Devices that give no number; the value is for how many cycles.
  public var silent = WatchFinding()
  /// Whether one of these has a device.
  public private(set) var isAny = false

  /// Nothing found.
  @_noAllocation @_noLocks
  public init() {}

  /// Whether a number is out of its range.
  public var isOutOfRange: Bool {
    @_noAllocation @_noLocks get {
      isAny
        && !(tooHot.devices.isEmpty && underVoltage.devices.isEmpty && overVoltage.devices.isEmpty
          && overCurrent.devices.isEmpty)
    }
  }

  /// What is found may be told of devices.
  public enum Kind: UInt8, BitwiseCopyable, Sendable {
    case tooHot, underVoltage, overVoltage, overCurrent, silent
  }

  /// Adds what was found of `device`.
  @_noAllocation @_noLocks
  public mutating func add(_ kind: Kind, device: Int, value: Double, limit: Double) {
    isAny = true
    switch kind {
    case .tooHot: tooHot.add(device, value: value, limit: limit)
    case .underVoltage: underVoltage.add(device, value: value, limit: limit)
    case .overVoltage: overVoltage.add(device, value: value, limit: limit)
    case .overCurrent: overCurrent.add(device, value: value, limit: limit)
    case .silent: silent.add(device, value: value, limit: limit)
    }
  }
}

/// Devices of which the same was found, with the numbers of the first.
public struct WatchFinding: BitwiseCopyable, Sendable {
  /// The devices, as the runtime numbers all that has a health of its own.
  public private(set) var devices = DeviceSet()
  /// What the first of them says ...
  public private(set) var value = 0.0
  /// ... and the bound that it broke.
  public private(set) var limit = 0.0

  /// Nothing found.
  @_noAllocation @_noLocks
  init() {}

  @_noAllocation @_noLocks
  fileprivate mutating func add(_ device: Int, value: Double, limit: Double) {
    if devices.isEmpty {
      self.value = value
      self.limit = limit
    }
    devices.insert(device)
  }
}
