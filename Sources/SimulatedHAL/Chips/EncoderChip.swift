public import RobotHAL
public import RobotUnits
import Synchronization

/// An encoder of byte registers behind a pointer that counts on, as most are: what the model of a new one needs beside its
/// own registers. `Documentation/writing-a-driver.md` makes one.
public final class EncoderChip: SimulatedChip {
  private struct State {
    var registers: [UInt8]
    var pointer: UInt8 = 0
    var expectsPointer = false
  }

  /// Where it is.
  public let address: I2CAddress
  private let powerOn: [UInt8]
  private let writable: ClosedRange<UInt8>
  private let shaft: any ShaftAngleSource
  private let measure: @Sendable (inout [UInt8], Double) -> Void
  private let state: Mutex<State>

  /// A chip that looks at `shaft`. After power-on its registers hold `powerOn`, and 0 elsewhere; a write reaches those in
  /// `writable`. `measure` puts the angle [rad] that a reading finds into the registers; it must not allocate.
  public init(
    address: I2CAddress, powerOn: [UInt8: UInt8], writable: ClosedRange<UInt8>,
    shaft: any ShaftAngleSource, measure: @escaping @Sendable (inout [UInt8], Double) -> Void
  ) {
    self.address = address
    self.powerOn = (0...255).map { powerOn[UInt8($0)] ?? 0 }
    self.writable = writable
    self.shaft = shaft
    self.measure = measure
    state = Mutex(State(registers: self.powerOn))
  }

  /// What a register holds, without a bus access.
  public func peek(register: UInt8) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// Removes and restores the supply.
  public func powerCycle() { state.withLock { $0 = State(registers: powerOn) } }

  /// Acknowledges its own address; a reading measures first.
  public func start(address: UInt8, reading: Bool, at now: MonotonicInstant) -> Bool {
    guard address == self.address.rawValue else { return false }
    // The shaft has a lock of its own: never call it with ours held.
    let radians = reading ? shaft.angle(at: now) : 0
    state.withLock { state in
      state.expectsPointer = !reading
      if reading { measure(&state.registers, radians) }
    }
    return true
  }

  /// Takes the pointer, then values.
  public func write(_ byte: UInt8, at now: MonotonicInstant) -> Bool {
    state.withLock { state in
      if state.expectsPointer {
        state.expectsPointer = false
        state.pointer = byte
      } else {
        if writable.contains(state.pointer) { state.registers[Int(state.pointer)] = byte }
        state.pointer &+= 1
      }
    }
    return true
  }

  /// Gives the byte under the pointer.
  public func read(at now: MonotonicInstant) -> UInt8 {
    state.withLock { state in
      defer { state.pointer &+= 1 }
      return state.registers[Int(state.pointer)]
    }
  }

  /// Ends the message.
  public func stop(at now: MonotonicInstant) {}

  /// The counts of `radians`, `perTurn` of them in a turn: 0..<perTurn.
  public static func counts(_ radians: Double, perTurn: Int) -> Int {
    let turns = radians / (2 * Double.pi)
    let fraction = turns.isFinite ? turns - turns.rounded(.down) : 0
    return Int((fraction * Double(perTurn)).rounded()) % perTurn
  }
}
