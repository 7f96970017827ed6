public import RobotUnits

/// One edge of a line, as the kernel's interrupt saw it. Real-time: yes.
public struct LineEdge: BitwiseCopyable, Hashable, Sendable {
  /// When, on `CLOCK_MONOTONIC`.
  public var time: MonotonicInstant
  /// Its number among the edges of all lines of the input: from 1, and one more for each. A number that
  /// is left out is an edge that was lost.
  public var sequence: UInt32
  /// The line, by its place in the input.
  public var line: UInt8
  /// Whether the line went high; the level after the edge, whatever a later read says.
  public var isRising: Bool

  /// An edge.
  @_noAllocation @_noLocks
  public init(line: UInt8, isRising: Bool, time: MonotonicInstant, sequence: UInt32) {
    self.line = line
    self.isRising = isRising
    self.time = time
    self.sequence = sequence
  }
}

/// Lines of one chip whose edges are kept until they are taken. Conformers are non-generic final
/// classes, and one thread takes the edges.
public protocol EdgeInput: AnyObject, Sendable {
  /// How many lines there are, 1...64.
  var lineCount: Int { get }

  /// Moves the oldest edges that nobody took to the beginning of `edges`, in the order of their
  /// numbers, and returns how many; as many as `edges` holds means that there may be more.
  ///
  /// Never waits. Throws when the chip is gone. Real-time: yes, one system call for 16 edges on Linux.
  func drain(into edges: inout MutableSpan<LineEdge>) throws(BusError) -> Int

  /// The electrical levels now, line 0 in the lowest bit; edges may be on their way meanwhile.
  /// Real-time: yes, one system call on Linux.
  func levels() throws(BusError) -> UInt64
}

/// Watches the numbers of the edges. Real-time: yes.
public struct EdgeSequence: BitwiseCopyable, Hashable, Sendable {
  private var last: UInt32

  /// Expects the number 1, or the one after `last`.
  @_noAllocation @_noLocks
  public init(after last: UInt32 = 0) { self.last = last }

  /// How many edges are missing before the one with the number `sequence`. Numbers go round at 2^32.
  @_noAllocation @_noLocks
  public mutating func missing(before sequence: UInt32) -> UInt32 {
    let gap = sequence &- last &- 1
    last = sequence
    return gap
  }
}
