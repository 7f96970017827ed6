/// The last cycles of one thread, oldest first. Real-time: no; it lives on the thread that drains the
/// ring.
public struct FlightRecorder: Sendable {
  /// How many cycles are kept.
  public static let capacity = 256

  private var records: [CycleRecord] = []
  private var oldest = 0

  /// Empty.
  public init() { records.reserveCapacity(Self.capacity) }

  /// How many cycles are there.
  public var count: Int { records.count }

  /// Keeps `record`, and forgets the oldest one when there are too many.
  public mutating func add(_ record: CycleRecord) {
    guard records.count == Self.capacity else {
      records.append(record)
      return
    }
    records[oldest] = record
    oldest = (oldest + 1) % Self.capacity
  }

  /// The last `limit` cycles, oldest first.
  public func last(_ limit: Int = capacity) -> [CycleRecord] {
    (max(count - limit, 0)..<count).map { records[(oldest + $0) % records.count] }
  }
}
