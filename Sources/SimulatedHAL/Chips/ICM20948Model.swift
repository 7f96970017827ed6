public import RobotHAL
public import RobotUnits
import Synchronization

/// ICM-20948 accelerometer and gyroscope with four banks of registers and an auxiliary master. Source:
/// TDK InvenSense DS-000189 1.3.
///
/// It measures at the rate of the gyroscope; a burst is of one instant. Filters, noise, the FIFO, the
/// motion processor and slaves 1 to 3 are not modelled.
public final class ICM20948Model: SimulatedChip {
  /// 0x68 or 0x69.
  public let address: I2CAddress
  /// What is on the auxiliary bus.
  public let magnetometer: AK09916Model?
  private let source: any InertialSource
  private let state = Mutex(Chip())

  private struct Chip {
    var digital = ICM20948State()
    var lastSample: Int64 = 0
    /// The magnetometer is addressed on the host's bus.
    var isBypassing = false
  }

  /// A chip at `address` on `source`; without its `magnetometer` nobody is on the auxiliary bus.
  public init(
    address: I2CAddress = 0x69, source: any InertialSource, hasMagnetometer: Bool = true
  ) {
    self.address = address
    self.source = source
    magnetometer = hasMagnetometer ? AK09916Model(source: source) : nil
  }

  /// What a register holds (bank · 256 + address), without a bus access and its side effects.
  public func peek(register: UInt16) -> UInt8 {
    state.withLock { $0.digital.registers[Int(register)] }
  }

  /// Puts `value` into a register (bank · 256 + address). A register that the chip measures holds the
  /// value from then on.
  public func load(register: UInt16, value: UInt8) {
    state.withLock { $0.digital.load(Int(register), value) }
  }

  /// The selected bank, 0...3.
  public var bank: Int { state.withLock { $0.digital.bank } }

  /// The register of the bank that the next byte is read from or written to.
  public var pointer: UInt8 { state.withLock { $0.digital.registers.pointer } }

  /// Removes and restores the supply: both chips sleep.
  public func powerCycle() {
    state.withLock {
      $0.digital.reset()
      $0.lastSample = 0
    }
    magnetometer?.powerCycle()
  }

  /// Acknowledges its own address, and for the magnetometer where that is bypassed.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    let isBypassing = state.withLock { chip in
      chip.isBypassing = chip.digital.isBypassed && address == 0x0C && magnetometer != nil
      return chip.isBypassing
    }
    if isBypassing, let magnetometer {
      return magnetometer.start(address: address, reading: reading, at: now)
    }
    guard address == self.address.rawValue else { return false }
    if reading { measure(at: now) }
    state.withLock { $0.digital.start(reading: reading) }
    return true
  }

  private func measure(at now: MonotonicInstant) {
    let sample = state.withLock { $0.digital.dueSample(at: now) }
    guard sample > 0 else { return }
    // The source and the magnetometer have locks of their own: never call them with ours held.
    let motion = source.motion(at: now)
    let transfer = state.withLock { chip in
      chip.digital.sample(motion)
      // After a change of rate the samples are counted anew.
      let first = sample > chip.lastSample ? chip.lastSample + 1 : 1
      chip.lastSample = sample
      return chip.digital.slave0(samples: first..<sample + 1)
    }
    if let transfer { perform(transfer, at: now) }
  }

  /// Takes a byte as the datasheet says.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    if state.withLock({ $0.isBypassing }), let magnetometer {
      return magnetometer.write(byte, at: now)
    }
    let transfer = state.withLock { $0.digital.write(byte, at: now) }
    if let transfer { perform(transfer, at: now) }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 {
    if state.withLock({ $0.isBypassing }), let magnetometer { return magnetometer.read(at: now) }
    return state.withLock { $0.digital.read() }
  }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) { state.withLock { $0.isBypassing = false } }

  // MARK: The auxiliary bus

  private func perform(_ transfer: ICM20948State.AuxiliaryTransfer, at now: MonotonicInstant) {
    guard let magnetometer,
      magnetometer.start(address: transfer.address, reading: false, at: now),
      magnetometer.write(transfer.register, at: now)
    else {
      state.withLock { $0.digital.finish(transfer, isAcknowledged: false) }
      return
    }
    if transfer.isRead {
      _ = magnetometer.start(address: transfer.address, reading: true, at: now)
      for index in 0..<transfer.count {
        let byte = magnetometer.read(at: now)
        state.withLock { $0.digital.take(byte, index: index, of: transfer) }
      }
    } else {
      _ = magnetometer.write(transfer.output, at: now)
    }
    magnetometer.stop(at: now)
    state.withLock { $0.digital.finish(transfer, isAcknowledged: true) }
  }
}
