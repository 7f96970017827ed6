import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

/// Each fault on a bus of 400 kHz: what the adapter says, what reaches the chip, and what it costs.
@Suite("Bus faults")
struct BusFaultTests {
  let bench = FaultBench()

  @Test func anAddressIsNotAcknowledgedFromItsStartToItsEnd() throws {
    bench.inject(.noAddressAcknowledge, from: 1_000_000, until: 2_000_000)
    #expect(bench.read() == nil)
    bench.wait(until: 1_000_000)
    #expect(bench.read() == BusError(.noAcknowledge, errno: 6))
    bench.wait(until: 2_000_000)
    #expect(bench.read() == nil)
    #expect(bench.bus.strikes == [1])
    #expect(bench.bus.counters.noAcknowledges == 1)
  }

  @Test func aCountEndsAFault() {
    bench.inject(.noAddressAcknowledge, count: 2)
    #expect((0..<4).map { _ in bench.read() == nil } == [false, false, true, true])
    #expect(bench.bus.strikes == [2])
  }

  /// Byte 0 is the pointer: of three bytes the chip gets two, and one register.
  @Test func aByteOfAWriteIsNotAcknowledged() {
    bench.inject(.noDataAcknowledge(byte: 2))
    #expect(bench.write([0x01, 0x0A, 0x0B]) == BusError(.noAcknowledge, errno: 6))
    #expect(bench.encoder.peek(register: 0x01) == 0x0A)
    #expect(bench.encoder.peek(register: 0x02) == 0)
    // Shorter writes and reads have no such byte.
    #expect(bench.write([0x01, 0x0C]) == nil)
    #expect(bench.read() == nil)
    #expect(bench.bus.strikes == [1])
  }

  /// 57 clocks at 400 kHz are 142.5 us, 3 + 3 bytes.
  @Test func stretchingCostsItsTime() {
    bench.inject(.stretch(perByte: .microseconds(20)))
    #expect(bench.read() == nil)
    #expect(bench.bus.busTime.nanoseconds == 142_500 + 6 * 20_000)
  }

  /// The second byte would go beyond the adapter's 10 ms.
  @Test func stretchingBeyondTheTimeoutEndsTheTransfer() {
    bench.inject(.stretch(perByte: .milliseconds(6)))
    #expect(bench.read() == BusError(.timeout, errno: 110))
    #expect(bench.bus.busTime.nanoseconds == 10_000_000 + 2_500, "the timeout and a STOP")
    #expect(bench.bus.counters.bytes == 2)
    #expect(bench.bus.counters.failures == 1)
  }

  @Test func anotherControllerWinsAtTheAddress() {
    bench.inject(.arbitrationLost, count: 1)
    #expect(bench.read() == BusError(.arbitrationLost, errno: 11))
    #expect(bench.bus.counters.bytes == 1)
    #expect(bench.read() == nil)
  }

  @Test func aTransferEndsAfterTooFewMessages() {
    bench.inject(.shortTransfer(messages: 1), count: 1)
    #expect(bench.read() == BusError(.noAcknowledge, errno: 0))
    #expect(bench.encoder.pointer == 0x0B, "the first message was done")
    #expect(bench.bus.counters.messages == 1)
    #expect(bench.read() == nil)
  }

  /// A device that reads 0x20 0x04 0xD2: magnet, 1234 counts.
  @Test func repliesOfAllZerosAndAllOnes() {
    for byte: UInt8 in [0x00, 0xFF] {
      bench.inject(.constantReply(byte))
      #expect(bench.read() == nil)
      #expect(bench.reply == [byte, byte, byte])
    }
  }

  @Test func aFrozenReplyStaysAsItWasWhenTheFaultBegan() {
    bench.inject(.frozenReply, from: 1_000_000, until: 9_000_000)
    #expect(bench.read(turnedTo: 10) == [0x20, 0, 10])
    bench.wait(until: 1_000_000)
    #expect(bench.read(turnedTo: 20) == [0x20, 0, 20])
    #expect(bench.read(turnedTo: 30) == [0x20, 0, 20])
    // Another register is frozen by itself.
    #expect(bench.read(turnedTo: 40, register: 0x0C, count: 2) == [0, 40])
    #expect(bench.read(turnedTo: 50, register: 0x0C, count: 2) == [0, 40])
    #expect(bench.read(turnedTo: 50) == [0x20, 0, 20])
    bench.wait(until: 9_000_000)
    #expect(bench.read(turnedTo: 60) == [0x20, 0, 60])
  }

  /// 0x0100 and 0x00FF are neighbours; the high byte of one with the low byte of the other is not.
  @Test func aTornReplyMixesTwo() {
    bench.inject(.tornReply(bytes: 2))
    #expect(bench.read(turnedTo: 0x0100) == [0x20, 0x01, 0x00])
    #expect(bench.read(turnedTo: 0x00FF) == [0x20, 0x01, 0xFF])
    #expect(bench.read(turnedTo: 0x00FE) == [0x20, 0x00, 0xFE])
  }

