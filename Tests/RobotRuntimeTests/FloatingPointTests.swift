import Glibc
import RobotRuntime
import Synchronization
import Testing

/// Denormals on real-time threads, and on those beside them.
@Suite struct FloatingPointTests {
  /// Out of reach of the optimiser.
  private struct Numbers: Sendable {
    var small = 1e-160
    /// 15/16 of 2^-1022, the least normal number.
    var denormal = Double(bitPattern: 0x000F_0000_0000_0000)
    var large = 1e300

    /// A product that becomes denormal: zero under flush-to-zero.
    @inline(never) func product() -> Double { small * small }
    /// A product of a denormal: 2.086e-8, and zero under denormals-are-zero.
    @inline(never) func scaled() -> Double { denormal * large }
  }

  /// What one thread found, for another to read after it has ended.
  private final class Finding: Sendable {
    private let product = Atomic<UInt64>(0)
    private let scaled = Atomic<UInt64>(0)
    let isSet = Atomic(false)
    let mayEnd = Atomic(false)

    func take() {
      let numbers = Numbers()
      product.store(numbers.product().bitPattern, ordering: .relaxed)
      scaled.store(numbers.scaled().bitPattern, ordering: .relaxed)
      isSet.store(true, ordering: .releasing)
    }

    var values: [Double] {
      [
        Double(bitPattern: product.load(ordering: .relaxed)),
        Double(bitPattern: scaled.load(ordering: .relaxed)),
      ]
    }
  }

  private struct Job: RealtimeJob {
    let finding: Finding

    mutating func run() {
      finding.take()
      while !finding.mayEnd.load(ordering: .acquiring) { sched_yield() }
    }
  }

  private static let scheduling = Scheduling(priority: nil, processor: nil)

  /// Flush-to-zero for results and denormals-are-zero for operands, both.
  @Test func realtimeThreadsHaveNone() throws {
    let finding = Finding()
    finding.mayEnd.store(true, ordering: .releasing)
    try RealtimeThread.start(Job(finding: finding), name: "cbl-test", scheduling: Self.scheduling)
      .join()
    #expect(finding.values == [0, 0])
  }

  /// While a real-time thread has its mode, the thread that started it, one that was there before and one
  /// that comes after compute with denormals as ever.
  @Test func othersAreNotAffected() throws {
    let before = Finding()
    let realtime = Finding()
    let gate = Gate()
    let early = startThread {
      gate.wait()
      before.take()
    }
    let thread = try RealtimeThread.start(
      Job(finding: realtime), name: "cbl-test", scheduling: Self.scheduling)
    while !realtime.isSet.load(ordering: .acquiring) { sched_yield() }
    gate.open()
    let own = Finding()
    own.take()
    let after = Finding()
    let late = startThread { after.take() }
    pthread_join(early, nil)
    pthread_join(late, nil)
    realtime.mayEnd.store(true, ordering: .releasing)
    thread.join()
    #expect(realtime.values == [0, 0])
    for finding in [before, own, after] {
      #expect(finding.values[0] > 0)
      #expect(abs(finding.values[1] / 2.086e-8 - 1) < 1e-3)
    }
  }
}

/// Holds threads up until it is opened.
private final class Gate: Sendable {
  private let isOpen = Atomic(false)

  func open() { isOpen.store(true, ordering: .releasing) }

  func wait() { while !isOpen.load(ordering: .acquiring) { sched_yield() } }
}
