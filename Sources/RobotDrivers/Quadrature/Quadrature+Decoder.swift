public import RobotHAL
public import RobotUnits

extension Quadrature {
  /// Counts edges: position, velocity, and what was lost. A plain value; time is an argument. Of its
  /// input, line 0 is A, line 1 is B and line 2 is the index. Real-time: yes.
  public struct Decoder: BitwiseCopyable, Sendable {
    /// Counts since the start, four to a line; kept when the position is lost, but worth nothing then.
    public private(set) var count: Int64 = 0
    /// Whether edges were lost since the start or the last `reference`: where the encoder stands is
    /// unknown until then.
    public private(set) var isPositionLost = false
    /// Both lines changed at once: never a step.
    public private(set) var illegalJumps: UInt32 = 0
    /// Edges that the kernel says it dropped.
    public private(set) var lostEvents: UInt32 = 0
    /// Edges to the level that the line had already: pulses shorter than the interrupt's latency. No step.
    public private(set) var repeatedLevels: UInt32 = 0
    /// Counts that the index says are missing or too many, of all revolutions.
    public private(set) var lostCounts: UInt64 = 0
    /// How often the index was passed.
    public private(set) var indexPasses: UInt32 = 0
    /// The count at the last pass of the index; meaningless before the first.
    public private(set) var indexCount: Int64 = 0

    let countsPerTurn: Int64
    let hasIndex: Bool
    var speed: EdgePeriod
    private var state: UInt8
    private var direction: Int8 = 0
    private var isIndexKnown = false
    private var sequence = EdgeSequence()

    /// How far the index may be from where the last pass says: its edge and that of A or B may come in
    /// either order.
    static var indexTolerance: Int64 { @_noAllocation @_noLocks get { 1 } }

    /// A decoder at 0; `levels` are those of the lines (`EdgeInput.levels`), and `last` is the number of
    /// the last edge that is in them.
    @_noAllocation @_noLocks
    public init(_ configuration: Configuration, levels: UInt64, after last: UInt32 = 0) {
      countsPerTurn = 4 * Int64(configuration.linesPerTurn)
      hasIndex = configuration.hasIndex
      speed = EdgePeriod(timeout: configuration.timeout)
      state = Quadrature.state(a: levels & 1 != 0, b: levels & 2 != 0)
      sequence = EdgeSequence(after: last)
    }

    /// Takes the next edge. Edges of further lines are counted and otherwise ignored.
    @_noAllocation @_noLocks
    public mutating func take(_ edge: LineEdge) {
      let missing = sequence.missing(before: edge.sequence)
      if missing > 0 {
        let (sum, isOver) = lostEvents.addingReportingOverflow(missing)
        lostEvents = isOver ? .max : sum
        loseTrack()
      }
      switch edge.line {
      case 0: take(state: edge.isRising ? state | 2 : state & 1, at: edge.time)
      case 1: take(state: edge.isRising ? state | 1 : state & 2, at: edge.time)
      case 2: if hasIndex { takeIndex(isRising: edge.isRising) }
      default: break
      }
    }

    /// Takes the levels of both lines, for a source that samples instead of waiting for edges.
    @_noAllocation @_noLocks
    public mutating func take(a: Bool, b: Bool, at time: MonotonicInstant) {
      let new = Quadrature.state(a: a, b: b)
      guard new != state else { return }
      take(state: new, at: time)
    }

    /// Declares where the encoder stands; what was counted as lost stays counted.
    @_noAllocation @_noLocks
    public mutating func reference(count: Int64) {
      // The index goes along: it is a place on the disc.
      indexCount += count - self.count
      if isPositionLost { isIndexKnown = false }
      self.count = count
      isPositionLost = false
    }

    @_noAllocation @_noLocks
    private mutating func take(state new: UInt8, at time: MonotonicInstant) {
      let old = state
      state = new
      switch Quadrature.step(from: old, to: new) {
      case .forward: move(by: 1, at: time)
      case .backward: move(by: -1, at: time)
      case .none: if repeatedLevels < .max { repeatedLevels += 1 }
      case .illegal:
        if illegalJumps < .max { illegalJumps += 1 }
        loseTrack()
      }
    }

    @_noAllocation @_noLocks
    private mutating func move(by step: Int8, at time: MonotonicInstant) {
      count &+= Int64(step)
      direction = step
      speed.take(step, at: time)
    }

    @_noAllocation @_noLocks
    private mutating func loseTrack() {
      isPositionLost = true
      direction = 0
      speed.forget()
    }

    /// The index is a window on the disc: its rising edge going forwards and its falling edge going
    /// backwards are the same place.
    @_noAllocation @_noLocks
    private mutating func takeIndex(isRising: Bool) {
      guard direction == (isRising ? 1 : -1) else { return }
      if indexPasses < .max { indexPasses += 1 }
      if isIndexKnown {
        // The distance from the nearest whole number of revolutions.
        var rest = (count - indexCount) % countsPerTurn
        if 2 * abs(rest) > countsPerTurn { rest -= rest > 0 ? countsPerTurn : -countsPerTurn }
        if abs(rest) > Self.indexTolerance {
          lostCounts += UInt64(abs(rest))
          isPositionLost = true
        } else {
          // Which edge comes first at the index must not add up to a drift.
          return
        }
      }
      isIndexKnown = true
      indexCount = count
    }
  }
}