  @Test func flippedBitsComeFromTheSeed() throws {
    func replies(_ seed: UInt64) -> [[UInt8]?] {
      bench.bus.inject(
        FaultPlan(
          seed: seed,
          [
            PlannedFault(
              .flippedBits(perBit: 0.1, direction: .read), at: .device(0x36),
              from: MonotonicInstant(nanoseconds: 0))
          ]))
      return (0..<50).map { _ in bench.read(turnedTo: 0) }
    }
    let (one, again, other) = (replies(1), replies(1), replies(2))
    #expect(one == again)
    #expect(one != other)
    let flipped = one.compactMap(\.self).joined().enumerated().reduce(0) { sum, byte in
      sum + (byte.offset % 3 == 0 ? byte.element ^ 0x20 : byte.element).nonzeroBitCount
    }
    // 1200 bits at 0.1: 120, standard deviation 10.4.
    #expect((80...160).contains(flipped), "\(flipped)")
  }

  @Test func flippedBitsOfAWriteReachTheChipAndNotTheCaller() {
    bench.inject(.flippedBits(perBit: 1, direction: .write))
    var bytes: [UInt8] = [0xFE, 0x55]
    #expect(bench.transfer(write: &bytes) == nil)
    #expect(bytes == [0xFE, 0x55])
    #expect(bench.encoder.peek(register: 0x01) == 0xAA)
    #expect(bench.read() == nil)
  }

  @Test func aProbabilityIsDecidedOncePerTransfer() {
    bench.inject(.noAddressAcknowledge, probability: 0.25)
    let failures = (0..<400).count { _ in bench.read() != nil }
    // 100, standard deviation 8.7.
    #expect((70...130).contains(failures), "\(failures), seed 7")
    #expect(bench.bus.strikes == [failures])
  }

  @Test func aSlowAdapterTakesItsTime() {
    bench.inject(.slowAdapter(overhead: .microseconds(300)))
    #expect(bench.read() == nil)
    #expect(bench.bus.busTime.nanoseconds == 442_500)
  }

  @Test func aResetLosesTheRegistersAndNoTransfer() {
    #expect(bench.write([0x07, 0x03, 0x21]) == nil)
    bench.inject(.reset, count: 1)
    #expect(bench.read() == nil)
    #expect(bench.encoder.peek(register: 0x07) == 0)
    #expect(bench.write([0x07, 0x03]) == nil)
    #expect(bench.read() == nil)
    #expect(bench.encoder.peek(register: 0x07) == 0x03, "once")
  }

  @Test func aBrownOutTakesEverybodyAwayForAWhile() {
    #expect(bench.write([0x07, 0x03]) == nil)
    #expect(bench.writeMux(0x02) == nil)
    bench.inject(.unpowered, at: .bus, from: 1_000_000, until: 2_000_000)
    bench.wait(until: 1_000_000)
    #expect(bench.read() == BusError(.noAcknowledge, errno: 6))
    #expect(bench.writeMux(0x02) == BusError(.noAcknowledge, errno: 6))
    bench.wait(until: 2_000_000)
    #expect(bench.read() == nil)
    #expect(bench.encoder.peek(register: 0x07) == 0)
    #expect(bench.mux.control == 0)
  }

  @Test func aStrangerAnswersForTheDevice() {
    bench.inject(.stranger(seed: 3), until: 5_000_000)
    let seen = bench.read(turnedTo: 1234)
    #expect(seen != [0x20, 0x04, 0xD2])
    #expect(bench.read(turnedTo: 99) == seen, "it measures nothing")
    #expect(bench.write([0x07, 0x5A]) == nil)
    #expect(bench.encoder.peek(register: 0x07) == 0)
    bench.wait(until: 5_000_000)
    #expect(bench.read(turnedTo: 1234) == [0x20, 0x04, 0xD2])
  }

  @Test func channelsOfAMuxAreSwapped() {
    bench.inject(.swappedChannels(0, 1), at: .device(0x70), from: 1_000_000, until: 2_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 100])
    bench.wait(until: 1_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 200])
    #expect(bench.readBehind(1) == [0x20, 0, 100])
    bench.wait(until: 2_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 100])
  }

  /// Swaps of one channel do not commute; when all have ended, everybody is where he was.
  @Test func swapsThatOverlapEndInAnyOrder() {
    let mux = FaultPlace.device(0x70)
    func swap(_ one: Int, _ other: Int, _ start: Int64, _ end: Int64) -> PlannedFault {
      PlannedFault(
        .swappedChannels(one, other), at: mux, from: MonotonicInstant(nanoseconds: start),
        until: MonotonicInstant(nanoseconds: end))
    }
    bench.bus.inject(
      FaultPlan(seed: 1, [swap(0, 2, 1_000_000, 3_000_000), swap(0, 1, 2_000_000, 4_000_000)]))
    bench.wait(until: 1_000_000)
    #expect(bench.readBehind(2) == [0x20, 0, 100])
    bench.wait(until: 2_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 200])
    bench.wait(until: 3_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 200])
    #expect(bench.readBehind(1) == [0x20, 0, 100])
    bench.wait(until: 4_000_000)
    #expect(bench.readBehind(0) == [0x20, 0, 100])
    #expect(bench.readBehind(1) == [0x20, 0, 200])
  }

  /// Two devices with one address, behind two channels: the fault is at one of them.
  @Test func aFaultIsBehindItsChannel() {
    bench.inject(.noAddressAcknowledge, at: .behind(mux: 0x70, channel: 1, 0x37))
    #expect(bench.readBehind(0) == [0x20, 0, 100])
    #expect(bench.readBehind(1) == nil)
  }
}
