import Glibc
import RobotRuntime
import Synchronization
import TestSupport

// Without Testing, because `make tsan` compiles this file into a program of its own.

/// Sixteen words that belong together: torn, the sum does not fit.
struct Packet: BitwiseCopyable {
  var number: UInt64 = 0
  var words = InlineArray<16, UInt64>(repeating: 0)
  var sum: UInt64 = 0

  init(number: UInt64) {
    self.number = number
    var mixed = number
    for index in 0..<16 {
      mixed = (mixed ^ UInt64(index)) &* 0x9E37_79B9_7F4A_7C15
      words[index] = mixed
      sum &+= mixed
    }
  }

  var isWhole: Bool {
    var found: UInt64 = 0
    for index in 0..<16 { found &+= words[index] }
    return found == sum && Packet(number: number).sum == sum
  }
}

/// Runs `body` on a thread of its own; wait for it with `pthread_join`.
func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let status = pthread_create(
    &thread, nil,
    { pointer in
      if let pointer { Unmanaged<Box>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Box(body)).toOpaque())
  precondition(status == 0, "no thread: \(status)")
  return thread
}

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
struct Contest: Sendable, CustomStringConvertible {
  let writer: Pace
  let reader: Pace
  let seed: UInt64

  static let all = Pace.allCases.enumerated().flatMap { row, writer in
    Pace.allCases.enumerated().map { column, reader in
      Contest(writer: writer, reader: reader, seed: UInt64(3 * row + column + 1))
    }
  }

  var description: String { "writer \(writer), reader \(reader), seed \(seed)" }
}

/// How far one side has come. What was done before `step` is seen by whoever reads `value`.
private final class Progress: Sendable {
  private let steps = Atomic<UInt64>(0)

  var value: UInt64 { steps.load(ordering: .acquiring) }

  func step() { steps.wrappingAdd(1, ordering: .releasing) }
}

/// Both sides of a hand-off on threads of their own; each function gives what went wrong.
enum HandOffStress {
  /// A value that is taken is whole, newer than the one before, and not older than what had been
  /// published when the reader looked; and it stays as it is while it is held.
  static func tripleBuffer(_ contest: Contest, count: UInt64) -> [String] {
    let buffer = TripleBuffer { Packet(number: 0) }
    let published = Progress()
    let thread = startThread {
      var random = SeededRandom(seed: contest.seed)
      var writer = buffer.writer
      for number in 1...count {
        writer.slot.pointee = Packet(number: number)
        writer.publish()
        published.step()
        contest.writer.pass(&random)
      }
    }
    var random = SeededRandom(seed: ~contest.seed)
    var reader = buffer.reader
    var problems: [String] = []
    var last: UInt64 = 0
    while last < count, problems.count < 10 {
      let least = published.value
      let isNew = reader.update()
      let held = reader.slot.pointee
      if !held.isWhole { problems.append("torn: \(held.number)") }
      if held.number < least { problems.append("stale: \(held.number) after \(least)") }
      if isNew ? held.number <= last : held.number != last {
        problems.append("out of order: \(held.number) after \(last)")
      }
      contest.reader.pass(&random)
      if reader.slot.pointee.number != held.number { problems.append("changed: \(held.number)") }
      last = held.number
    }
    pthread_join(thread, nil)
    return problems
  }

  /// What the ring accepted comes out: all of it, whole, once, in order, and as soon as the reader looks.
  /// What it refused is gone and counted; a slow reader costs the writer nothing else.
  static func ring(_ contest: Contest, capacity: Int, count: UInt64) -> [String] {
    let ring = Ring<Packet>(capacity: capacity)
    let accepted = Progress()
    let finished = Progress()
    let log = Log(capacity: Int(count))
    let thread = startThread {
      var random = SeededRandom(seed: contest.seed)
      var writer = ring.writer
      for number in 1...count {
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
    var problems: [String] = []
    while true {
      let isFinished = finished.value == 1
      let least = accepted.value
      guard let packet = reader.pop() else {
        if popped.count < least { problems.append("late: \(popped.count) of \(least)") }
        if isFinished { break }
        sched_yield()
        continue
      }
      if !packet.isWhole { problems.append("torn: \(packet.number)") }
      popped.append(packet.number)
      contest.reader.pass(&random)
    }
    pthread_join(thread, nil)
    if popped != log.numbers {
      problems.append("accepted \(log.numbers.count), popped \(popped.count), not the same")
    }
    if ring.refusedCount != count - UInt64(popped.count) {
      problems.append("refused \(ring.refusedCount) of \(count), popped \(popped.count)")
    }
    return problems
  }
}

/// What one thread wrote down, read by another after it has ended.
private final class Log: @unchecked Sendable {
  // The writer's thread is joined before `numbers` is read.
  private(set) var numbers: [UInt64] = []

  init(capacity: Int) { numbers.reserveCapacity(capacity) }

  func append(_ number: UInt64) { numbers.append(number) }
}
