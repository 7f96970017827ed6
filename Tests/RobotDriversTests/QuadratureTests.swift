import RobotDrivers
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Feeds a decoder with numbered edges.
struct QuadratureBench {
  var decoder: Quadrature.Decoder
  private(set) var sequence: UInt32 = 0

  init(
    lines: Int = 100, hasIndex: Bool = false, levels: UInt64 = 0,
    timeout: TimeSpan = .milliseconds(100)
  )
    throws
  {
    decoder = Quadrature.Decoder(
      try Quadrature.Configuration(linesPerTurn: lines, hasIndex: hasIndex, timeout: timeout),
      levels: levels)
  }

  mutating func edge(_ line: UInt8, _ isRising: Bool, at nanoseconds: Int64 = 0) {
    sequence += 1
    decoder.take(
      LineEdge(
        line: line, isRising: isRising, time: MonotonicInstant(nanoseconds: nanoseconds),
        sequence: sequence))
  }

  /// The kernel dropped some.
  mutating func lose(_ count: UInt32) { sequence += count }

  /// `count` counts in one direction from state 00, a count in each `interval` ns.
  mutating func turn(_ count: Int, interval: Int64 = 1000, start: Int64 = 0) {
    let forwards: [(UInt8, Bool)] = [(0, true), (1, true), (0, false), (1, false)]
    let backwards: [(UInt8, Bool)] = [(1, true), (0, true), (1, false), (0, false)]
    for index in 0..<abs(count) {
      let (line, isRising) = (count > 0 ? forwards : backwards)[index % 4]
      edge(line, isRising, at: start + Int64(index + 1) * interval)
    }
  }
}

@Suite("Quadrature")
struct QuadratureTests {
  private func instant(_ nanoseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: nanoseconds)
  }

  @Test("the table: 00 -> 10 -> 11 -> 01 -> 00 is forwards (devices.md 2.5)")
  func table() {
    let round: [UInt8] = [0b00, 0b10, 0b11, 0b01]
    for (place, state) in round.enumerated() {
      #expect(Quadrature.step(from: state, to: state) == .none)
      #expect(Quadrature.step(from: state, to: round[(place + 1) % 4]) == .forward)
      #expect(Quadrature.step(from: state, to: round[(place + 2) % 4]) == .illegal)
      #expect(Quadrature.step(from: state, to: round[(place + 3) % 4]) == .backward)
    }
  }

  @Test("four counts to a line, in both directions")
  func counts() throws {
    var bench = try QuadratureBench(lines: 100)
    bench.turn(400)
    #expect(bench.decoder.count == 400)
    #expect(abs(bench.decoder.radians - 2 * Double.pi) < 1e-12)
    bench.turn(-800)
    #expect(bench.decoder.count == -400)
    #expect(!bench.decoder.isPositionLost)
  }

  @Test("begins at any levels", arguments: 0..<4 as Range<UInt64>)
  func levels(_ levels: UInt64) throws {
    // The edge that goes on forwards from each state: A in bit 0 of the levels, B in bit 1.
    let next: [(UInt8, Bool)] = [(0, true), (1, true), (1, false), (0, false)]
    var bench = try QuadratureBench(levels: levels)
    bench.edge(next[Int(levels)].0, next[Int(levels)].1)
    #expect(bench.decoder.count == 1)
  }

  @Test("the level is that of the event: bounce on one line goes forth and back")
  func bounce() throws {
    var bench = try QuadratureBench()
    for _ in 0..<10 {
      bench.edge(0, true)
      #expect(bench.decoder.count == 1)
      bench.edge(0, false)
      #expect(bench.decoder.count == 0)
    }
    #expect(bench.decoder.illegalJumps == 0 && !bench.decoder.isPositionLost)
  }

  @Test("an edge to the level that the line has is counted, and is no step")
  func repeated() throws {
    var bench = try QuadratureBench()
    bench.edge(0, true)
    bench.edge(0, true)
    #expect(bench.decoder.count == 1 && bench.decoder.repeatedLevels == 1)
    #expect(!bench.decoder.isPositionLost)
  }

  @Test("both lines at once: an error, never a step, and the position is lost")
  func illegal() throws {
    var bench = try QuadratureBench()
    bench.decoder.take(a: true, b: true, at: instant(1))
    #expect(bench.decoder.count == 0 && bench.decoder.illegalJumps == 1)
    #expect(bench.decoder.isPositionLost)
    bench.decoder.take(a: false, b: true, at: instant(2))
    #expect(bench.decoder.count == 1, "it goes on from where the lines are")
    #expect(bench.decoder.isPositionLost)
    bench.decoder.reference(count: 17)
    #expect(bench.decoder.count == 17 && !bench.decoder.isPositionLost)
    #expect(bench.decoder.illegalJumps == 1)
  }

  @Test("a gap in the numbers: the position is lost, and how many edges are")
  func gap() throws {
    var bench = try QuadratureBench()
    bench.turn(8)
    bench.lose(3)
    bench.edge(0, true, at: 20_000)
    #expect(bench.decoder.lostEvents == 3 && bench.decoder.isPositionLost)
    #expect(
      bench.decoder.velocity(at: instant(20_000)) == 0, "nothing is known about the time between")
  }

  @Test("an edge before the first that is taken is a gap too")
  func gapAtTheBeginning() throws {
    var bench = try QuadratureBench()
    bench.lose(1)
    bench.edge(0, true)
    #expect(bench.decoder.lostEvents == 1 && bench.decoder.isPositionLost)
  }

  @Test("numbers go round")
  func sequenceGoesRound() {
    var sequence = EdgeSequence(after: .max)
    let next = sequence.missing(before: 0)
    let later = sequence.missing(before: 3)
    #expect(next == 0 && later == 2)
  }

  @Test("a configuration outside the bounds is refused with the bound")
  func refused() {
    #expect(throws: Quadrature.ConfigurationError.linesPerTurn(0)) {
      try Quadrature.Configuration(linesPerTurn: 0)
    }
    #expect(throws: Quadrature.ConfigurationError.timeout(.zero)) {
      try Quadrature.Configuration(linesPerTurn: 500, timeout: .zero)
    }
    let text = Quadrature.ConfigurationError.linesPerTurn(0).description
    #expect(text.contains("1...1000000"))
  }
}

