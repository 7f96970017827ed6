import Glibc
import RobotRuntime
import TestSupport
import Testing

@Suite struct RingTests {
  @Test func keepsTheOrder() {
    let ends = Ends(Ring<Int>(capacity: 4))
    #expect(ends.pop() == nil)
    #expect(ends.push(0, 1, 2) == [true, true, true])
    #expect(ends.pop(4) == [0, 1, 2, nil])
  }

  @Test(arguments: [1, 3, 8]) func refusesAndCountsWhatDoesNotFit(capacity: Int) {
    let ring = Ring<Int>(capacity: capacity)
    let ends = Ends(ring)
    for value in 0..<capacity { #expect(ends.push(value) == [true]) }
    #expect(ends.push(-1, -2) == [false, false])
    #expect(ring.refusedCount == 2)
    #expect(ends.pop() == 0)
    #expect(ends.push(capacity) == [true])
    #expect(ends.pop(capacity + 1) == Array(1...capacity) + [nil])
    #expect(ring.refusedCount == 2)
  }

  /// Against an array, over many turns of a ring whose capacity is no power of two.
  @Test func actsLikeAQueue() {
    let seed: UInt64 = 5
    var random = SeededRandom(seed: seed)
    let ends = Ends(Ring<Int>(capacity: 7))
    var model: [Int] = []
    for value in 0..<20_000 {
      if Bool.random(using: &random) {
        let fits = model.count < 7
        if fits { model.append(value) }
        #expect(ends.push(value) == [fits], "seed \(seed)")
      } else {
        #expect(ends.pop() == (model.isEmpty ? nil : model.removeFirst()), "seed \(seed)")
      }
    }
  }

  /// 300 000 packets through 64 places between two threads: all, whole, in order.
  @Test func nothingIsLostOrTornBetweenTwoThreads() {
    let ring = Ring<Packet>(capacity: 64)
    var reader = ring.reader
    let count: UInt64 = 300_000
    let thread = startThread {
      var writer = ring.writer
      var number: UInt64 = 1
      while number <= count {
        if writer.push(Packet(number: number)) { number += 1 } else { sched_yield() }
      }
    }
    var expected: UInt64 = 1
    var wrong = 0
    while expected <= count {
      guard let packet = reader.pop() else {
        sched_yield()
        continue
      }
      if packet.number != expected || !packet.isWhole { wrong += 1 }
      expected += 1
    }
    pthread_join(thread, nil)
    let isEmpty = reader.pop() == nil
    #expect(wrong == 0)
    #expect(isEmpty)
  }
}

/// Both ends of a ring on one thread. A class, because `#expect` takes no noncopyable value apart.
private final class Ends {
  private var writer: RingWriter<Int>
  private var reader: RingReader<Int>

  init(_ ring: Ring<Int>) {
    writer = ring.writer
    reader = ring.reader
  }

  /// Pushes one after the other; which of them fitted.
  func push(_ values: Int...) -> [Bool] { values.map { writer.push($0) } }

  func pop() -> Int? { reader.pop() }

  /// Pops `count` times.
  func pop(_ count: Int) -> [Int?] { (0..<count).map { _ in reader.pop() } }
}
