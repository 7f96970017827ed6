import Glibc
import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import Testing

@testable import VhostUser
@testable import cerebellum

/// A robot file's simulated robot, as a guest has it through the sockets of `cerebellum hil-backend`.
@Suite struct HardwareInTheLoopTests {
  /// The backend on a time of the test's, in a folder of its own.
  final class Rig {
    let folder: String
    private(set) var said: [String] = []
    private var time = MonotonicInstant(nanoseconds: 1_000_000_000)
    private var backend: HardwareInTheLoop?

    init(_ robot: String) throws {
      var template = Array("/tmp/hil.XXXXXX".utf8CString)
      folder = String(cString: try #require(mkdtemp(&template)))
      let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
      let loaded = try LoadedRobot(
        robotPath: "/\(root)/Robots/\(robot)", boardPath: "/\(root)/Boards/sim.yaml")
      backend = try HardwareInTheLoop(loaded, in: folder) { [unowned self] in
        time
      } say: { [unowned self] in
        said.append($0.english)
      }
    }

    deinit {
      backend = nil
      rmdir(folder)
    }

    var paths: [String] { backend?.paths ?? [] }

    func connect(_ socket: String) throws -> FakeFrontEnd {
      let guest = try FakeFrontEnd("\(folder)/\(socket).sock", name: "hil") { [unowned self] in
        turn()
      }
      guest.size = 16
      turn()
      return guest
    }

    func turn() { backend?.turn(patience: .zero) }

    /// As the command's loop does, a few milliseconds at a time.
    func pass(_ span: TimeSpan) {
      let end = time + span
      while time < end {
        time = min(time + .milliseconds(5), end)
        turn()
      }
    }

    func say(_ words: String) -> String { backend?.control.answer(words) ?? "" }

    func number(after key: String) -> Double? {
      guard let found = say("state").firstRange(of: key) else { return nil }
      let rest = say("state")[found.upperBound...]
      return Double(rest.prefix { "0123456789.eE+-".contains($0) })
    }
  }

  /// Sends a message, and says whether it was acknowledged.
  func write(_ rig: Rig, _ bus: FakeFrontEnd, _ address: UInt8, _ bytes: [UInt8]) -> Bool {
    let message = bus.message(address, write: bytes)
    bus.kick()
    rig.pass(.milliseconds(25))
    return bus.bytes(message.status, 1) == [0]
  }

  /// What the register says; `nil` where nobody answers.
  func read(
    _ rig: Rig, _ bus: FakeFrontEnd, _ address: UInt8, _ register: UInt8, _ count: Int
  ) -> [UInt8]? {
    _ = bus.message(address, write: [register], goesOn: true)
    let reply = bus.message(address, read: count)
    bus.kick()
    rig.pass(.milliseconds(25))
    return bus.bytes(reply.status, 1) == [0] ? bus.bytes(reply.bytes, count) : nil
  }

  /// A request for a line: kind, line, value.
  func ask(_ rig: Rig, _ gpio: FakeFrontEnd, _ request: [UInt8]) -> [UInt8] {
    let places = gpio.put([
      .give([request[0], 0, request[1], 0, request[2], 0, 0, 0]), .room(2),
    ])
    gpio.kick()
    rig.turn()
    return gpio.bytes(places[1], 2)
  }

  @Test func socketsAreThereAndGoWithIt() throws {
    var rig: Rig? = try Rig("arm6/robot.yaml")
    let paths = try #require(rig?.paths)
    let names = paths.map { String($0.split(separator: "/").last ?? "") }
    #expect(
      names == ["i2c-left.sock", "i2c-right.sock", "gpio.sock", "control.sock", "wires.sock"])
    #expect(paths.allSatisfy { access($0, F_OK) == 0 })
    rig = nil
    #expect(paths.allSatisfy { access($0, F_OK) != 0 })
  }

