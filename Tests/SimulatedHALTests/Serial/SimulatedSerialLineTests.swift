import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@Suite struct SimulatedSerialLineTests {
  let clock = SimulationClock(.virtual)

  func line(echoes: Bool = false) -> SimulatedSerialLine {
    SimulatedSerialLine(speed: Frequency(unchecked: 1_000_000), clock: clock, echoes: echoes)
  }

  /// Is servo 1 there? It is. Feetech's manual has these bytes.
  static let ping: [UInt8] = [0xFF, 0xFF, 1, 2, 1, 0xFB]
  static let pong: [UInt8] = [0xFF, 0xFF, 1, 2, 0, 0xFC]

  func all(of line: SimulatedSerialLine) throws -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let bytes = try line.read(atMost: 100, until: line.now() + .milliseconds(1))
      if bytes.isEmpty { return all }
      all += bytes
    }
  }

  @Test func byteTakesTenBits() throws {
    let line = line()
    line.attach(FeetechServoModel(id: 1))
    try line.write(Self.ping, until: line.now())
    var bytes: [UInt8] = []
    while bytes.count < 6 {
      bytes += try line.read(atMost: 100, until: line.now() + .milliseconds(1))
    }
    #expect(bytes == Self.pong)
    // Six bytes there, six back, at 1 Mbit/s.
    #expect(line.now() == MonotonicInstant(nanoseconds: 120_000))
    #expect(line.counters.sent == 6 && line.counters.answered == 6)
  }

  @Test func nothingComesAndTimePasses() throws {
    let line = line()
    let deadline = line.now() + .milliseconds(3)
    #expect(try line.read(atMost: 10, until: deadline) == [])
    #expect(line.now() == deadline)
    #expect(try line.read(atMost: 10, until: MonotonicInstant(nanoseconds: 0)) == [])
    #expect(line.now() == deadline)
  }

  @Test func hostHearsItselfOnOneWire() throws {
    let line = line(echoes: true)
    line.attach(FeetechServoModel(id: 1))
    try line.write(Self.ping, until: line.now())
    #expect(try all(of: line) == Self.ping + Self.pong)
  }

  @Test func discardForgetsWhatHasCome() throws {
    let line = line()
    line.inject([1, 2])
    line.inject([3], after: .milliseconds(1))
    try line.discardInput()
    #expect(try line.read(atMost: 10, until: line.now() + .milliseconds(2)) == [3])
  }

  @Test func unpluggedLineIsGone() throws {
    let line = line()
    line.setPlugged(false)
    let gone = BusError(.unavailable, errno: ENODEV)
    #expect(throws: gone) { try line.write([1], until: line.now()) }
    #expect(throws: gone) { try line.read(atMost: 1, until: line.now()) }
    #expect(throws: gone) { try line.discardInput() }
    line.setPlugged(true)
    #expect(try line.read(atMost: 1, until: line.now()) == [])
  }

  @Test func sameSeedMakesTheSameFaults() throws {
    func run(_ seed: UInt64) throws -> [UInt8] {
      let line = line(echoes: false)
      line.attach(FeetechServoModel(id: 1))
      line.setFaults(SerialFaults(flip: 0.02, loss: 0.02, insertion: 0.02, seed: seed))
      var heard: [UInt8] = []
      for _ in 0..<50 {
        try line.write(Self.ping, until: line.now())
        heard += try all(of: line)
      }
      return heard
    }
    let first = try run(1)
    #expect(try run(1) == first)
    #expect(try run(2) != first)
    #expect(first != (0..<50).flatMap { _ in Self.pong })
  }
}
