/// How long each stage of a thread takes when nothing is wrong: the median over its cycles that were in
/// time. Late cycles are left out, because they are what is to be explained. Real-time: no.
public struct StageBaseline: Hashable, Sendable {
  /// The median of each stage [ns], by `Stage.place()`.
  public private(set) var typical: [Int64]

  /// Before any cycle: every stage is expected to take no time.
  public init() { typical = [Int64](repeating: 0, count: Stage.count) }

  /// The medians over those of `records` that were in time.
  public init(_ records: some Sequence<CycleRecord>) {
    self.init()
    let sound = records.filter { !$0.isMiss() }
    for stage in 0..<Stage.count {
      typical[stage] = sound.map { $0.stages[stage] }.median ?? 0
    }
  }

  /// By how much `record` took longer than usual in `stage` [ns]; at least 0.
  public func excess(_ record: CycleRecord, _ stage: Stage) -> Int64 {
    max(record.duration(stage) - typical[stage.place()], 0)
  }
}

extension Array<Int64> {
  /// The middle element in order of size, the lower of two; `nil` when there is none.
  var median: Int64? {
    guard !isEmpty else { return nil }
    return sorted()[(count - 1) / 2]
  }
}
