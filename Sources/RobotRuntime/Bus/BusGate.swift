internal import RobotHAL
internal import Synchronization

/// Keeps a bus's executor away from its adapter while somebody beside the control path needs the wires: to
/// free a bus that hangs. It also tells how long the bus has been dead.
///
/// One thread asks, the bus's thread answers at the end of its cycle; no lock. While the gate is shut every
/// exchange that is due fails, with a fresh stamp, so that control knows. Real-time: the executor's side
/// only.
public final class BusGate: @unchecked Sendable {
  // Memory of its own, so that the bus's thread looks without touching a reference.
  let memory: UnsafeMutablePointer<BusGateMemory>

  /// Open.
  public init() {
    memory = .allocate(capacity: 1)
    memory.initialize(to: BusGateMemory())
  }

  deinit {
    memory.deinitialize(count: 1)
    memory.deallocate()
  }

  /// Cycles in a row in which the bus itself failed (timeout, bus fault, arbitration lost) and nothing went
  /// over it, not even a refusal; 0 while it works, and while the gate is shut.
  public var deadCycles: UInt32 { memory.pointee.deadCycles.load(ordering: .relaxed) }

  /// Asks the executor to keep off. It does from its next cycle on.
  public func shut() { memory.pointee.state.store(BusGateMemory.asked, ordering: .releasing) }

  /// Whether the executor keeps off: from then on, and until `open`, the adapter is the asker's.
  public var isShut: Bool {
    memory.pointee.state.load(ordering: .acquiring) == BusGateMemory.shut
  }

  /// Gives the adapter back.
  public func open() { memory.pointee.state.store(BusGateMemory.open, ordering: .releasing) }
}

/// What asker and bus share.
struct BusGateMemory: ~Copyable {
  static var open: UInt8 { @_noAllocation @_noLocks get { 0 } }
  static var asked: UInt8 { @_noAllocation @_noLocks get { 1 } }
  static var shut: UInt8 { @_noAllocation @_noLocks get { 2 } }

  let state = Atomic<UInt8>(BusGateMemory.open)
  let deadCycles = Atomic<UInt32>(0)
}

/// The bus thread's end. Whoever holds it keeps the `BusGate` alive.
struct BusGateLink: BitwiseCopyable {
  private let memory: UnsafeMutablePointer<BusGateMemory>
  /// What became of the present cycle's transfers.
  private var works = false
  private var fails = false
  private var deadCycles: UInt32 = 0
  /// The gate was shut in the last cycle.
  private(set) var isResting = false

  init(_ gate: BusGate) {
    memory = gate.memory
    works = false
    fails = false
    deadCycles = 0
    isResting = false
  }

  /// Whether this cycle has to keep off; says so to the asker.
  @_noAllocation @_noLocks
  mutating func keepsOff() -> Bool {
    let state = memory.pointee.state.load(ordering: .acquiring)
    guard state > BusGateMemory.open else { return false }
    if state == BusGateMemory.asked {
      memory.pointee.state.store(BusGateMemory.shut, ordering: .releasing)
    }
    isResting = true
    tell(0)
    return true
  }

  /// The adapter is ours again.
  @_noAllocation @_noLocks
  mutating func wake() { isResting = false }

  /// A transfer was answered.
  @_noAllocation @_noLocks
  mutating func succeed() { works = true }

  /// A transfer failed.
  @_noAllocation @_noLocks
  mutating func fail(_ error: BusError) {
    switch error.kind {
    case .timeout, .busFault, .arbitrationLost: fails = true
    // Whoever does not acknowledge could be asked.
    case .noAcknowledge: works = true
    case .unsupported, .unavailable, .other: break
    }
  }

  /// The cycle's transfers are over.
  @_noAllocation @_noLocks
  mutating func endCycle() {
    if works {
      if deadCycles > 0 { tell(0) }
    } else if fails, deadCycles < .max {
      tell(deadCycles + 1)
    }
    works = false
    fails = false
  }

  @_noAllocation @_noLocks
  private mutating func tell(_ count: UInt32) {
    deadCycles = count
    memory.pointee.deadCycles.store(count, ordering: .relaxed)
  }
}
