import RobotHAL
import RobotHALTesting
import RobotUnits
import Testing

@Suite("Scripted and tracing buses")
struct ScriptedI2CBusTests {
  private let script: [ScriptedI2CBus.Step] = [
    .transfer(0x36, write: [0x0B], reply: [0x20]),
    .pause(atLeast: .microseconds(500)),
    .failure(0x36, write: [0x0C], read: 2, error: BusError(.timeout, errno: 110)),
  ]

  @Test func answersAsWritten() throws {
    var bus = ScriptedI2CBus(script)
    #expect(try bus.read(1, from: 0x36, register: 0x0B) == [0x20])
    bus.pause(.microseconds(500))
    #expect(!bus.isExhausted)
    #expect(throws: BusError(.timeout, errno: 110)) {
      try bus.read(2, from: 0x36, register: 0x0C)
    }
    #expect(bus.isAsWritten)
  }

  @Test(
    arguments: [
      (0x40, [0x0B], 1, "step 1: expected 0x36 write 0b read 1, found 0x40 write 0b read 1"),
      (0x36, [0x0A], 1, "step 1: expected 0x36 write 0b read 1, found 0x36 write 0a read 1"),
      (0x36, [0x0B], 2, "step 1: expected 0x36 write 0b read 1, found 0x36 write 0b read 2"),
      (0x36, [], 0, "step 1: expected 0x36 write 0b read 1, found 0x36 probe"),
    ] as [(UInt8, [UInt8], Int, String)])
  func namesADifferentTransfer(address: UInt8, bytes: [UInt8], count: Int, mismatch: String) throws
  {
    var bus = ScriptedI2CBus(script)
    let address = try #require(I2CAddress(address))
    #expect(throws: BusError(.other)) {
      try bus.transfer(to: address, write: bytes, read: count)
    }
    #expect(bus.mismatches == [mismatch])
  }

  @Test func aShortPauseIsAMismatch() throws {
    var bus = ScriptedI2CBus([.pause(atLeast: .microseconds(500))])
    bus.pause(.microseconds(499))
    #expect(
      bus.mismatches == ["step 1: expected pause of at least 500.0 us, found pause of 499.0 us"])
  }

  @Test func aTransferAfterTheEndIsAMismatch() {
    var bus = ScriptedI2CBus([])
    #expect(throws: BusError(.other)) { try bus.write([0x00], to: 0x36) }
    #expect(!bus.isAsWritten)
  }

  @Test func aTraceHasALineForEverything() {
    var bus = TracingI2CBus(ScriptedI2CBus(script))
    _ = try? bus.read(1, from: 0x36, register: 0x0B)
    bus.pause(.microseconds(500))
    _ = try? bus.read(2, from: 0x36, register: 0x0C)
    #expect(
      bus.lines == [
        "0x36 write 0b read 1 -> 20", "pause 500.0 us",
        "0x36 write 0c read 2 -> timeout (errno 110)",
      ])
    #expect(bus.base.isAsWritten)
  }
}
