public import RobotHAL
import Synchronization

/// What a line of the board is wired to and that acts on its edges.
public protocol LineObserver: AnyObject, Sendable {
  /// The line took another level.
  func levelChanged(to isHigh: Bool)
}

/// A GPIO line of the simulated board: whoever holds it sees the same level.
///
/// The daemon reads or drives it through the protocols; a test or the plant presses the button with
/// `set(_:)` or watches `isHigh`. Real-time: yes.
public final class SimulatedLine: DigitalInput, DigitalOutput {
  private let high: Atomic<Bool>
  private let source: SimulatedLine?
  private let observers = Mutex<[any LineObserver]>([])

  /// A line at `level`; `true` is high. What a pull resistor gives before anybody drives it.
  public init(level: Bool) {
    high = Atomic(level)
    source = nil
  }

  /// The output of an inverter behind `line`: always its opposite.
  public init(inverting line: SimulatedLine) {
    high = Atomic(false)
    source = line
  }

  /// The electrical level.
  public var isHigh: Bool {
    if let source { return !source.isHigh }
    return high.load(ordering: .acquiring)
  }

  /// Sets the electrical level from outside the daemon; that of an inverter by its input.
  public func set(_ level: Bool) {
    if let source { return source.set(!level) }
    guard high.exchange(level, ordering: .acquiringAndReleasing) != level else { return }
    for observer in observers.withLock(\.self) { observer.levelChanged(to: level) }
  }

  /// Wires `observer` to the line, not behind an inverter. Real-time: no.
  public func attach(_ observer: any LineObserver) {
    precondition(source == nil, "attach to the line before the inverter")
    observers.withLock { $0.append(observer) }
    observer.levelChanged(to: isHigh)
  }

  /// The electrical level. Never fails.
  public func level() throws(BusError) -> Bool { isHigh }

  /// Sets the electrical level. Never fails.
  public func drive(_ level: Bool) throws(BusError) { set(level) }
}
