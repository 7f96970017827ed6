import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import VhostUser

/// What a guest sees of our chips through virtio-i2c. Literals: AS5600 v1-06 (RAW ANGLE 0x0C, 4096 counts a turn),
/// TCA9548A SCPS207 (0x70), PCA9685 Rev. 4 (LED0 at 0x06).
@Suite struct I2CDeviceTests {
  private static let soon = TimeSpan.milliseconds(2)

  /// An AS5600 at a quarter turn behind channel 1 of a mux.
  private func muxed() throws -> FakeHost {
    try FakeHost.bus { _ in
      let mux = TCA9548AModel(address: 0x70)
      mux.attach(AS5600Model(shaft: StillShaft(.pi / 2)), channel: 1)
      return [mux]
    }
  }

  @Test(arguments: [false, true])
  func readsAnEncoderThroughTheMux(isIndirect: Bool) throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start(features: 1 << 32 | 1 << 30 | 1 << 28)
    let select = guest.message(0x70, write: [0x02], isIndirect: isIndirect)
    guest.kick()
    host.pass(Self.soon)
    let pointer = guest.message(0x36, write: [0x0C], goesOn: true, isIndirect: isIndirect)
    let angle = guest.message(0x36, read: 2, isIndirect: isIndirect)
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.answers() == 3)
    #expect([select, pointer, angle].map { guest.bytes($0.status, 1) } == [[0], [0], [0]])
    #expect(guest.bytes(angle.bytes, 2) == [0x04, 0x00])
    #expect(host.failures.isEmpty)
  }

  /// The kernel's driver would time out if the mux switched between the messages.
  @Test func theMuxSwitchesAtTheStop() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    let select = guest.message(0x70, write: [0x02], goesOn: true)
    let tooEarly = guest.message(0x36, write: [0x0C])
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.bytes(select.status, 1) == [0])
    #expect(guest.bytes(tooEarly.status, 1) == [1])
    let after = guest.message(0x36, write: [0x0C])
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.bytes(after.status, 1) == [0])
  }

  @Test func aMessageThatIsNotAcknowledgedFailsTheRest() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.size = 16
    guest.start()
    let good = guest.message(0x70, write: [0x02], goesOn: true)
    let absent = guest.message(0x11, write: [0], goesOn: true)
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.answers() == 0, "its end has not come")
    let rest = guest.message(0x70, read: 1)
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.answers() == 3)
    #expect([good, absent, rest].map { guest.bytes($0.status, 1)[0] } == [0, 1, 1])
  }

  @Test func anEmptyWriteAsksForTheAcknowledgeOnly() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    let present = guest.message(0x70)
    let absent = guest.message(0x36)
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.bytes(present.status, 1) == [0])
    #expect(guest.bytes(absent.status, 1) == [1])
  }

  @Test func writesReachTheChip() throws {
    let chip = PCA9685Model(address: 0x40)
    let host = try FakeHost.bus { _ in [chip] }
    let guest = try host.connect()
    guest.start()
    _ = guest.message(0x40, write: [0x00, 0x20])
    _ = guest.message(0x40, write: [0x06, 0, 0, 0x00, 0x08])
    guest.kick()
    host.pass(Self.soon)
    // 2048 of 4096.
    #expect(chip.duty(0) == 0.5)
  }

  /// 46 bytes with their address, START and STOP are 425 clocks: at 400 kHz 1062.5 us.
  @Test func anAnswerWaitsForAWireThatIsFarBehind() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    _ = guest.message(0x70, write: [UInt8](repeating: 0, count: 46))
    guest.kick()
    host.pass(.microseconds(1062))
    #expect(guest.answers() == 0)
    host.pass(.microseconds(1))
    #expect(guest.answers() == 1)
    #expect(guest.wasCalled())
  }

  @Test func anAnswerDoesNotWaitForAFewClocks() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    _ = guest.message(0x70, write: [0x02])
    guest.kick()
    #expect(guest.answers() == 1)
  }

  /// Linux gives the beginning of a transfer that does not fit the ring, marked as if there were more.
  @Test func aTransferThatFillsTheRingEndsThere() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.size = 4
    guest.start(features: 1 << 32 | 1 << 30 | 1 << 28)
    for _ in 0..<4 { _ = guest.message(0x70, write: [0x02], goesOn: true, isIndirect: true) }
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.answers() == 4)
  }

  @Test func aTransferWhoseEndNeverComesIsPlayed() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    let lonely = guest.message(0x70, write: [0x02], goesOn: true)
    guest.kick()
    host.pass(.milliseconds(99))
    #expect(guest.answers() == 0)
    host.pass(.milliseconds(1))
    host.pass(Self.soon)
    #expect(guest.answers() == 1)
    #expect(guest.bytes(lonely.status, 1) == [0])
  }

  @Test(arguments: [UInt16(0x70 << 1 | 1), 0x80 << 1, 0xFFFF])
  func anAddressOfMoreThanSevenBitsIsRefused(address: UInt16) throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    var header: [UInt8] = []
    header.append(littleEndian: address)
    header += [0, 0, 0, 0, 0, 0]
    let places = guest.put([.give(header), .give([0]), .room(1)])
    guest.kick()
    host.pass(Self.soon)
    #expect(guest.bytes(places[2], 1) == [1])
    #expect(host.failures.isEmpty)
  }

  @Test func aRequestWithoutRoomForItsStatusEndsTheConnection() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start()
    guest.put([.give([UInt8](repeating: 0, count: 8))])
    guest.kick()
    #expect(host.failures == [.request(queue: 0, readable: 8, writable: 0)])
  }
}
