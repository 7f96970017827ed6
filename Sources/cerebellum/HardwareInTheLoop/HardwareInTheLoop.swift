import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import VhostUser

/// A simulated robot whose buses and lines are devices of a virtual machine: chips, plant and faults here, kernel,
/// drivers and daemon there. One thread does everything.
final class HardwareInTheLoop {
  /// `i2c-NAME.sock` for each bus, `gpio.sock`, `control.sock`, `wires.sock`.
  let paths: [String]
  let control: GuestControl
  private let loop: PollLoop

  /// Serves `loaded` in `directory`; `now` is the time of the world, `say` is told what happens to connections.
  init(
    _ loaded: LoadedRobot, in directory: String, now: @escaping () -> MonotonicInstant,
    say: @escaping (Message) -> Void
  ) throws(ToolFailure) {
    let robot = loaded.model.robot
    let clock = SimulationClock(.virtual, start: now())
    let world = SimulatedWorld(loaded.model, clock: clock, capabilities: .combinedMessages)
    let lines = GuestLines(world, loaded)
    let gpio = lines.ports.isEmpty ? nil : GPIODevice(lines.ports)
    let scenario = GuestScenario(world, loaded.model)
    var sources: [any PollSource] = [GuestClock(world, robot, gpio: gpio), scenario]
    var paths: [String] = []
    func serve(_ device: any VirtioDevice, _ name: String) throws(ToolFailure) {
      let path = "\(directory)/\(name).sock"
      do throws(ListenFailure) {
        sources.append(
          try VhostServer(device, at: path) { say(Message(name, $0)) })
      } catch {
        throw ToolFailure(error)
      }
      paths.append(path)
    }
    for (bus, description) in zip(world.buses, robot.buses) {
      let device = I2CDevice { messages in
        let done = bus.play(messages).done
        return I2CDevice.Outcome(done: done, end: bus.busTime)
      }
      try serve(device, "i2c-\(description.name)")
    }
    if let gpio { try serve(gpio, "gpio") }
    control = GuestControl(world, loaded, lines, scenario)
    let wires = WireRequests(
      world, buses: robot.buses.map(\.name), lines.ports,
      reverts: loaded.board?.gpio.onRelease == .reverts)
    let controlPath = "\(directory)/control.sock"
    let wiresPath = "\(directory)/wires.sock"
    do throws(ListenFailure) {
      sources.append(
        try LineSocket(at: controlPath, answer: { [control] line, _, _ in control.answer(line) }))
      sources.append(try LineSocket(at: wiresPath, answer: wires.answer, left: wires.letGo))
    } catch {
      throw ToolFailure(error)
    }
    self.paths = paths + [controlPath, wiresPath]
    loop = PollLoop(sources) {
      // Time does not run backwards, whoever gives it.
      clock.advance(to: max(now(), clock.now))
      return clock.now
    }
  }

  /// Waits until something happens, `patience` at most, and acts on it.
  func turn(patience: TimeSpan) { loop.turn(patience: patience) }
}
