import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import VhostUser

/// Messages, rings and what becomes of a front-end that does them wrongly. Literals: vhost-user.rst, virtio 1.2.
@Suite struct ConnectionTests {
  private func muxed() throws -> FakeHost {
    try FakeHost.bus { _ in [TCA9548AModel(address: 0x70)] }
  }

  private func started(_ features: UInt64 = 1 << 32 | 1 << 30) throws -> (FakeHost, FakeFrontEnd) {
    let host = try muxed()
    let guest = try host.connect()
    guest.start(features: features)
    return (host, guest)
  }

  @Test func offersWhatItUnderstands() throws {
    let host = try muxed()
    let guest = try host.connect()
    // Zero-length requests, indirect descriptors, event indices, protocol features, version 1.
    #expect(guest.ask(1) == 0x1_7000_0001)
    // Several queues, answers on demand, reset; a configuration space only where there is one.
    #expect(guest.ask(15) == 0x2009)
    #expect(guest.ask(17) == 1)
  }

  @Test func answersOnDemand() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.send(3, flags: 1 | 8)
    #expect(guest.receive() == [UInt8](repeating: 0, count: 8))
    guest.send(3)
    #expect(guest.receive() == nil)
  }

  @Test func aMessageMayComeInPieces() throws {
    let host = try muxed()
    let guest = try host.connect()
    let message: [UInt8] = [15, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    for byte in message {
      #expect(guest.receive() == nil)
      guest.sendRaw([byte])
    }
    #expect(guest.receive()?.count == 8)
  }

  // MARK: Rings

  @Test func aRingWaitsUntilItIsEnabled() throws {
    let (host, guest) = try started()
    guest.send(18, guest.pair(0, 0))
    _ = guest.message(0x70)
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 0)
    guest.send(18, guest.pair(0, 1))
    host.turn()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1)
  }

  @Test func withoutTheProtocolsFeaturesARingIsEnabledAtOnce() throws {
    let (host, guest) = try started(1 << 32)
    _ = guest.message(0x70)
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1)
  }

  /// VRING_AVAIL_F_NO_INTERRUPT.
  @Test func aDriverThatWantsNoCallGetsNone() throws {
    let (host, guest) = try started()
    guest.memory.storeBytes(of: 1, toByteOffset: guest.ringOffset(0, 0x2000), as: UInt16.self)
    _ = guest.message(0x70)
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1)
    #expect(!guest.wasCalled())
  }

  /// With event indices a call comes only for the answer that the driver waits for, and a kick is asked for behind
  /// the last request that was taken.
  @Test func eventIndicesHoldBackCalls() throws {
    let (host, guest) = try started(1 << 32 | 1 << 30 | 1 << 29)
    let usedEvent = guest.ringOffset(0, 0x2004 + 2 * 8)
    let availableEvent = guest.ringOffset(0, 0x3004 + 8 * 8)
    guest.memory.storeBytes(of: 1, toByteOffset: usedEvent, as: UInt16.self)
    var called: [Bool] = []
    for _ in 0..<3 {
      _ = guest.message(0x70)
      guest.kick()
      host.pass(.milliseconds(2))
      called.append(guest.wasCalled())
    }
    #expect(guest.answers() == 3)
    #expect(called == [false, true, false])
    #expect(guest.memory.load(fromByteOffset: availableEvent, as: UInt16.self) == 3)
  }

  @Test func indicesWrapAround() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start(base: 0xFFFE)
    for _ in 0..<5 {
      let message = guest.message(0x70)
      guest.kick()
      host.pass(.milliseconds(2))
      #expect(guest.bytes(message.status, 1) == [0])
    }
    #expect(guest.answers() == 5)
    #expect(guest.ask(11, guest.pair(0, 0)) == UInt64(3) << 32)
  }

  /// QEMU does this whenever the guest's memory map changes.
  @Test func memoryMayMoveWhileARequestIsUnderWay() throws {
    let (host, guest) = try started()
    // 1.3 ms on the wire.
    let message = guest.message(0x70, write: [UInt8](repeating: 0, count: 56))
    guest.kick()
    guest.sendMemory()
    host.turn()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1)
    #expect(guest.bytes(message.status, 1) == [0])
    #expect(host.failures.isEmpty)
  }

  @Test func whatAStoppedRingAskedForIsNotAnsweredInTheNext() throws {
    let (host, guest) = try started()
    _ = guest.message(0x70, write: [UInt8](repeating: 0, count: 56))
    guest.kick()
    #expect(guest.ask(11, guest.pair(0, 0)) == 1 << 32)
    guest.startRing(0)
    host.turn()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 0)
    _ = guest.message(0x70)
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 1)
  }

  @Test func aResetStopsEverything() throws {
    let (host, guest) = try started()
    guest.send(34)
    host.turn()
    _ = guest.message(0x70)
    guest.kick()
    host.pass(.milliseconds(2))
    #expect(guest.answers() == 0)
    #expect(host.failures.isEmpty)
  }

  @Test func theNextFrontEndIsServed() throws {
    let host = try muxed()
    for _ in 0..<3 {
      let guest = try host.connect()
      guest.start()
      _ = guest.message(0x70)
      guest.kick()
      host.pass(.milliseconds(2))
      #expect(guest.answers() == 1)
      shutdown(guest.socket, Int32(SHUT_RDWR))
      host.turn()
      #expect(host.server?.isConnected == false)
    }
    #expect(host.failures == [.hungUp, .hungUp, .hungUp])
  }

  // MARK: Malformed rings

  /// What the guest does wrong, and what its connection ends with.
  static let disorder: [(String, VhostFailure.RingProblem, @Sendable (FakeFrontEnd) -> Void)] = [
    ("index runs away", .ranAway(9), { $0.setAvailableIndex(9) }),
    ("head outside", .index(8), { $0.makeAvailable(8) }),
    (
      "next outside", .index(99),
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 8, 1, 99, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "loop", .endless,
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 8, 1, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "address below", .buffer(0x1000, length: 8),
      {
        $0.writeDescriptor(0x1000, 8, 0, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "address at the end", .buffer(FakeFrontEnd.guestBase + 0xFFFFC, length: 8),
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase + 0xFFFFC, 8, 0, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "length wraps", .buffer(.max, length: .max),
      {
        $0.writeDescriptor(.max, .max, 0, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "too many bytes", .tooLong,
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 0x8_0000, 2, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "read behind write", .order,
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 8, 3, 1, at: 0)
        $0.writeDescriptor(FakeFrontEnd.guestBase, 8, 0, 0, at: 16)
        $0.makeAvailable(0)
      }
    ),
    (
      "torn table", .table(length: 24),
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 24, 4, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "empty table", .table(length: 0),
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase, 0, 4, 0, at: 0)
        $0.makeAvailable(0)
      }
    ),
    (
      "table in a table", .table(length: 16),
      {
        $0.writeDescriptor(FakeFrontEnd.guestBase + 0x100, 16, 4, 0, at: 0)
        $0.writeDescriptor(FakeFrontEnd.guestBase, 16, 4, 0, at: 0x100)
        $0.makeAvailable(0)
      }
    ),
    (
      "memory cut off", .shrunk,
      {
        $0.makeAvailable(0)
        ftruncate($0.file, 4096)
      }
    ),
  ]

  @Test(arguments: disorder.indices)
  func aRingInDisorderEndsItsConnectionOnly(index: Int) throws {
    let (name, problem, break_) = Self.disorder[index]
    let (host, guest) = try started(1 << 32 | 1 << 30 | 1 << 28)
    break_(guest)
    guest.kick()
    #expect(host.failures == [.ring(queue: 0, problem)], "\(name)")
    let next = try host.connect()
    next.start()
    _ = next.message(0x70)
    next.kick()
    host.pass(.milliseconds(2))
    #expect(next.answers() == 1)
  }

  @Test func memoryThatIsCutOffBeforeARingStartsIsNotTouched() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.start(queues: 0)
    guest.prepareRing(0)
    ftruncate(guest.file, 0)
    guest.send(12, guest.words(0), [guest.kicks[0]])
    host.turn()
    #expect(host.failures == [.ring(queue: 0, .shrunk)])
  }

  /// The answer still belongs into the memory that the request came from.
  @Test func oldMemoryThatIsCutOffIsNotTouched() throws {
    let (host, guest) = try started()
    _ = guest.message(0x70, write: [UInt8](repeating: 0, count: 56))
    guest.kick()
    let other = try host.another(guest)
    ftruncate(guest.file, 0)
    host.turn()
    host.pass(.milliseconds(2))
    #expect(host.failures == [.ring(queue: 0, .shrunk)])
    close(other)
  }

  @Test(arguments: [UInt16(0), 3, 2048])
  func aRingOfAnOddSizeIsRefused(size: UInt16) throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.send(2, guest.words(1 << 32))
    guest.sendMemory()
    guest.send(8, guest.pair(0, UInt32(size)))
    guest.send(9, guest.pair(0, 0) + [UInt8](repeating: 0, count: 32))
    guest.send(12, guest.words(0), [guest.kicks[0]])
    host.turn()
    #expect(host.failures == [.ring(queue: 0, .size(UInt32(size)))])
  }

  // MARK: Malformed messages

  /// Request, payload, how many descriptors (of an eventfd), and what the connection ends with.
  static let nonsense: [(UInt32, [UInt8], Int, VhostFailure.MessageProblem)] = [
    (99, [], 0, .unknown),
    (0, [], 0, .unknown),
    (2, [0, 0, 0], 0, .size(3)),
    (1, [], 1, .descriptors(1)),
    (2, [0, 0, 0, 0, 4, 0, 0, 0], 0, .value(1 << 34)),
    (8, [7, 0, 0, 0, 8, 0, 0, 0], 0, .value(7)),
    (10, [0, 0, 0, 0, 0, 0, 1, 0], 0, .value(65536)),
    (12, [0, 0, 0, 0, 0, 0, 0, 0], 0, .descriptors(0)),
    (12, [0, 1, 0, 0, 0, 0, 0, 0], 0, .descriptors(0)),
    (12, [0, 1, 0, 0, 0, 0, 0, 0], 1, .descriptors(1)),
    (5, [1, 0, 0, 0, 0, 0, 0, 0], 0, .size(8)),
    (5, [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: 32), 2, .descriptors(2)),
    (5, [1, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 1, count: 32), 1, .region(0)),
    (24, [0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0], 0, .size(12)),
  ]

  @Test(arguments: nonsense.indices)
  func aMessageThatIsNoneEndsTheConnection(index: Int) throws {
    let (request, payload, descriptors, problem) = Self.nonsense[index]
    let host = try muxed()
    let guest = try host.connect()
    guest.send(request, payload, [Int32](repeating: guest.kicks[0], count: descriptors))
    host.turn()
    #expect(host.failures == [.message(request: request, problem)])
  }

  @Test func moreDescriptorsThanAnyMessageHasAreCutOff() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.send(5, [], [Int32](repeating: guest.kicks[0], count: 20))
    host.turn()
    #expect(host.failures == [.message(request: 5, .descriptors(8))])
  }

  @Test(arguments: [(UInt32(2), UInt32(0)), (1, 1 << 20), (5, 0)])
  func aHeaderOfAnotherVersionEndsTheConnection(flags: UInt32, size: UInt32) throws {
    let host = try muxed()
    let guest = try host.connect()
    var header: [UInt8] = []
    for word in [1, flags, size] { header.append(littleEndian: word) }
    guest.sendRaw(header)
    host.turn()
    #expect(host.failures == [.message(request: 1, .header(flags: flags, size: size))])
  }

  /// Reading a pipe could wait for ever.
  @Test func onlyAnEventfdCanKick() throws {
    let host = try muxed()
    let guest = try host.connect()
    guest.send(12, guest.words(0), [guest.file])
    host.turn()
    #expect(host.failures == [.message(request: 12, .noEventCounter)])
  }

  @Test func anotherFileInTheSocketsPlaceIsLeftAlone() throws {
    let path = "/tmp/vhost-test-\(getpid())-occupied"
    let file = open(path, O_CREAT | O_WRONLY, 0o600)
    try #require(file >= 0)
    close(file)
    defer { unlink(path) }
    #expect(throws: ListenFailure.occupied(path)) { _ = try UnixListener(path) }
    #expect(access(path, F_OK) == 0)
  }
}
