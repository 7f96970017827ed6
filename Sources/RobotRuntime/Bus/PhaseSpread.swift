/// Spreads work that is not due in every cycle, so that no cycle carries all of it.
///
/// Finding the best phases is as hard as bin packing, so this is the usual good one for it: the largest
/// first, each where it is least in the way (Graham, Bounds on Multiprocessing Timing Anomalies, 1969:
/// never worse than 4/3 of the best for work of one period). Real-time: no.
public enum PhaseSpread {
  /// Work that is due in every `every`-th cycle.
  public struct Work: Hashable, Sendable {
    /// At least 1.
    public var every: Int
    /// How much it is: SCL clocks.
    public var clocks: Int

    /// Work of `clocks` in every `every`-th cycle.
    public init(every: Int, clocks: Int) {
      self.every = every
      self.clocks = clocks
    }
  }

  /// The phase of each of `work`, 0..<every. The same work gives the same phases.
  ///
  /// Work that repeats after more than `Hyperperiod.most` cycles is spread over the first of them.
  public static func phases(_ work: [Work]) -> [Int] {
    precondition(work.allSatisfy { $0.every >= 1 })
    let slow = work.indices.filter { work[$0].every > 1 }
    let length = Hyperperiod.of(slow.map { work[$0].every }) ?? Hyperperiod.most
    // What comes often has the least choice, so it chooses first.
    let order = slow.sorted {
      let (left, right) = (work[$0], work[$1])
      return (left.every, -left.clocks, $0) < (right.every, -right.clocks, $1)
    }
    var load = [Int](repeating: 0, count: length)
    var phases = [Int](repeating: 0, count: work.count)
    for index in order {
      let every = min(work[index].every, length)
      // Where the fullest cycle that it meets is emptiest; then where there is least altogether.
      let best = (0..<every).map { phase in
        let met = stride(from: phase, to: length, by: every).map { load[$0] }
        return (met.max() ?? 0, met.reduce(0, +), phase)
      }.min { $0 < $1 }
      let phase = best?.2 ?? 0
      phases[index] = phase
      for cycle in stride(from: phase, to: length, by: every) { load[cycle] += work[index].clocks }
    }
    return phases
  }
}
