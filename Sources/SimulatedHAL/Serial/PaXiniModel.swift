public import RobotUnits
import Synchronization

/// What presses on the taxels of a tactile model. Called as `ShaftAngleSource` is.
public protocol TaxelForceSource: AnyObject, Sendable {
  /// The force on a taxel [N]: along the pad, across, and into it.
  func force(taxel: Int, module: Int, at instant: MonotonicInstant) -> SIMD3<Double>
}

/// Pads on which nothing presses but what a test put there.
public final class FixedTaxelForces: TaxelForceSource {
  private let forces = Mutex<[Int: SIMD3<Double>]>([:])

  /// Nothing presses.
  public init() {}

  /// Presses with `force` [N] on a taxel from now on.
  public func press(taxel: Int, module: Int, _ force: SIMD3<Double>) {
    forces.withLock { $0[module << 8 | taxel] = force }
  }

  public func force(taxel: Int, module: Int, at instant: MonotonicInstant) -> SIMD3<Double> {
    forces.withLock { $0[module << 8 | taxel] ?? .zero }
  }
}

/// PaXini's high-speed board with its modules: registers, and frames that it sends on its own. Source: the
/// protocol as `paxini-sdk` 0.1.0 documents it.
public final class PaXiniModel: SimulatedSerialDevice {
  /// What a high-speed board reaches at most.
  public static let pushRate = 91.0

  private let state: Mutex<PaXiniState>
  private let forces: any TaxelForceSource

  /// A board with modules at these places (0..<28), each with so many taxels.
  public init(taxels: [Int: Int], forces: any TaxelForceSource) {
    self.forces = forces
    state = Mutex(PaXiniState(taxels: taxels))
  }

  /// Puts `value` into a register.
  public func load(register: UInt16, value: UInt8) {
    state.withLock { $0.registers[Int(register)] = value }
  }

  /// Takes its supply away for a moment, as a USB plug that is pulled does.
  public func restart() { state.withLock { $0.restart() } }

  /// What a register holds.
  public func peek(register: UInt16) -> UInt8 { state.withLock { $0.registers[Int(register)] } }

  /// The error code of the frames that it sends on its own.
  public func setError(_ error: UInt8) { state.withLock { $0.error = error } }

  public func connect(speed: Frequency) { state.withLock { $0.speed = speed.hertz } }

  public func receive(
    _ byte: UInt8, at now: MonotonicInstant, answering frames: inout SerialFrames
  ) {
    state.withLock { $0.receive(byte, at: now, forces, answering: &frames) }
  }

  public func speak(until now: MonotonicInstant, into frames: inout SerialFrames) {
    state.withLock { $0.speak(until: now, forces, into: &frames) }
  }
}
