import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import VhostUser

/// What a guest sees of our lines through virtio-gpio. Literals: virtio 1.2, section 5.18.
@Suite struct GPIODeviceTests {
  /// An e-stop that rests low, and an enable that a resistor holds high.
  private final class Board {
    let estop = SimulatedLine(level: false)
    let enable = SimulatedLine(level: true)
    let host: FakeHost
    let guest: FakeFrontEnd

    init(size: UInt16 = 8) throws {
      host = try FakeHost { [estop, enable] _ in
        GPIODevice([
          GPIOLine(name: "ESTOP", level: { estop.isHigh }),
          GPIOLine(name: "ENABLE", level: { enable.isHigh }, drive: { enable.set($0 ?? true) }),
        ])
      }
      guest = try host.connect()
      guest.size = size
      guest.start(queues: 2)
    }

    /// Status and value of the answer.
    func ask(_ kind: UInt16, _ line: UInt16, _ value: UInt32 = 0, room: Int = 2) -> [UInt8] {
      var request: [UInt8] = []
      request.append(littleEndian: kind)
      request.append(littleEndian: line)
      request.append(littleEndian: value)
      let places = guest.put([.give(request), .room(room)])
      guest.kick()
      host.turn()
      return guest.answers() == 1 ? guest.bytes(places[1], room) : []
    }

    /// Where the answer to a buffer for edges of `line` will be.
    func watch(_ line: UInt16) -> Int {
      var request: [UInt8] = []
      request.append(littleEndian: line)
      let places = guest.put([.give(request), .room(1)], on: 1)
      guest.memory[places[1]] = 0xEE
      guest.kick(1)
      return places[1]
    }
  }

  @Test func tellsCountAndNames() throws {
    let board = try Board()
    #expect(board.guest.ask(15) == 0x2209)
    // Offset 0, 8 bytes.
    board.guest.send(24, [0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0] + [UInt8](repeating: 0, count: 8))
    let configuration = try #require(board.guest.receive())
    #expect(Array(configuration.suffix(8)) == [2, 0, 0, 0, 13, 0, 0, 0])
    #expect(board.ask(1, 0, room: 14) == [0] + Array("ESTOP\0ENABLE\0".utf8))
  }

  @Test func readsWhatTheHostSets() throws {
    let board = try Board()
    #expect(board.ask(4, 0) == [0, 0])
    board.estop.set(true)
    #expect(board.ask(4, 0) == [0, 1])
  }

  /// Linux gives the value before the direction.
  @Test func drivesAnOutputAndLetsGoOfIt() throws {
    let board = try Board()
    #expect(board.ask(5, 1, 0) == [0, 0])
    #expect(board.enable.isHigh, "no output yet")
    #expect(board.ask(3, 1, 1) == [0, 0])
    #expect(!board.enable.isHigh)
    #expect(board.ask(2, 1) == [0, 1])
    #expect(board.ask(5, 1, 1) == [0, 0])
    #expect(board.enable.isHigh)
    #expect(board.ask(5, 1, 0) == [0, 0])
    #expect(!board.enable.isHigh)
    #expect(board.ask(3, 1, 0) == [0, 0])
    #expect(board.enable.isHigh, "the resistor has it")
  }

  @Test func aGuestThatIsGoneHoldsNothing() throws {
    let board = try Board()
    _ = board.ask(3, 1, 1)
    #expect(!board.enable.isHigh)
    // Both rings are stopped, as QEMU does when the guest reboots.
    for queue in 0..<2 { _ = board.guest.ask(11, board.guest.pair(queue, 0)) }
    #expect(board.enable.isHigh)
  }

  @Test(
    arguments: [
      (3, 0, 1), (5, 0, 1), (3, 1, 7), (5, 1, 2), (6, 0, 5), (4, 2, 0), (9, 0, 0),
    ] as [(UInt16, UInt16, UInt32)])
  func refusesWhatCannotBe(kind: UInt16, line: UInt16, value: UInt32) throws {
    let board = try Board()
    #expect(board.ask(kind, line, value) == [1, 0])
    #expect(board.host.failures.isEmpty)
  }

  @Test func givesTheBufferBackWithAnEdge() throws {
    let board = try Board()
    _ = board.ask(6, 0, 3)
    let edge = board.watch(0)
    board.host.turn()
    #expect(board.guest.answers(1) == 0)
    board.estop.set(true)
    board.host.turn()
    #expect(board.guest.answers(1) == 1)
    #expect(board.guest.bytes(edge, 1) == [1])
    #expect(board.guest.wasCalled(1))
  }

