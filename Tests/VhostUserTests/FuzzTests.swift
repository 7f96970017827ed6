import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import TestSupport
import Testing

@testable import VhostUser

/// Front-ends and guests that do everything wrongly: the back-end lives, the next one is served, and nothing of
/// them is left. `CEREBELLUM_FUZZ_COUNT` and `CEREBELLUM_FUZZ_SEED` choose how many and which.
@Suite struct FuzzTests {
  @Test(arguments: [false, true])
  func nothingThatAFrontEndSaysEndsTheBackEnd(isGPIO: Bool) throws {
    let count = number("CEREBELLUM_FUZZ_COUNT", default: 200)
    let seed = number("CEREBELLUM_FUZZ_SEED", default: 20_261_123)
    let repeats = "CEREBELLUM_FUZZ_COUNT=1 CEREBELLUM_FUZZ_SEED="
    let host = isGPIO ? try Self.lines() : try Self.bus()
    var ended = 0
    for step in 0..<count {
      let before = host.failures.count
      try play(seed &+ step, host, queues: isGPIO ? 2 : 1)
      #expect(host.server?.isConnected == false, "\(repeats)\(seed &+ step) is still served")
      if host.failures[before...].contains(where: { $0 != .hungUp }) { ended += 1 }
      try expectService(host, isGPIO: isGPIO, "\(repeats)\(seed &+ step)")
    }
    #expect(count < 10 || ended > count / 3, "seed \(seed): hardly anything was malformed")
    #expect(Leaks.found(host) == [], "seed \(seed), \(count) front-ends")
  }

  private static func bus() throws -> FakeHost {
    try FakeHost.bus { _ in
      let mux = TCA9548AModel(address: 0x70)
      mux.attach(AS5600Model(shaft: StillShaft(1)), channel: 0)
      return [mux, PCA9685Model(address: 0x40)]
    }
  }

  private static func lines() throws -> FakeHost {
    try FakeHost { _ in
      GPIODevice(
        (0..<4).map { index in
          let line = SimulatedLine(level: index % 2 == 0)
          return GPIOLine(
            name: "GPIO\(index)", level: { line.isHigh },
            drive: index < 2 ? nil : { line.set($0 ?? false) })
        })
    }
  }

