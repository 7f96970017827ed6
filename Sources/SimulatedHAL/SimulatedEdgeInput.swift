public import RobotHAL
public import RobotUnits
import Synchronization

/// Lines whose edges are kept as the kernel keeps them: numbered, with the time of the edge, and with a
/// buffer that drops the oldest when it is full.
///
/// A test moves the lines with `set(_:line:at:)`; a `QuadratureShaft` does so by the angle of a shaft each
/// time that edges are taken. Real-time: no.
public final class SimulatedEdgeInput: EdgeInput {
  private struct State {
    var edges: [LineEdge] = []
    var levels: UInt64
    var sequence: UInt32 = 0
    var isGone = false
  }

  /// How many lines there are.
  public let lineCount: Int
  private let bufferSize: Int
  private let shaft: (any EdgeSource)?
  private let state: Mutex<State>

  /// `lineCount` lines (1...64) at `levels`, line 0 in the lowest bit. The buffer keeps `bufferSize` edges;
  /// `shaft` moves the lines.
  public init(
    lineCount: Int, levels: UInt64 = 0, bufferSize: Int = 1024, shaft: (any EdgeSource)? = nil
  ) {
    precondition((1...64).contains(lineCount), "as the kernel has them: 1 to 64 lines")
    precondition(bufferSize > 0)
    self.lineCount = lineCount
    self.bufferSize = bufferSize
    self.shaft = shaft
    state = Mutex(State(levels: levels))
  }

  /// Moves `line` at `time`, which must not be before the time of the last edge. A level that it has
  /// already is no edge.
  public func set(_ isHigh: Bool, line: Int, at time: MonotonicInstant) {
    state.withLock { state in
      guard (state.levels >> UInt64(line)) & 1 != (isHigh ? 1 : 0) else { return }
      append(&state, line: line, isHigh: isHigh, at: time)
    }
  }

  /// Lets `line` report an edge to `isHigh` whatever its level is: two edges so near that the interrupt
  /// found the same level twice.
  public func report(_ isHigh: Bool, line: Int, at time: MonotonicInstant) {
    state.withLock { append(&$0, line: line, isHigh: isHigh, at: time) }
  }

  /// Drops the next `count` numbers: edges that nobody will ever see.
  public func skip(_ count: UInt32) { state.withLock { $0.sequence &+= count } }

  /// The chip is gone, as an expander that was unplugged, or back.
  public func unplug(_ isGone: Bool) { state.withLock { $0.isGone = isGone } }

  /// Moves the oldest edges to the beginning of `edges`, and returns how many.
  public func drain(into edges: inout MutableSpan<LineEdge>) throws(BusError) -> Int {
    shaft?.move(self)
    let room = edges.count
    let taken = state.withLock { state -> [LineEdge]? in
      guard !state.isGone else { return nil }
      let taken = Array(state.edges.prefix(room))
      state.edges.removeFirst(taken.count)
      return taken
    }
    guard let taken else { throw BusError(.unavailable, errno: 19) }
    for (index, edge) in taken.enumerated() { edges[index] = edge }
    return taken.count
  }

  /// The levels now.
  public func levels() throws(BusError) -> UInt64 {
    shaft?.move(self)
    guard let levels = state.withLock({ $0.isGone ? nil : $0.levels }) else {
      throw BusError(.unavailable, errno: 19)
    }
    return levels
  }

  private func append(_ state: inout State, line: Int, isHigh: Bool, at time: MonotonicInstant) {
    precondition((0..<lineCount).contains(line), "one of its lines")
    let bit: UInt64 = 1 << UInt64(line)
    state.levels = isHigh ? state.levels | bit : state.levels & ~bit
    state.sequence &+= 1
    if state.edges.count == bufferSize { state.edges.removeFirst() }
    state.edges.append(
      LineEdge(line: UInt8(line), isRising: isHigh, time: time, sequence: state.sequence))
  }
}

/// What moves the lines of a simulated edge input.
public protocol EdgeSource: AnyObject, Sendable {
  /// Brings the lines of `input` up to the present. Called before edges are taken.
  func move(_ input: SimulatedEdgeInput)
}