  /// PCA9685 at 0x41, its OE on the line GPIO27 (the chip's second), channel 0 fully on.
  @Test func thePWMMovesThePlantOnlyWhileTheEnableIsDriven() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    #expect(write(rig, bus, 0x41, [0x00, 0x20]))
    #expect(write(rig, bus, 0x41, [0x06, 0, 0x10, 0, 0]))
    rig.pass(.milliseconds(300))
    #expect(rig.number(after: #""damps", "position": "#) == 0)
    #expect(ask(rig, gpio, [5, 1, 0]) == [0, 0])
    #expect(ask(rig, gpio, [3, 1, 1]) == [0, 0])
    #expect(write(rig, bus, 0x41, [0x06, 0, 0x10, 0, 0]))
    rig.pass(.milliseconds(300))
    let moved = try #require(rig.number(after: #""damps", "position": "#))
    #expect(moved > 0.3)
    // The guest's driver is gone: the resistor switches off.
    #expect(rig.number(after: #""GPIO27": "#) == 0)
    shutdown(gpio.socket, Int32(SHUT_RDWR))
    rig.turn()
    #expect(rig.number(after: #""GPIO27": "#) == 1)
    #expect(rig.said == ["gpio: the guest is gone"])
  }

  /// 1.2 rad at position 0 and 0.5 rad more are 1108 of 4096 counts, 0x454.
  @Test func aJointThatIsPlacedIsReadThroughTheMux() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    #expect(rig.say("angle damps 0.5") == "ok")
    #expect(write(rig, bus, 0x71, [0x01]))
    #expect(read(rig, bus, 0x36, 0x0C, 2) == [0x04, 0x54])
  }

  @Test func aDeviceThatDoesNotAcknowledgeIsTheOneThatWasNamed() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    #expect(rig.say("nak damps_angle on") == "ok")
    for (channel, answers) in [(UInt8(0x01), false), (0x02, true)] {
      #expect(write(rig, bus, 0x71, [channel]))
      #expect((read(rig, bus, 0x36, 0x0C, 2) != nil) == answers)
    }
    #expect(rig.say("nak 0x36 on") == "ok")
    #expect(read(rig, bus, 0x36, 0x0C, 2) == nil)
    #expect(rig.say("nak 0x36 off") == "ok")
    #expect(read(rig, bus, 0x36, 0x0C, 2) != nil)
    #expect(rig.say("nak damps_angle off") == "ok")
    #expect(write(rig, bus, 0x71, [0x01]))
    #expect(read(rig, bus, 0x36, 0x0C, 2) != nil)
  }

  @Test func aStuckBusAnswersAfterTheAdaptersTimeoutUntilItIsLetGo() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    #expect(rig.say("stuck main on") == "ok")
    #expect(!write(rig, bus, 0x71, [0x01]))
    #expect(rig.say("state").contains(#""is_held_low": true"#))
    let hung = bus.message(0x44)
    bus.kick()
    #expect(bus.bytes(hung.status, 1) == [0xEE], "nothing before the timeout")
    rig.pass(.milliseconds(25))
    #expect(bus.bytes(hung.status, 1) == [1])
    #expect(rig.say("stuck main off") == "ok")
    #expect(write(rig, bus, 0x71, [0x01]))
    #expect(rig.say("state").contains(#""is_held_low": false"#))
  }

  /// SCL is GPIO3, the third line of the chip: behind estop and drive_enable.
  @Test func clocksOnTheRecoveryLineFreeABusThatHungOnce() throws {
    let rig = try Rig("bench/robot.yaml")
    let bus = try rig.connect("i2c-main")
    bus.start()
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    let names = gpio.put([.give([1, 0, 0, 0, 0, 0, 0, 0]), .room(200)])[1]
    gpio.kick()
    rig.turn()
    let list = String(decoding: gpio.bytes(names + 1, 199), as: UTF8.self).split(separator: "\0")
    let clock = UInt8(try #require(list.firstIndex(of: "GPIO3")))
    #expect(rig.say("stuck main once") == "ok")
    #expect(!write(rig, bus, 0x71, [0x01]))
    for _ in 0..<9 {
      #expect(ask(rig, gpio, [3, clock, 1]) == [0, 0], "an open drain: low is driven")
      #expect(ask(rig, gpio, [3, clock, 2]) == [0, 0])
    }
    #expect(write(rig, bus, 0x71, [0x01]))
  }

  /// 0.01 rad are 0.01 / 2 pi * 345 * 48 = 26.4 counts of the motor's encoder, from count 0 on.
  @Test func everyEdgeOfAnEncoderReachesASlowGuest() throws {
    let rig = try Rig("examples/quadrature.yaml")
    let gpio = try rig.connect("gpio")
    gpio.start(queues: 2)
    // knee_a and knee_b are the third and the fourth line of the file.
    var levels = [UInt8](repeating: 0, count: 2)
    for line in [UInt8(2), 3] {
      #expect(ask(rig, gpio, [6, line, 3]) == [0, 0])
      levels[Int(line) - 2] = ask(rig, gpio, [4, line, 0])[1]
    }
    #expect(rig.say("angle knee 0.01") == "ok")
    rig.pass(.milliseconds(10))
    var count = 0
    var buffers: [Int?] = [nil, nil]
    for _ in 0..<100 {
      for line in 0..<2 {
        if let buffer = buffers[line], gpio.bytes(buffer, 1) == [1] {
          let before = levels
          levels[line] = ask(rig, gpio, [4, UInt8(line + 2), 0])[1]
          count += step(from: before, to: levels)
          buffers[line] = nil
        }
        if buffers[line] == nil {
          buffers[line] = gpio.put([.give([UInt8(line + 2), 0]), .room(1)], on: 1)[1]
          gpio.kick(1)
          rig.turn()
        }
      }
    }
    #expect(count == 26)
  }

  /// A leads B while the encoder counts up: 00, 10, 11, 01.
  private func step(from old: [UInt8], to new: [UInt8]) -> Int {
    let order: [[UInt8]] = [[0, 0], [1, 0], [1, 1], [0, 1]]
    guard let one = order.firstIndex(of: old), let other = order.firstIndex(of: new) else {
      return 100
    }
    switch (other - one + 4) % 4 {
    case 1: return 1
    case 3: return -1
    default: return 0
    }
  }

  @Test func linesAreSetAndSeenByBothNames() throws {
    let rig = try Rig("bench/robot.yaml")
    #expect(rig.say("saw estop 1").hasPrefix("error"))
    #expect(rig.say("line estop 1") == "ok")
    #expect(rig.say("saw GPIO17 1") == "ok")
    #expect(rig.number(after: #""GPIO17": "#) == 1)
  }

  @Test(arguments: [
    "", "foo", "line estop", "line estop 2", "line nobody 1", "angle damps", "angle damps nan",
    "angle nobody 0", "nak nobody on", "nak 0x80 on", "nak 0x36 perhaps", "stuck nobody on",
    "state now",
  ])
  func whatCannotBeDoneIsAnErrorOnOneLine(words: String) throws {
    let rig = try Rig("bench/robot.yaml")
    let answer = rig.say(words)
    #expect(answer.hasPrefix("error "))
    #expect(!answer.contains("\n"))
  }

  /// Lines may come in pieces and several at once; a client that keeps to no lines is let go.
  @Test func theControlSocketTakesLines() throws {
    let rig = try Rig("bench/robot.yaml")
    let client = try rig.connect("control")
    client.sendRaw(Array("line estop 1\nsaw es".utf8))
    client.sendRaw(Array("top 1\n".utf8))
    rig.turn()
    rig.turn()
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = recv(client.socket, &bytes, bytes.count, Int32(MSG_DONTWAIT))
    #expect(String(decoding: bytes[..<max(count, 0)], as: UTF8.self) == "ok\nok\n")
    client.sendRaw([UInt8](repeating: 0x41, count: 70_000))
    rig.turn()
    rig.turn()
    rig.turn()
    #expect(recv(client.socket, &bytes, bytes.count, Int32(MSG_DONTWAIT)) == 0)
  }
}
