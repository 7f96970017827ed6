import RobotDrivers
import RobotHAL
import RobotHALTesting
import Testing

/// The set-up that plain chips share, on one of them.
@Suite struct ByteRegisterChipTests {
  typealias Failure = ByteRegisterFailure<TMAG5273>

  static let script: [ScriptedI2CBus.Step] = [
    .transfer(0x22, write: [0x0E], reply: [0x49]), .transfer(0x22, write: [0x0F], reply: [0x54]),
    .transfer(0x22, write: [0x01, 0x02]), .transfer(0x22, write: [0x02, 0x30]),
    .transfer(0x22, write: [0x03, 0x04]), .transfer(0x22, write: [0x01], reply: [0x02]),
    .transfer(0x22, write: [0x02], reply: [0x30]), .transfer(0x22, write: [0x03], reply: [0x04]),
  ]

  private func setUp(_ script: [ScriptedI2CBus.Step]) throws {
    var bus = ScriptedI2CBus(script)
    defer { #expect(bus.isAsWritten, "\(bus.mismatches)") }
    try TMAG5273.setUp(at: 0x22, on: &bus)
  }

  @Test("a missing acknowledge is reported with its step", arguments: 0..<8)
  func noAcknowledge(at index: Int) {
    let failure = #expect(throws: Failure.self) {
      try setUp(Array(Self.script[..<index]) + [Self.script[index].failing()])
    }
    let step: ByteRegisterStep = index < 2 ? .identify : index < 5 ? .configure : .verify
    #expect(failure == .bus(BusError(.noAcknowledge), step: step))
  }

  @Test func anotherChipIsRefusedBeforeAnythingIsWritten() {
    let failure = #expect(throws: Failure.self) {
      try setUp([Self.script[0], .transfer(0x22, write: [0x0F], reply: [0x00])])
    }
    #expect(failure == .identity(register: .manufacturerHigh, expected: 0x54, read: 0x00))
    #expect(
      failure?.description.hasPrefix(
        "TMAG5273: register 0x0F reads 0x0 instead of 0x54; 0x44 is also") == true)
  }

  @Test func aValueThatDoesNotStayIsRefused() {
    let failure = #expect(throws: Failure.self) {
      try setUp(
        Array(Self.script[..<6]) + [.transfer(0x22, write: [0x02], reply: [0x00])])
    }
    #expect(failure == .readBack(register: .sensorConfiguration1, wrote: 0x30, read: 0x00))
    #expect(
      failure?.description.hasPrefix(
        "TMAG5273: register 0x02 was written as 0x30 but reads 0x0;") == true)
  }

  @Test func lostSettingsAreNoticed() {
    let watch = TMAG5273.watch(at: 0x22)
    #expect(watch.exchange == Exchange(address: 0x22, request: [0x01], replyCount: 3))
    #expect(watch.agrees([0x02, 0x30, 0x04]))
    #expect(!watch.agrees([0x00, 0x00, 0x00]))
  }

  @Test func aScanLooksAtTheSameRegisters() {
    #expect(TMAG5273.identity.registers == "registers 0x0E, 0x0F")
    #expect(TMAG5273.identity.questions.map(\.pointer) == [[0x0E], [0x0F]])
    #expect(TMAG5273.identity.certainty == .proof)
  }
}
