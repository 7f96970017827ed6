import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@Suite("Simulated edges")
struct SimulatedEdgeInputTests {
  private func drain(_ input: SimulatedEdgeInput, room: Int = 256) throws -> [LineEdge] {
    let none = LineEdge(
      line: 255, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0)
    var edges = [LineEdge](repeating: none, count: room)
    var span = edges.mutableSpan
    let count = try input.drain(into: &span)
    return Array(edges.prefix(count))
  }

  private func instant(_ nanoseconds: Int64) -> MonotonicInstant {
    MonotonicInstant(nanoseconds: nanoseconds)
  }

  @Test("numbers, times and levels are the kernel's")
  func edges() throws {
    let input = SimulatedEdgeInput(lineCount: 2, levels: 0b10)
    input.set(true, line: 0, at: instant(7))
    input.set(true, line: 1, at: instant(8))
    input.set(false, line: 1, at: instant(9))
    #expect(try input.levels() == 0b01)
    let edges = try drain(input)
    #expect(
      edges == [
        LineEdge(line: 0, isRising: true, time: instant(7), sequence: 1),
        LineEdge(line: 1, isRising: false, time: instant(9), sequence: 2),
      ])
    #expect(try drain(input).isEmpty)
  }

  @Test("a full buffer drops the oldest, and their numbers are missing")
  func overflow() throws {
    let input = SimulatedEdgeInput(lineCount: 1, bufferSize: 16)
    for index in 0..<20 { input.set(index % 2 == 0, line: 0, at: instant(Int64(index))) }
    #expect(try drain(input).map(\.sequence) == Array(5...20))
  }

  @Test("a chip that is unplugged throws")
  func unplugged() throws {
    let input = SimulatedEdgeInput(lineCount: 1)
    input.unplug(true)
    #expect(throws: BusError(.unavailable, errno: 19)) { try drain(input) }
    #expect(throws: BusError(.unavailable, errno: 19)) { try input.levels() }
    input.unplug(false)
    #expect(try drain(input).isEmpty)
  }

  @Test("a shaft: A leads B upwards, edges lie evenly in time, and the index is one count wide")
  func shaft() throws {
    let clock = SimulationClock(.virtual)
    // In the middle of a count; one revolution has 8.
    let shaft = FixedShaft(radians: .pi / 8)
    let encoder = QuadratureShaft(on: shaft, linesPerTurn: 2, hasIndex: true, clock: clock)
    let input = encoder.makeInput()
    #expect(try input.levels() == 0b100)
    clock.advance(to: instant(8_000))
    shaft.turn(to: .pi / 8 + 2 * .pi)
    let up = try drain(input)
    let lines = up.map { "\($0.line)\($0.isRising ? "+" : "-")" }.joined(separator: " ")
    #expect(lines == "0+ 2- 1+ 0- 1- 0+ 1+ 0- 1- 2+")
    let changes = up.filter { $0.line < 2 }.map(\.time.nanoseconds)
    for (index, time) in changes.enumerated() {
      #expect(abs(time - Int64(500 + index * 1000)) <= 1)
    }
    clock.advance(to: instant(16_000))
    shaft.turn(to: .pi / 8)
    let down = try drain(input)
    #expect(down.filter { $0.line < 2 }.prefix(2).map(\.line) == [1, 0])
    #expect(try input.levels() == 0b100)
  }
}
