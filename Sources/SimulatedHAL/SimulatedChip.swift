public import RobotHAL
public import RobotUnits

/// What is soldered to a simulated bus: it sees every START and STOP of its bus segment and, once
/// it acknowledged its address, the bytes.
///
/// A chip is called with its bus locked, from whichever thread drives the bus; a chip that is also
/// read or changed from outside guards its own state. Nothing here may allocate.
public protocol SimulatedChip: AnyObject, Sendable {
  /// Where it is.
  var address: I2CAddress { get }
  /// Removes and restores its supply: the registers of its power-on.
  func powerCycle()
  /// A START or repeated START, then `address`: whether the chip pulls SDA low to acknowledge.
  func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool
  /// A byte from the controller, after an acknowledged address: whether the chip acknowledges it.
  func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool
  /// The next byte for the controller, after an acknowledged address.
  func read(at now: MonotonicInstant) -> UInt8
  /// A STOP on the bus segment, whoever was addressed.
  func stop(at now: MonotonicInstant)
}

/// Chips that share two wires. SDA is an open drain: several chips at one address are a wired-AND.
struct BusSegment {
  private(set) var chips: [any SimulatedChip] = []
  /// Bit n: `chips[n]` acknowledged the last address.
  private var selected: UInt64 = 0

  mutating func attach(_ chip: any SimulatedChip) {
    precondition(chips.count < 64, "a segment carries at most 64 chips")
    chips.append(chip)
  }

  mutating func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    selected = 0
    for index in chips.indices
    where chips[index].start(address: address, reading: reading, at: now) {
      selected |= 1 << UInt64(index)
    }
    return selected != 0
  }

  mutating func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    var acknowledged = false
    for index in chips.indices where selected & (1 << UInt64(index)) != 0 {
      // A chip that let SDA float has dropped out of this message.
      if chips[index].write(byte, at: now) {
        acknowledged = true
      } else {
        selected &= ~(1 << UInt64(index))
      }
    }
    return acknowledged
  }

  /// The wired-AND of the selected chips; 0xFF when nobody pulls.
  func read(at now: MonotonicInstant) -> UInt8 {
    var byte: UInt8 = 0xFF
    for index in chips.indices where selected & (1 << UInt64(index)) != 0 {
      byte &= chips[index].read(at: now)
    }
    return byte
  }

  mutating func stop(at now: MonotonicInstant) {
    selected = 0
    for chip in chips { chip.stop(at: now) }
  }
}
