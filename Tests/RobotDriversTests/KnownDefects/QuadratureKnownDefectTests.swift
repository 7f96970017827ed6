import RobotDrivers
import RobotHAL
import RobotUnits
import Testing

/// What existing drivers of A/B encoders get wrong (devices.md section 9).
@Suite("What existing drivers get wrong: quadrature")
struct QuadratureKnownDefectTests {
  private let time = MonotonicInstant(nanoseconds: 1)

  @Test("gpiozero rotary: illegal jump counted")
  func illegalJumpIsNoStep() throws {
    // 00 01 10 00: RotaryEncoder goes idle, ccw1, ccw3 and counts -1, as if all four edges had come.
    var decoder = try QuadratureBench().decoder
    decoder.take(a: false, b: true, at: time)
    #expect(decoder.count == -1)
    decoder.take(a: true, b: false, at: time)
    #expect(decoder.count == -1 && decoder.illegalJumps == 1 && decoder.isPositionLost)
    decoder.take(a: false, b: false, at: time)
    #expect(decoder.count == -2 && decoder.isPositionLost)
  }

  @Test("gpiozero rotary: 1 count per 4 edges")
  func everyEdgeCounts() throws {
    var bench = try QuadratureBench()
    var counts: [Int64] = []
    for (line, isRising) in [(0, true), (1, true), (0, false), (1, false)] {
      bench.edge(UInt8(line), isRising)
      counts.append(bench.decoder.count)
    }
    #expect(counts == [1, 2, 3, 4])
  }

  @Test("gpiozero rotary: the level of a line is read after the event, when it may be another")
  func levelIsThatOfTheEvent() throws {
    // A short pulse on A: both edges are taken when A is low again. Read then, it would be one edge.
    var bench = try QuadratureBench()
    bench.edge(1, true)
    bench.edge(0, true)
    bench.edge(0, false)
    bench.edge(1, false)
    #expect(bench.decoder.count == 0)
    #expect(bench.decoder.illegalJumps == 0 && bench.decoder.repeatedLevels == 0)
  }
}
