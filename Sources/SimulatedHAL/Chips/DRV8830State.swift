import RobotUnits

/// The digital part and the protections of a DRV8830. Source: TI SLVSAB2G.
struct DRV8830State {
  private enum Fault {
    static let any: UInt8 = 0x01
    static let overCurrent: UInt8 = 0x02
    static let underVoltage: UInt8 = 0x04
    static let overTemperature: UInt8 = 0x08
    static let currentLimit: UInt8 = 0x10
    static let clear: UInt8 = 0x80
  }

  /// ILIMIT is posted after this time (section 7.3.3).
  private static let limitTime = TimeSpan.milliseconds(275)

  var pointer: UInt8 = 0
  private let supplyVolts: Double
  private var control: UInt8 = 0
  private var fault: UInt8 = 0
  private var condition = DRV8830Model.Condition()
  private var limitedSince: MonotonicInstant?
  private var expectsPointer = false
  /// What the observer was told last.
  private var told = BridgeOutput.open

  init(supplyVolts: Double) { self.supplyVolts = supplyVolts }

  // MARK: The bridge

  private var isDriving: Bool { control & 0x03 == 0x01 || control & 0x03 == 0x02 }

  /// Table 1 and "H-Bridge Logic": VSET steps of 4 · 1.285 V / 64.
  var output: BridgeOutput {
    let isTripped = fault & Fault.overCurrent != 0
    guard !isTripped, !condition.isHot, !condition.isUndervolted else { return .open }
    let volts = min(Double(control >> 2) * 4 * 1.285 / 64, supplyVolts)
    switch control & 0x03 {
    case 0x00: return .open
    case 0x01: return .driven(volts: volts)
    case 0x02: return .driven(volts: -volts)
    default: return .driven(volts: 0)
    }
  }

  /// The output where it is not what the observer was told last.
  mutating func takeChange() -> BridgeOutput? {
    let output = output
    guard output != told else { return nil }
    told = output
    return output
  }

  mutating func meet(_ condition: DRV8830Model.Condition, at instant: MonotonicInstant) {
    update(at: instant)
    self.condition = condition
    update(at: instant)
  }

  /// Posts what the bridge met (sections 7.3.3 and 7.3.4).
  private mutating func update(at now: MonotonicInstant) {
    if condition.isHot { fault |= Fault.overTemperature }
    if condition.isUndervolted { fault |= Fault.underVoltage }
    if condition.isShorted, isDriving, output != .open { fault |= Fault.overCurrent }
    if condition.isLimited, isDriving, output != .open {
      let since = limitedSince ?? now
      limitedSince = since
      if now - since >= Self.limitTime { fault |= Fault.currentLimit }
    } else {
      limitedSince = nil
    }
    fault = fault & 0x1E != 0 ? fault | Fault.any : 0
  }

  // MARK: Registers

  func peek(_ register: UInt8) -> UInt8 { register == 0 ? control : register == 1 ? fault : 0 }

  mutating func load(_ register: UInt8, _ value: UInt8) {
    switch register {
    case 0: control = value
    case 1: fault = value
    default: break
    }
  }

  mutating func powerCycle() {
    self = DRV8830State(supplyVolts: supplyVolts, told: told, condition: condition)
  }

  private init(supplyVolts: Double, told: BridgeOutput, condition: DRV8830Model.Condition) {
    self.supplyVolts = supplyVolts
    self.told = told
    self.condition = condition
  }

  // MARK: The bus

  mutating func start(reading: Bool, at now: MonotonicInstant) {
    expectsPointer = !reading
    // A value that was loaded past the bus stays as it is.
    if condition != DRV8830Model.Condition() { update(at: now) }
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) {
    if expectsPointer {
      expectsPointer = false
      pointer = byte
      return
    }
    switch pointer {
    case 0:
      control = byte
      // Coast and brake end a current limit (section 7.3.3).
      if !isDriving { post(fault & ~Fault.currentLimit) }
      update(at: now)
    case 1 where byte & Fault.clear != 0:
      fault = 0
      limitedSince = nil
      update(at: now)
    default: break
    }
    pointer &+= 1
  }

  mutating func read() -> UInt8 {
    let byte = peek(pointer)
    pointer &+= 1
    return byte
  }

  /// Keeps the sum in bit 0 in step with the causes.
  private mutating func post(_ causes: UInt8) {
    fault = causes & 0x1E != 0 ? causes | Fault.any : 0
  }
}
