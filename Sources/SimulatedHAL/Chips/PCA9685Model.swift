public import RobotHAL
public import RobotUnits
import Synchronization

/// What hangs on the outputs of a PWM controller. Called as `ShaftAngleSource` is.
public protocol PWMObserver: AnyObject, Sendable {
  /// The outputs of `chip` changed at `instant`; `chip.duty` gives the new ones.
  func outputsChanged(of chip: PCA9685Model, at instant: MonotonicInstant)
}

/// PCA9685 sixteen-channel PWM controller. Source: NXP PCA9685 Rev. 4, sections 7.1 to 7.6.
///
/// Auto-increment, SLEEP, the write lock of PRE_SCALE, RESTART, full ON and OFF, the latch at STOP,
/// the all-call, sub-call and software-reset addresses. The oscillator is exact and starts at once;
/// a changed width counts from its STOP, not from the end of the PWM period.
public final class PCA9685Model: SimulatedChip {
  /// 0x40...0x7F.
  public let address: I2CAddress
  private let state = Mutex(PCA9685State())
  private let outputEnable: SimulatedLine?
  private let observer: (any PWMObserver)?

  /// A chip at `address`, as it comes out of power-on. `outputEnable` is the active-low OE pin;
  /// without a line the pin is tied low. `observer` is told when the outputs change at a STOP.
  public init(
    address: I2CAddress, outputEnable: SimulatedLine? = nil, observer: (any PWMObserver)? = nil
  ) {
    self.address = address
    self.outputEnable = outputEnable
    self.observer = observer
  }

  /// Whether the OE pin lets the outputs drive.
  public var outputsEnabled: Bool { !(outputEnable?.isHigh ?? false) }

  /// The fraction of a PWM period for which the pin of `channel` (0...15) is high, 0...1. An output
  /// that floats counts as low.
  public func duty(_ channel: Int) -> Double {
    let enabled = outputsEnabled
    return state.withLock { $0.duty(channel, enabled: enabled) }
  }

  /// The PWM frequency that PRE_SCALE gives with the 25 MHz oscillator [Hz].
  public var frequency: Double {
    state.withLock { 25_000_000 / (4096 * (Double($0.registers[0xFE]) + 1)) }
  }

  /// What a register holds, without a bus access and its side effects.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register past every write lock, as if it had always been there.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { state in
      state.registers[Int(register)] = value
      state.latchAll()
    }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply: the outputs are off at once.
  public func powerCycle() {
    let seen = state.withLock { state in
      let seen = state.seen
      state = PCA9685State()
      state.seen = seen
      return seen
    }
    observer?.outputsChanged(of: self, at: seen)
  }

  /// Acknowledges its own, the enabled call addresses and the general call.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    state.withLock { state in
      state.seen = now
      return state.start(address: address, own: self.address.rawValue, reading: reading)
    }
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte) }
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message; the outputs change.
  public func stop(at now: MonotonicInstant) {
    if state.withLock({ $0.stop() }) { observer?.outputsChanged(of: self, at: now) }
  }
}
