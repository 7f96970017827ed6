public import RobotHAL
public import RobotUnits
import Synchronization

/// MPR121 capacitive touch sensor. Source: NXP MPR121 rev 4, AN3889.
///
/// Data, touch, overcurrent, stop mode and the search for charges are modelled. Not modelled: noise,
/// filters, debouncing, the tracking of the baseline, the thirteenth electrode and GPIO.
public final class MPR121Model: SimulatedChip {
  /// 0x5A...0x5D.
  public let address: I2CAddress
  /// The supply [V].
  public let supplyVolts: Double
  private let electrodes: any CapacitanceSource
  private let state = Mutex(MPR121State())

  /// A chip at `address` that measures `electrodes`.
  public init(
    address: I2CAddress = 0x5A, supplyVolts: Double = 3.3, electrodes: any CapacitanceSource
  ) {
    self.address = address
    self.supplyVolts = supplyVolts
    self.electrodes = electrodes
  }

  /// Whether the current through REXT is too large: a running chip stops with OVCF.
  public var hasOvercurrent: Bool {
    get { state.withLock { $0.hasOvercurrent } }
    set {
      state.withLock {
        $0.hasOvercurrent = newValue
        if newValue, $0.registers[0x5E] & 0x3F != 0 { $0.overload() }
      }
    }
  }

  /// What a register holds, without a bus access.
  public func peek(register: UInt8) -> UInt8 {
    state.withLock { $0.registers[Int(register)] }
  }

  /// Puts `value` into a register. A measured one (0x00...0x2A) then holds it, whatever is measured.
  public func load(register: UInt8, value: UInt8) {
    state.withLock { $0.load(register, value) }
  }

  /// The register that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.pointer } }

  /// Removes and restores the supply.
  public func powerCycle() {
    state.withLock {
      $0.reset()
      $0.pointer = 0
    }
  }

  /// Acknowledges its own address.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    // The electrodes have a lock of their own: never call them with ours held.
    if let instant = state.withLock({ $0.due(at: now) }) {
      let farads = (0..<12).map { electrodes.farads(electrode: $0, at: instant) }
      state.withLock { $0.take(instant, farads: farads, supplyVolts: supplyVolts) }
    }
    state.withLock { $0.start(reading: reading) }
    return true
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { $0.write(byte, at: now) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 { state.withLock { $0.read() } }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}
}
