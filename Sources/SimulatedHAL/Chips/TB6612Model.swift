public import RobotUnits
import Synchronization

/// TB6612FNG dual H-bridge behind a PCA9685. Source: Toshiba TB6612FNG, 2014-10-01, "H-SW Control
/// Function".
///
/// Follows the PWM controller's outputs; a line of the board that changes counts from the controller's next
/// change on. An IN that is given a PWM counts as the level that it has for longer.
public final class TB6612Model: PWMObserver {
  /// What drives an input.
  public enum Input: Sendable {
    /// A channel of the PWM controller, 0...15.
    case channel(Int)
    /// A line of the board.
    case line(SimulatedLine)
  }

  /// One of the two bridges.
  public struct Bridge: Sendable {
    /// What the observer calls it.
    public var number: Int
    /// The channel of PWM, 0...15.
    public var pwm: Int
    /// What drives IN1.
    public var in1: Input
    /// What drives IN2.
    public var in2: Input

    /// A bridge.
    public init(number: Int, pwm: Int, in1: Input, in2: Input) {
      self.number = number
      self.pwm = pwm
      self.in1 = in1
      self.in2 = in2
    }
  }

  private let bridges: [Bridge]
  private let supplyVolts: Double
  private let standby: SimulatedLine?
  private let observer: (any BridgeObserver)?
  private let outputs: Mutex<[BridgeOutput]>

  /// A chip at `supplyVolts` V with the bridges that are used. `standby` is STBY, low for standby; without a
  /// line it is tied high. `observer` is told when a bridge changes.
  public init(
    bridges: [Bridge], supplyVolts: Double, standby: SimulatedLine? = nil,
    observer: (any BridgeObserver)? = nil
  ) {
    self.bridges = bridges
    self.supplyVolts = supplyVolts
    self.standby = standby
    self.observer = observer
    outputs = Mutex([BridgeOutput](repeating: .open, count: bridges.count))
  }

  /// What the bridge at `index` of the initialiser's bridges does.
  public func output(_ index: Int) -> BridgeOutput { outputs.withLock { $0[index] } }

  public func outputsChanged(of chip: PCA9685Model, at instant: MonotonicInstant) {
    for (index, bridge) in bridges.enumerated() {
      let new = output(of: bridge, from: chip)
      let changed = outputs.withLock { outputs in
        defer { outputs[index] = new }
        return outputs[index] != new
      }
      if changed { observer?.bridge(bridge.number, does: new, at: instant) }
    }
  }

  private func output(of bridge: Bridge, from chip: PCA9685Model) -> BridgeOutput {
    guard standby?.isHigh ?? true else { return .open }
    let duty = chip.duty(bridge.pwm)
    switch (isHigh(bridge.in1, of: chip), isHigh(bridge.in2, of: chip)) {
    case (true, true): return .driven(volts: 0)
    case (true, false): return .driven(volts: duty * supplyVolts)
    case (false, true): return .driven(volts: -duty * supplyVolts)
    case (false, false): return .open
    }
  }

  private func isHigh(_ input: Input, of chip: PCA9685Model) -> Bool {
    switch input {
    case .channel(let channel): chip.duty(channel) > 0.5
    case .line(let line): line.isHigh
    }
  }
}