@Suite("Quadrature velocity")
struct QuadratureVelocityTests {
  private func instant(_ nanoseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: nanoseconds)
  }

  @Test("steps by time: 100 lines, a count in 250 us are 10 revolutions per second")
  func period() throws {
    var bench = try QuadratureBench(lines: 100)
    bench.turn(40, interval: 250_000)
    let velocity = bench.decoder.velocity(at: instant(10_000_000))
    #expect(abs(velocity - 62.831_853_071_795_86) < 1e-9)
    bench.turn(-40, interval: 250_000, start: 10_000_000)
    #expect(abs(bench.decoder.velocity(at: instant(20_000_000)) + 62.831_853_071_795_86) < 1e-9)
  }

  @Test("unequal quarters of a period cancel")
  func unequal() throws {
    var bench = try QuadratureBench(lines: 100)
    let forwards: [(UInt8, Bool, Int64)] = [
      (0, true, 400), (1, true, 900), (0, false, 1100), (1, false, 2000), (0, true, 2400),
      (1, true, 2900),
    ]
    for (line, isRising, time) in forwards { bench.edge(line, isRising, at: time * 1000) }
    // 4 counts in 2 ms, whichever edge is the last.
    #expect(abs(bench.decoder.countsPerSecond(at: instant(2_900_000)) - 2000) < 1e-9)
  }

  @Test("late, it falls with the time since the last edge; after the timeout it is 0")
  func timeout() throws {
    var bench = try QuadratureBench(lines: 100, timeout: .milliseconds(50))
    bench.turn(8, interval: 1_000_000)
    #expect(abs(bench.decoder.countsPerSecond(at: instant(8_500_000)) - 1000) < 1e-9)
    #expect(abs(bench.decoder.countsPerSecond(at: instant(12_000_000)) - 250) < 1e-9)
    #expect(bench.decoder.countsPerSecond(at: instant(58_000_000)) == 0)
  }

  @Test("one edge, and the first after a turn round, say nothing")
  func turnRound() throws {
    var bench = try QuadratureBench(lines: 100)
    bench.edge(0, true, at: 1000)
    #expect(bench.decoder.countsPerSecond(at: instant(1000)) == 0)
    bench.edge(1, true, at: 2000)
    #expect(bench.decoder.countsPerSecond(at: instant(2000)) > 0)
    bench.edge(1, false, at: 3000)
    #expect(bench.decoder.countsPerSecond(at: instant(3000)) == 0)
    bench.edge(0, false, at: 4000)
    #expect(abs(bench.decoder.countsPerSecond(at: instant(4000)) + 1e6) < 1e-6)
  }

  @Test("two edges with one time stamp divide by nothing")
  func sameStamp() throws {
    var bench = try QuadratureBench(lines: 100)
    bench.edge(0, true, at: 1000)
    bench.edge(1, true, at: 1000)
    #expect(bench.decoder.countsPerSecond(at: instant(1000)) == 0)
  }
}

