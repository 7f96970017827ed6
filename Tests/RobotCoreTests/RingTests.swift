import Glibc
import RobotCore
import TestSupport
import Testing

@Suite struct RingTests {
  @Test func keepsTheOrder() {
    let ring = Ring<Int>(capacity: 4)
    #expect(ring.pop() == nil)
    for value in 0..<3 { #expect(ring.push(value)) }
    for value in 0..<3 { #expect(ring.pop() == value) }
    #expect(ring.pop() == nil)
  }

  @Test(arguments: [1, 3, 8]) func refusesAndCountsWhatDoesNotFit(capacity: Int) {
    let ring = Ring<Int>(capacity: capacity)
    for value in 0..<capacity { #expect(ring.push(value)) }
    #expect(!ring.push(-1))
    #expect(!ring.push(-2))
    #expect(ring.refusedCount == 2)
    #expect(ring.pop() == 0)
    #expect(ring.push(capacity))
    for value in 1...capacity { #expect(ring.pop() == value) }
    #expect(ring.pop() == nil)
  }

  /// Against an array, over many turns of a ring whose capacity is no power of two.
  @Test func actsLikeAQueue() {
    let seed: UInt64 = 5
    var random = SeededRandom(seed: seed)
    let ring = Ring<Int>(capacity: 7)
    var model: [Int] = []
    for value in 0..<20_000 {
      if Bool.random(using: &random) {
        let fits = model.count < 7
        if fits { model.append(value) }
        #expect(ring.push(value) == fits, "seed \(seed)")
      } else {
        #expect(ring.pop() == (model.isEmpty ? nil : model.removeFirst()), "seed \(seed)")
      }
    }
  }

  /// 300 000 packets through 64 places between two threads: all, whole, in order.
  @Test func nothingIsLostOrTornBetweenTwoThreads() {
    let ring = Ring<Packet>(capacity: 64)
    let count: UInt64 = 300_000
    let thread = startThread {
      var number: UInt64 = 1
      while number <= count {
        if ring.push(Packet(number: number)) { number += 1 } else { sched_yield() }
      }
    }
    var expected: UInt64 = 1
    var wrong = 0
    while expected <= count {
      guard let packet = ring.pop() else {
        sched_yield()
        continue
      }
      if packet.number != expected || !packet.isWhole { wrong += 1 }
      expected += 1
    }
    pthread_join(thread, nil)
    #expect(wrong == 0)
    #expect(ring.pop() == nil)
  }
}
