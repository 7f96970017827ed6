import RobotHAL
import RobotHALTesting
import RobotUnits
import SimulatedHAL
import Testing

/// The conformance suite must find an adapter that breaks one rule.
@Suite("Adapter conformance suite")
struct ConformanceSuiteTests {
  @Test(arguments: BrokenAdapter.Defect.allCases)
  func finds(_ defect: BrokenAdapter.Defect) {
    let bus = SimulatedI2CBus(
      speed: Frequency(unchecked: 400_000), clock: SimulationClock(.virtual))
    bus.attach(AS5600Model(shaft: FixedShaft(radians: 0)))
    let findings = I2CAdapterConformance.run(
      BrokenAdapter(base: bus, defect: defect),
      chip: .init(address: 0x36, scratchRegister: 0x01, absentAddress: 0x23))
    #expect(findings.contains { $0.contains(defect.rawValue) }, "\(findings)")
  }
}

/// Breaks one rule and keeps the others.
final class BrokenAdapter: I2CAdapter {
  /// The broken rule, by a part of the finding that must name it.
  enum Defect: String, CaseIterable, Sendable {
    case swallowsNoAcknowledge = "instead of noAcknowledge"
    case namesAnotherKind = "gave other (errno 121) instead of noAcknowledge"
    case overwrites = "beyond the length"
    case acceptsNothing = "without messages succeeded"
    case acceptsTooMany = "beyond maximumMessages succeeded"
    case ignoresStop = "a STOP between messages gave success"
    case contradicts = "either smbusOnly or offers"
    case losesWrites = "after writing"
  }

  let base: SimulatedI2CBus
  let defect: Defect

  init(base: SimulatedI2CBus, defect: Defect) {
    self.base = base
    self.defect = defect
  }

  var capabilities: I2CCapabilities {
    defect == .contradicts ? [.combinedMessages, .smbusOnly] : .combinedMessages
  }

  var maximumMessages: Int { base.maximumMessages }

  func transfer(_ messages: UnsafeMutableBufferPointer<I2CMessage>) throws(BusError) {
    if defect == .acceptsNothing, messages.isEmpty { return }
    if defect == .acceptsTooMany, messages.count > maximumMessages { return }
    if defect == .losesWrites, messages.count == 1, messages[0].length > 1 { return }
    if defect == .ignoresStop {
      for index in messages.indices { messages[index].flags.remove(.stop) }
    }
    do throws(BusError) {
      try base.transfer(messages)
    } catch {
      guard error.kind == .noAcknowledge else { throw error }
      if defect == .swallowsNoAcknowledge { return }
      throw defect == .namesAnotherKind ? BusError(.other, errno: 121) : error
    }
    for message in messages
    where defect == .overwrites && message.flags.contains(.read) && message.length > 0 {
      message.buffer[Int(message.length)] = 0
    }
  }

  func pause(_ span: TimeSpan) { base.pause(span) }
}