@Suite("Quadrature index")
struct QuadratureIndexTests {
  @Test("an encoder that loses nothing passes its index a whole number of revolutions apart")
  func noneLost() throws {
    let clock = SimulationClock(.virtual)
    let shaft = FixedShaft(radians: 0.1)
    let encoder = QuadratureShaft(on: shaft, linesPerTurn: 16, hasIndex: true, clock: clock)
    let input = encoder.makeInput()
    var decoder = Quadrature.Decoder(
      try Quadrature.Configuration(linesPerTurn: 16, hasIndex: true), levels: try input.levels())
    // Forth and back over the index at 0, 2 pi and 4 pi, turning round in between and upon it.
    for (index, angle) in [13.0, 0.2, -1, 0.02, -0.02, 0.05, 12.6, 12.5, 12.6, 0.1].enumerated() {
      clock.advance(to: MonotonicInstant(nanoseconds: Int64(index + 1) * 10_000_000))
      shaft.turn(to: angle)
      try drain(input, into: &decoder)
    }
    #expect(decoder.count == 0)
    #expect(decoder.indexPasses > 4)
    #expect(decoder.lostCounts == 0 && !decoder.isPositionLost)
  }

  @Test("lost edges show at the index, to the count", arguments: [4, 8, 20])
  func lost(_ missing: Int) throws {
    var bench = try QuadratureBench(lines: 16, hasIndex: true)
    bench.turn(4)
    bench.edge(2, true)
    bench.edge(2, false)
    // One revolution has 64 counts.
    bench.turn(64 - missing)
    #expect(!bench.decoder.isPositionLost)
    bench.edge(2, true)
    #expect(bench.decoder.lostCounts == UInt64(missing) && bench.decoder.isPositionLost)
    bench.edge(2, false)
    // The next revolution is whole: what was lost is not counted twice.
    bench.turn(64)
    bench.edge(2, true)
    #expect(bench.decoder.lostCounts == UInt64(missing))
    #expect(bench.decoder.indexPasses == 3)
  }

  @Test("the order of an edge and the index makes no error")
  func order() throws {
    var bench = try QuadratureBench(lines: 16, hasIndex: true)
    bench.turn(4)
    bench.edge(2, true)
    bench.edge(2, false)
    bench.turn(60)
    bench.turn(3)
    bench.edge(2, true)
    #expect(bench.decoder.lostCounts == 0 && !bench.decoder.isPositionLost)
  }

  @Test("a reference after a loss waits for the index anew")
  func reference() throws {
    var bench = try QuadratureBench(lines: 16, hasIndex: true)
    bench.turn(4)
    bench.edge(2, true)
    bench.edge(2, false)
    bench.turn(8)
    bench.lose(1)
    bench.turn(4)
    #expect(bench.decoder.isPositionLost)
    bench.decoder.reference(count: 1000)
    bench.turn(8)
    bench.edge(2, true)
    #expect(!bench.decoder.isPositionLost && bench.decoder.lostCounts == 0)
    #expect(bench.decoder.indexCount == 1008)
  }

  private func drain(_ input: SimulatedEdgeInput, into decoder: inout Quadrature.Decoder) throws {
    var room = [LineEdge](
      repeating: LineEdge(
        line: 0, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0), count: 1024)
    var span = room.mutableSpan
    let count = try input.drain(into: &span)
    for index in 0..<count { decoder.take(span[index]) }
  }
}