  /// The queue of the buffers starts anew while the other goes on.
  @Test func aBufferOfAStoppedQueueIsNotGivenBackInTheNext() throws {
    let board = try Board()
    _ = board.ask(6, 0, 3)
    _ = board.watch(0)
    #expect(board.guest.ask(11, board.guest.pair(1, 0)) == 1 | 1 << 32)
    board.guest.startRing(1)
    board.host.turn()
    board.estop.set(true)
    board.host.turn()
    #expect(board.guest.answers(1) == 0)
  }

  @Test(arguments: [(1, [true]), (2, [false]), (3, [true, false])] as [(UInt32, [Bool])])
  func tellsOnlyTheEdgesThatAreWatched(trigger: UInt32, told: [Bool]) throws {
    let board = try Board()
    _ = board.ask(6, 0, trigger)
    var seen: [Bool] = []
    _ = board.watch(0)
    for level in [true, false] {
      board.estop.set(level)
      board.host.turn()
      if board.guest.answers(1) == 1 {
        seen.append(level)
        _ = board.watch(0)
      }
    }
    #expect(seen == told)
  }

  /// A guest that is slow sees every edge, and the level that belongs to it.
  @Test func edgesWaitForTheGuest() throws {
    let board = try Board()
    _ = board.ask(6, 0, 3)
    for level in [true, false, true] {
      board.estop.set(level)
      board.host.turn()
    }
    #expect(board.ask(4, 0) == [0, 0], "none was seen yet")
    for level in [UInt8(1), 0, 1] {
      let edge = board.watch(0)
      board.host.turn()
      #expect(board.guest.bytes(edge, 1) == [1])
      #expect(board.guest.answers(1) == 1)
      #expect(board.ask(4, 0) == [0, level])
    }
    _ = board.watch(0)
    board.host.turn()
    #expect(board.guest.answers(1) == 0)
  }

  /// A counts up with B behind it; a guest that has given a buffer for B only must not see B first.
  @Test func linesOfAGroupKeepTheirOrder() throws {
    let (a, b) = (SimulatedLine(level: false), SimulatedLine(level: false))
    let host = try FakeHost { [a, b] _ in
      GPIODevice([
        GPIOLine(name: "A", group: 7, level: { a.isHigh }),
        GPIOLine(name: "B", group: 7, level: { b.isHigh }),
      ])
    }
    let guest = try host.connect()
    guest.start(queues: 2)
    for line in [UInt8(0), 1] {
      guest.put([.give([6, 0, line, 0, 3, 0, 0, 0]), .room(2)])
      guest.kick()
    }
    let second = guest.put([.give([1, 0]), .room(1)], on: 1)[1]
    guest.memory[second] = 0xEE
    guest.kick(1)
    a.set(true)
    host.turn()
    b.set(true)
    host.turn()
    #expect(guest.bytes(second, 1) == [0xEE])
    let first = guest.put([.give([0, 0]), .room(1)], on: 1)[1]
    guest.kick(1)
    #expect(guest.bytes(first, 1) == [1])
    #expect(guest.bytes(second, 1) == [1])
  }

  @Test func edgesBeyondTheQueueAreMerged() throws {
    let board = try Board()
    _ = board.ask(6, 0, 3)
    for step in 0..<1001 {
      board.estop.set(step % 2 == 0)
      board.host.turn()
    }
    var seen = 0
    var buffer = board.watch(0)
    board.host.turn()
    while board.guest.bytes(buffer, 1) == [1], seen < 1001 {
      seen += 1
      buffer = board.watch(0)
      board.host.turn()
    }
    // 256 waited, and the line was high at the end.
    #expect(seen == 257)
    #expect(board.ask(4, 0) == [0, 1])
  }

  /// The driver finds its buffers again when an interrupt is switched off.
  @Test func aBufferComesBackInvalidWhenNobodyWatches() throws {
    let board = try Board()
    _ = board.ask(6, 0, 3)
    let edge = board.watch(0)
    _ = board.ask(6, 0, 0)
    #expect(board.guest.bytes(edge, 1) == [0])
    #expect(board.guest.answers(1) == 1)
    let unwatched = board.watch(1)
    board.host.turn()
    #expect(board.guest.bytes(unwatched, 1) == [0])
  }

  @Test func aLevelIsToldAsLongAsItLasts() throws {
    let board = try Board()
    board.estop.set(true)
    _ = board.ask(6, 0, 4)
    for _ in 0..<3 {
      let buffer = board.watch(0)
      board.host.turn()
      #expect(board.guest.bytes(buffer, 1) == [1])
    }
    board.estop.set(false)
    let buffer = board.watch(0)
    board.host.turn()
    #expect(board.guest.bytes(buffer, 1) == [0xEE])
  }
}
