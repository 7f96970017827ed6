import Glibc
import RobotRuntime
import TestSupport
import Testing

@Suite struct RingTests {
  @Test func keepsTheOrder() {
    let ring = Ring<Int>(capacity: 4)
    var writer = ring.writer
    var reader = ring.reader
    do {
      let popped = reader.pop()
      #expect(popped == nil)
    }
    for value in 0..<3 {
      do {
        let pushed = writer.push(value)
        #expect(pushed)
      }
    }
    for value in 0..<3 {
      do {
        let popped = reader.pop()
        #expect(popped == value)
      }
    }
    do {
      let popped = reader.pop()
      #expect(popped == nil)
    }
  }

  @Test(arguments: [1, 3, 8]) func refusesAndCountsWhatDoesNotFit(capacity: Int) {
    let ring = Ring<Int>(capacity: capacity)
    var writer = ring.writer
    var reader = ring.reader
    for value in 0..<capacity {
      do {
        let pushed = writer.push(value)
        #expect(pushed)
      }
    }
    do {
      let pushed = writer.push(-1)
      #expect(!pushed)
    }
    do {
      let pushed = writer.push(-2)
      #expect(!pushed)
    }
    #expect(ring.refusedCount == 2)
    do {
      let popped = reader.pop()
      #expect(popped == 0)
    }
    do {
      let pushed = writer.push(capacity)
      #expect(pushed)
    }
    for value in 1...capacity {
      do {
        let popped = reader.pop()
        #expect(popped == value)
      }
    }
    do {
      let popped = reader.pop()
      #expect(popped == nil)
    }
  }

  /// Against an array, over many turns of a ring whose capacity is no power of two.
  @Test func actsLikeAQueue() {
    let seed: UInt64 = 5
    var random = SeededRandom(seed: seed)
    let ring = Ring<Int>(capacity: 7)
    var writer = ring.writer
    var reader = ring.reader
    var model: [Int] = []
    for value in 0..<20_000 {
      if Bool.random(using: &random) {
        let fits = model.count < 7
        if fits { model.append(value) }
        do {
          let pushed = writer.push(value)
          #expect(pushed == fits, "seed \(seed)")
        }
      } else {
        do {
          let popped = reader.pop()
          #expect(popped == (model.isEmpty ? nil : model.removeFirst()), "seed \(seed)")
        }
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
    #expect(wrong == 0)
    do {
      let popped = reader.pop()
      #expect(popped == nil)
    }
  }
}
