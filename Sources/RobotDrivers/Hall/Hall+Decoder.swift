public import RobotHAL
public import RobotUnits

extension Hall {
  /// Counts pulses and measures the time between them. A plain value; time is an argument.
  /// Real-time: yes.
  public struct Decoder: BitwiseCopyable, Sendable {
    /// Pulses that were believed.
    public private(set) var pulses: UInt64 = 0
    /// Pulses that came sooner than the shaft can turn: bounces and interference.
    public private(set) var rejectedPulses: UInt32 = 0
    /// Edges that the kernel says it dropped; the pulses among them are not counted.
    public private(set) var lostEvents: UInt32 = 0
    /// When the last pulse came that was believed; meaningless before the first.
    public private(set) var lastPulse = MonotonicInstant(nanoseconds: 0)

    private let shortest: Int64
    private let pulsesPerTurn: Double
    private let line: UInt8
    private var period: EdgePeriod
    private var sequence: EdgeSequence

    /// A decoder of the edges of `line` of its input; `last` is the number of the last edge that is not its
    /// business.
    @_noAllocation @_noLocks
    public init(_ configuration: Configuration, line: UInt8 = 0, after last: UInt32 = 0) {
      shortest = configuration.shortestInterval.nanoseconds
      pulsesPerTurn = Double(configuration.pulsesPerTurn)
      period = EdgePeriod(timeout: configuration.timeout)
      sequence = EdgeSequence(after: last)
      self.line = line
    }

    /// Takes the next edge of the input. Says whether it is a pulse that is believed.
    @_noAllocation @_noLocks
    public mutating func take(_ edge: LineEdge) -> Bool {
      let missing = sequence.missing(before: edge.sequence)
      if missing > 0 {
        let (sum, isOver) = lostEvents.addingReportingOverflow(missing)
        lostEvents = isOver ? .max : sum
        // The time since the last pulse would span those that are missing.
        period.forget()
      }
      guard edge.line == line, edge.isRising else { return false }
      // From the pulse that was believed: a row of bounces does not push itself forward.
      if pulses > 0, edge.time.nanoseconds - lastPulse.nanoseconds < shortest {
        if rejectedPulses < .max { rejectedPulses += 1 }
        return false
      }
      pulses += 1
      lastPulse = edge.time
      period.take(1, at: edge.time)
      return true
    }

    /// The speed at `now` [rad/s], without direction; 0 before the second pulse and after the timeout.
    @_noAllocation @_noLocks
    public func speed(at now: MonotonicInstant) -> Double {
      period.stepsPerSecond(at: now) * (2 * .pi) / pulsesPerTurn
    }
  }
}
