import RobotAssembly
import RobotConfiguration
import RobotRuntime
import RobotUnits
import SimulatedHAL
import SimulationBridge

/// A simulated robot whose bodies move in a simulator outside.
final class OutsideWorld: Sendable {
  let world: SimulatedWorld
  private let link: SimulatorLink
  private let address: SimulatorAddress

  /// Comes to the simulator at `address`.
  init(
    _ model: RobotModel, _ address: SimulatorAddress, _ options: Options, _ log: Log
  ) throws(ExitCode) {
    let refusals = model.simulatorRefusals
    if !refusals.isEmpty {
      log.write(
        .error,
        "\(ConfigurationErrors(refusals))  --simulator：耦合电机（couplings）仅由内置仿真支持，请去掉 --simulator")
      throw .configuration
    }
    if let lost = model.lostBehindSimulator {
      log.write(.notice, "\(lost.english)  \(lost.chinese)")
    }
    self.address = address
    do throws(SimulatorFailure) {
      link = try SimulatorLink(
        address, SimulatorParts(model),
        period: TimeSpan(nanoseconds: Int64(1e9 / model.robot.rate.hertz)),
        patience: .milliseconds(options.simulatorPatience ?? 1000))
    } catch {
      let text = Self.text(address, error)
      log.write(.error, "\(text.english)  \(text.chinese)")
      throw .hardware
    }
    let clock =
      options.isInLockStep
      ? SimulationClock(.virtual, start: SystemClock.now()) : SimulationClock(.wall)
    let world = SimulatedWorld(model, clock: clock, outside: link)
    self.world = world
    let senses = model.senses
    link.feed { sensor, values in world.feel(senses[sensor], values) }
    log.write(
      .notice,
      "simulator at \(address), a step is \(Double(link.step.nanoseconds) / 1e6) ms, "
        + (options.isInLockStep ? "in lock-step" : "in real time"))
  }

  /// On the wall clock: begins to exchange steps, to the end of the process.
  func start() throws(SystemError) {
    guard world.clock.mode == .wall else { return }
    _ = try RealtimeThread.start(
      SimulatorThread(world.plant, link, world.clock, stop: StopFlag()), name: "cbl-simulator",
      scheduling: Scheduling(priority: nil, processor: nil))
  }

  /// Writes what became of the link.
  func tell(_ log: Log) {
    for news in link.takeNews() {
      switch news {
      case .lost(let failure):
        let text = Self.text(address, failure)
        log.write(.error, "\(text.english)  \(text.chinese)")
      case .back:
        log.write(
          .notice,
          "the simulator at \(address) is back; clear and arm  "
            + "\(address) 的仿真器已恢复；请 clear、arm")
      }
    }
  }

  private static func text(_ address: SimulatorAddress, _ failure: SimulatorFailure)
    -> BilingualText
  {
    let cause = failure.cause.text
    return BilingualText(
      "the simulator at \(address) is lost: \(cause.english) (\(failure.detail))",
      "\(address) 的仿真器失联：\(cause.chinese)（\(failure.detail)）")
  }
}

extension SimulatorParts {
  /// What a simulator needs for `model`.
  init(_ model: RobotModel) {
    self.init(
      joints: model.robot.joints.map { Joint($0.name, isPrismatic: $0.kind == .prismatic) },
      sensors: model.senses.map { sense in
        switch sense {
        case .inertial(let name): Sensor(name, .inertial)
        case .pad(let name): Sensor(name, .pad)
        }
      })
  }
}
