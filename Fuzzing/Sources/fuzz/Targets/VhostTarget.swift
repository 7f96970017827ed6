import Glibc
import RobotHAL
import RobotUnits
import SimulatedHAL
import VhostUser

/// Front-ends and guests: messages with any bytes and descriptors, rings with anything in them. The back-end lives, keeps
/// nothing of them, and serves the next one.
final class VhostTarget: FuzzTarget {
  private let clock = SimulationClock(.virtual)
  private let hosts: [Host]
  /// The lowest number that is free when nobody is connected.
  private var free: Int32?

  /// A back-end with its loop.
  private struct Host {
    let path: String
    let server: VhostServer
    let loop: PollLoop
    let queues: Int
  }

  init() {
    hosts = [Self.bus(clock), Self.lines()].enumerated().map { [clock] index, device in
      let path = "/tmp/cerebellum-fuzz-\(getpid())-\(index).sock"
      do throws(ListenFailure) {
        let server = try VhostServer(device, at: path) { _ in }
        let loop = PollLoop([server]) { clock.now }
        return Host(path: path, server: server, loop: loop, queues: device.queueCount)
      } catch {
        require(false, "\(error)")
        exit(2)
      }
    }
  }

  private static func bus(_ clock: SimulationClock) -> any VirtioDevice {
    let bus = SimulatedI2CBus(speed: Frequency(unchecked: 400_000), clock: clock)
    bus.attach(PCA9685Model(address: 0x40))
    bus.attach(TCA9548AModel(address: 0x70))
    return I2CDevice { messages in
      let done = bus.play(messages).done
      return I2CDevice.Outcome(done: done, end: bus.busTime)
    }
  }

  private static func lines() -> any VirtioDevice {
    GPIODevice(
      (0..<4).map { index in
        let line = SimulatedLine(level: index % 2 == 0)
        return GPIOLine(
          name: "GPIO\(index)", level: { line.isHigh },
          drive: index < 2 ? nil : { line.set($0 ?? false) })
      })
  }

  func run(_ input: [UInt8]) {
    var reader = InputReader(input)
    let host = hosts[reader.number(below: 2)]
    let turn = { host.loop.turn(patience: .zero) }
    do {
      let guest = FrontEnd(host.path, queues: host.queues)
      turn()
      guest.begin(&reader)
      turn()
      // A driver that never ends is no finding.
      for _ in 0..<200 where !reader.isAtEnd {
        if let span = guest.act(&reader) { clock.advance(to: clock.now + span) }
        turn()
      }
      guest.hangUp()
    }
    turn()
    turn()
    require(!host.server.isConnected, "a front-end that is gone is still served")
    expectService(host)
    expectNothingLeft()
  }

  /// The next front-end gets its answer.
  private func expectService(_ host: Host) {
    let guest = FrontEnd(host.path, queues: host.queues)
    host.loop.turn(patience: .zero)
    guest.send(1, [], [])
    host.loop.turn(patience: .zero)
    require(guest.receive()?.count == 20, "the next front-end gets no answer")
    guest.hangUp()
    host.loop.turn(patience: .zero)
    host.loop.turn(patience: .zero)
  }

  /// No descriptor stays behind: the lowest free number is what it was.
  private func expectNothingLeft() {
    let number = open("/dev/null", O_RDONLY | O_CLOEXEC)
    close(number)
    if let free { require(number == free, "descriptors below \(number) stayed open") }
    free = number
  }
}
