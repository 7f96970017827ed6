public import RobotHAL
public import RobotUnits
import Synchronization

/// DRV8830 H-bridge. Source: TI SLVSAB2G, sections 7.3 to 7.6.
///
/// The voltage regulator is exact up to the supply. What happens to the bridge (a short, heat) is told by
/// `meet(_:at:)`; what it does about that is the datasheet's.
public final class DRV8830Model: SimulatedChip {
  /// What a bridge may meet.
  public struct Condition: Hashable, Sendable, BitwiseCopyable {
    /// The outputs are shorted: driving them trips OCP.
    public var isShorted: Bool
    /// The die is too hot.
    public var isHot: Bool
    /// VCC is too low.
    public var isUndervolted: Bool
    /// The motor takes what the resistor at ISENSE allows.
    public var isLimited: Bool

    /// A condition, by default a good one.
    public init(
      isShorted: Bool = false, isHot: Bool = false, isUndervolted: Bool = false,
      isLimited: Bool = false
    ) {
      self.isShorted = isShorted
      self.isHot = isHot
      self.isUndervolted = isUndervolted
      self.isLimited = isLimited
    }
  }

  /// 0x60...0x68.
  public let address: I2CAddress
  /// What the observer calls this bridge.
  public let number: Int
  private let observer: (any BridgeObserver)?
  private let state: Mutex<DRV8830State>

  /// A chip at `address`, with VCC at `supplyVolts` V. `observer` is told when the output changes.
  public init(
    address: I2CAddress, supplyVolts: Double = 5, number: Int = 0,
    observer: (any BridgeObserver)? = nil
  ) {
    self.address = address
    self.number = number
    self.observer = observer
    state = Mutex(DRV8830State(supplyVolts: supplyVolts))
  }

  /// What the bridge does.
  public var output: BridgeOutput { state.withLock { $0.output } }

  /// From `instant` on, the bridge meets `condition`.
  public func meet(_ condition: Condition, at instant: MonotonicInstant) {
    state.withLock { $0.meet(condition, at: instant) }
    tell(at: instant)
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.peek(register) } }

  /// Puts `value` into a register, 0 or 1.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the bridge is open until it is told again.
  public func powerCycle() { state.withLock { $0.powerCycle() } }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    state.withLock { $0.start(reading: reading, at: now) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message; whoever hangs on the outputs is told.
  public func stop(at now: MonotonicInstant) { tell(at: now) }

  private func tell(at instant: MonotonicInstant) {
    // The observer has a lock of its own: never call it with ours held.
    if let output = state.withLock({ $0.takeChange() }) {
      observer?.bridge(number, does: output, at: instant)
    }
  }
}