  /// A front-end that does nothing wrongly.
  private func expectService(_ host: FakeHost, isGPIO: Bool, _ repeats: String) throws {
    let guest = try host.connect()
    guest.start(queues: isGPIO ? 2 : 1)
    let status: Int
    if isGPIO {
      status = guest.put([.give([4, 0, 0, 0, 0, 0, 0, 0]), .room(2)])[1]
      guest.memory[status] = 0xEE
    } else {
      status = guest.message(0x70).status
    }
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1, "\(repeats)")
    #expect(guest.bytes(status, 1) == [0], "\(repeats)")
    shutdown(guest.socket, Int32(SHUT_RDWR))
    host.turn()
  }

  /// One front-end from its first word to its end.
  private func play(_ seed: Int, _ host: FakeHost, queues: Int) throws {
    var random = SeededRandom(seed: UInt64(bitPattern: Int64(seed)))
    let guest = try host.connect()
    if Bool.random(using: &random) {
      guest.size = [1, 2, 4, 8, 256].randomElement(using: &random) ?? 8
      let features: UInt64 = [0, 1 << 28, 1 << 29, 3 << 28].randomElement(using: &random) ?? 0
      guest.start(
        queues: queues, features: 1 << 32 | features | (Bool.random(using: &random) ? 1 << 30 : 0),
        base: [0, 0xFFFF].randomElement(using: &random) ?? 0)
    }
    for _ in 0..<Int.random(in: 1...20, using: &random) {
      switch Int.random(in: 0..<12, using: &random) {
      case 0: babble(guest, &random)
      case 1...2: message(guest, &random)
      case 3: host.pass(.microseconds(Int64.random(in: 1...200_000, using: &random)))
      case 4: guest.startRing(Int.random(in: 0..<queues, using: &random))
      case 5: scribble(guest, &random)
      case 6...7: descriptors(guest, queues, &random)
      default: request(guest, queues, &random)
      }
      guest.kick(Int.random(in: 0..<queues, using: &random))
      host.turn()
    }
    if Bool.random(using: &random) {
      request(guest, queues, &random)
      ftruncate(guest.file, 0)
      guest.kick()
    }
    shutdown(guest.socket, Int32(SHUT_RDWR))
    host.turn()
    host.turn()
  }

  /// Bytes without sense, or the beginning of a message.
  private func babble(_ guest: FakeFrontEnd, _ random: inout SeededRandom) {
    let count = Int.random(in: 1...40, using: &random)
    guest.sendRaw((0..<count).map { _ in .random(in: 0...255, using: &random) })
  }

  /// A request with a payload and descriptors that hardly fit it.
  private func message(_ guest: FakeFrontEnd, _ random: inout SeededRandom) {
    let sizes = [0, 4, 8, 8, 8, 12, 40, 40, 264, Int.random(in: 0...300, using: &random)]
    let size = sizes.randomElement(using: &random) ?? 0
    let isSmall = Bool.random(using: &random)
    let payload = (0..<size).map { index -> UInt8 in
      isSmall && index % 4 != 0 ? 0 : .random(in: 0...(isSmall ? 3 : 255), using: &random)
    }
    let all = guest.kicks + guest.calls + [guest.file, guest.socket]
    let count = [0, 0, 1, 1, 2, 8, 12].randomElement(using: &random) ?? 0
    guest.send(
      UInt32.random(in: 0...40, using: &random), payload,
      (0..<count).compactMap { _ in all.randomElement(using: &random) },
      flags: Bool.random(using: &random) ? 1 : 9)
  }

  /// Whatever the guest's memory may hold where the rings are.
  private func scribble(_ guest: FakeFrontEnd, _ random: inout SeededRandom) {
    for _ in 0..<Int.random(in: 1...64, using: &random) {
      let area = [0, 0x2000, 0x3000, 0x4000, 0x6000, 0x7000].randomElement(using: &random) ?? 0
      guest.memory[area + Int.random(in: 0..<64, using: &random)] =
        .random(in: 0...255, using: &random)
    }
  }

  /// Chains of descriptors that are almost right.
  private func descriptors(_ guest: FakeFrontEnd, _ queues: Int, _ random: inout SeededRandom) {
    let queue = Int.random(in: 0..<queues, using: &random)
    let addresses: [UInt64] = [0, 0x10_0000, 0xF_FFF0, 0x2_0000, 0x2_0008, .max - 8]
    for index in 0..<Int(min(guest.size, 8)) {
      let address = addresses.randomElement(using: &random) ?? 0
      let lengths: [UInt32] = [0, 1, 2, 8, 16, 48, 64, 0x1_0000, .max]
      guest.writeDescriptor(
        FakeFrontEnd.guestBase &+ address, lengths.randomElement(using: &random) ?? 0,
        UInt16.random(in: 0...7, using: &random), UInt16.random(in: 0...9, using: &random),
        at: guest.ringOffset(queue, 16 * index))
    }
    for _ in 0..<Int.random(in: 1...12, using: &random) {
      guest.makeAvailable(UInt16.random(in: 0...9, using: &random), on: queue)
    }
  }

  /// A request in good order with contents that are not.
  private func request(_ guest: FakeFrontEnd, _ queues: Int, _ random: inout SeededRandom) {
    var parts: [FakeFrontEnd.Part] = []
    for _ in 0..<Int.random(in: 1...3, using: &random) where parts.count < guest.size {
      let count = [0, 1, 2, 8, 8, 9, 20].randomElement(using: &random) ?? 0
      parts.append(.give((0..<count).map { _ in .random(in: 0...7, using: &random) }))
    }
    for _ in 0..<Int.random(in: 0...2, using: &random) where parts.count < guest.size {
      parts.append(.room([0, 1, 2, 4, 64, 5000].randomElement(using: &random) ?? 0))
    }
    guest.put(
      parts, on: Int.random(in: 0..<queues, using: &random),
      isIndirect: guest.features & 1 << 28 != 0 && Bool.random(using: &random))
  }

  private func number(_ name: String, default usual: Int) -> Int {
    getenv(name).flatMap { Int(String(cString: $0)) } ?? usual
  }
}
