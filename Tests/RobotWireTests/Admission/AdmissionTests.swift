import RobotWire
import TestSupport
import Testing

/// Frames once and in order, one client at a time, and a count for whatever was not taken.
@Suite struct AdmissionTests {
  @Test func aFrameIsTakenOnce() {
    var order = FrameOrder()
    func take(_ sequence: UInt32) -> RefusalReason? { order.take(sequence) }
    for sequence in [1, 2, 3, 7] as [UInt32] { #expect(take(sequence) == nil) }
    #expect(order.newest == 7)
    for sequence in [1, 3, 7] as [UInt32] { #expect(take(sequence) == .replayed) }
    // 4 to 6 never came: a newer one overtook them. A second time they are replays.
    #expect(take(5) == .outOfOrder)
    #expect(take(5) == .replayed)
    #expect(order.newest == 7)
  }

  @Test func zeroIsNoNumber() {
    var order = FrameOrder()
    func take(_ sequence: UInt32) -> RefusalReason? { order.take(sequence) }
    #expect(take(0) == .replayed)
    #expect(take(1) == nil)
  }

  @Test func whatIsTooFarBehindCountsAsThere() {
    var order = FrameOrder()
    func take(_ sequence: UInt32) -> RefusalReason? { order.take(sequence) }
    #expect(take(1000) == nil)
    #expect(take(937) == .outOfOrder)
    #expect(take(936) == .replayed)
    #expect(take(1064) == nil)
    #expect(take(1001) == .outOfOrder)
    #expect(take(1000) == .replayed)
  }

  @Test func numbersGoAround() {
    var order = FrameOrder()
    func take(_ sequence: UInt32) -> RefusalReason? { order.take(sequence) }
    #expect(take(0x7FFF_FFFF) == nil)
    #expect(take(0xFFFF_FFF0) == nil)
    #expect(take(2) == nil)
    #expect(take(0xFFFF_FFF0) == .replayed)
    #expect(take(0xFFFF_FFFF) == .outOfOrder)
  }

  /// Against a list of all that was taken or seen.
  @Test(arguments: 0..<50 as Range<UInt64>)
  func agreesWithALongMemory(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var order = FrameOrder()
    func take(_ sequence: UInt32) -> RefusalReason? { order.take(sequence) }
    var there: Set<UInt32> = []
    var newest: UInt32 = 0
    for _ in 0..<500 {
      let low = newest > 70 ? newest - 70 : 1
      let sequence = UInt32.random(in: low...newest + 5, using: &random)
      let expected: RefusalReason? =
        sequence > newest
        ? nil : there.contains(sequence) || newest - sequence > 63 ? .replayed : .outOfOrder
      #expect(take(sequence) == expected, "seed \(seed), \(sequence) after \(newest)")
      there.insert(sequence)
      newest = max(newest, sequence)
    }
  }

  @Test func oneClientControlsUntilItIsGone() {
    var lease = ControlLease()
    func take(_ client: Int) -> Bool { lease.take(by: client) }
    func end(_ client: Int) -> Bool { lease.end(of: client) }
    #expect(lease.isOpen(to: 1) && lease.isOpen(to: 2))
    #expect(take(1))
    #expect(take(1))
    #expect(!take(2))
    #expect(lease.isOpen(to: 1) && !lease.isOpen(to: 2))
    #expect(!end(2))
    #expect(lease.holder == 1)
    #expect(end(1))
    #expect(!end(1))
    #expect(take(2))
  }

  /// Numbers are append-only: clients of other releases have them.
  @Test func reasonsKeepTheirNumbers() {
    #expect(
      RefusalReason.allCases.map(\.name) == [
        "truncated", "oversized", "foreign", "other_version", "damaged", "unknown_type",
        "bad_field", "replayed", "out_of_order", "wrong_role", "controlled", "too_many", "late",
        "too_many_clients", "unread", "invalid", "state", "unsupported",
      ])
    #expect(RefusalReason.allCases.map(\.rawValue) == Array(0..<18))
  }

  @Test func everyWireErrorHasItsReason() {
    let errors: [(WireError, RefusalReason)] = [
      (.truncated, .truncated), (.tooLong, .oversized), (.badMagic, .foreign),
      (.unsupportedVersion(2), .otherVersion), (.badChecksum, .damaged),
      (.unknownType(99), .unknownType), (.badPayload(field: "f"), .badField),
    ]
    for (error, reason) in errors { #expect(RefusalReason(error) == reason) }
    #expect(RefusalReason(RequestResult.Code.ok) == nil)
    #expect(RefusalReason(RequestResult.Code.faulted) == .state)
    #expect(RefusalReason(RequestResult.Code.invalid) == .invalid)
  }

  @Test func aReportTellsWhatWas() {
    var counts = RefusalCounts()
    for _ in 0..<3 { counts.add(.replayed) }
    counts.add(.wrongRole)
    #expect(counts.total == 4 && counts[.replayed] == 3 && counts[.late] == 0)
    let report = AccessReport(
      role: .observe, control: .nobody, process: 0, user: 0, refusals: counts)
    #expect(report.refusals.map(\.reason) == [7, 9])
    #expect(report[.replayed] == 3 && report[.wrongRole] == 1 && report[.unread] == 0)
  }
}
