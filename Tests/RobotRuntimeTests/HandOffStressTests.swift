import Glibc
import RobotRuntime
import Synchronization
import TestSupport
import Testing

/// How a side of a hand-off moves: what happens between two of its operations.
enum Pace: String, CaseIterable, Sendable {
  /// Nothing: as fast as it goes.
  case flatOut
  /// It often gives the processor away.
  case yielding
  /// It is busy for a while, now and then for long.
  case slow

  func pass(_ random: inout SeededRandom) {
    let dice = random.next()
    switch self {
    case .flatOut: if dice % 4096 == 0 { sched_yield() }
    case .yielding: if dice % 3 == 0 { sched_yield() }
    case .slow:
      var work = dice
      for _ in 0..<(dice % 128 == 0 ? 4000 : dice % 40) { work = work &* 0x9E37_79B9 &+ 1 }
      if work == 0 { sched_yield() }
    }
  }
}

/// The two paces of one run, and the seed of what happens in between.
struct Contest: Sendable, CustomTestStringConvertible {
  let writer: Pace
  let reader: Pace
  let seed: UInt64

  static let all = Pace.allCases.enumerated().flatMap { row, writer in
    Pace.allCases.enumerated().map { column, reader in
      Contest(writer: writer, reader: reader, seed: UInt64(3 * row + column + 1))
    }
  }

  var testDescription: String { "writer \(writer), reader \(reader), seed \(seed)" }
}

/// How far one side has come. What was done before `step` is seen by whoever reads `value`.
private final class Progress: Sendable {
  private let steps = Atomic<UInt64>(0)

  var value: UInt64 { steps.load(ordering: .acquiring) }

  func step() { steps.wrappingAdd(1, ordering: .releasing) }
}

/// Both sides of both hand-offs on threads of their own, at every combination of paces. `make tsan` runs
/// them under ThreadSanitizer.
@Suite struct HandOffStressTests {
  private static let count: UInt64 = 10_000

  /// A value that is taken is whole, newer than the one before, and not older than what had been
  /// published when the reader looked; and it stays as it is while it is held.
  @Test(arguments: Contest.all) func tripleBuffer(_ contest: Contest) {
    let buffer = TripleBuffer { Packet(number: 0) }
    let published = Progress()
    let thread = startThread {
      var random = SeededRandom(seed: contest.seed)
      var writer = buffer.writer
      for number in 1...Self.count {
        writer.slot.pointee = Packet(number: number)
        writer.publish()
        published.step()
        contest.writer.pass(&random)
      }
    }
    var random = SeededRandom(seed: ~contest.seed)
    var reader = buffer.reader
    var (torn, stale, reordered, changed) = (0, 0, 0, 0)
    var last: UInt64 = 0
    while last < Self.count, stale < 10 {
      let least = published.value
      let isNew = reader.update()
      let held = reader.slot.pointee
      if !held.isWhole { torn += 1 }
      if held.number < least { stale += 1 }
      if isNew ? held.number <= last : held.number != last { reordered += 1 }
      contest.reader.pass(&random)
      if reader.slot.pointee.number != held.number { changed += 1 }
      last = held.number
    }
    pthread_join(thread, nil)
    #expect([torn, stale, reordered, changed] == [0, 0, 0, 0], "\(contest.testDescription)")
  }

  /// What the ring accepted comes out: all of it, whole, once, in order, and as soon as the reader looks.
  /// What it refused is gone and counted; a slow reader costs the writer nothing else.
  @Test(arguments: Contest.all, [1, 3, 64]) func ring(_ contest: Contest, capacity: Int) {
    let ring = Ring<Packet>(capacity: capacity)
    let accepted = Progress()
    let finished = Progress()
    let log = Log(capacity: Int(Self.count))
    let thread = startThread {
      var random = SeededRandom(seed: contest.seed)
      var writer = ring.writer
      for number in 1...Self.count {
        if writer.push(Packet(number: number)) {
          log.append(number)
          accepted.step()
        }
        contest.writer.pass(&random)
      }
      finished.step()
    }
    var random = SeededRandom(seed: ~contest.seed)
    var reader = ring.reader
    var popped: [UInt64] = []
    var (torn, late) = (0, 0)
    while true {
      let isFinished = finished.value == 1
      let least = accepted.value
      guard let packet = reader.pop() else {
        if popped.count < least { late += 1 }
        if isFinished { break }
        sched_yield()
        continue
      }
      if !packet.isWhole { torn += 1 }
      popped.append(packet.number)
      contest.reader.pass(&random)
    }
    pthread_join(thread, nil)
    #expect([torn, late] == [0, 0], "\(contest.testDescription)")
    #expect(popped == log.numbers, "\(contest.testDescription)")
    #expect(
      ring.refusedCount == Self.count - UInt64(popped.count), "\(contest.testDescription)")
  }

  /// A reader that never comes: the writer goes on at once, and every loss is counted.
  @Test func nobodyReads() {
    let ring = Ring<UInt64>(capacity: 8)
    var writer = ring.writer
    var accepted = 0
    for number in 0..<1000 where writer.push(UInt64(number)) { accepted += 1 }
    #expect(accepted == 8)
    #expect(ring.refusedCount == 992)
  }
}

/// What one thread wrote down, read by another after it has ended.
private final class Log: @unchecked Sendable {
  // The writer's thread is joined before `numbers` is read.
  private(set) var numbers: [UInt64] = []

  init(capacity: Int) { numbers.reserveCapacity(capacity) }

  func append(_ number: UInt64) { numbers.append(number) }
}
