public import RobotRuntime
internal import RobotUnits
public import SimulatedHAL

/// Keeps bodies outside on the wall clock: exchanges every step when it is over. A thread of its own, so that no bus
/// waits for the simulator; chips see the joints go on with their velocities meanwhile. Not real-time.
public struct SimulatorThread: ~Copyable, RealtimeJob {
  /// How far behind the wall clock a simulator may fall.
  static let mostLag = TimeSpan.milliseconds(100)

  private let plant: SimulatedPlant
  private let link: SimulatorLink
  private let clock: SimulationClock
  private let stop: StopFlagReader

  /// A thread for `plant`, whose bodies are behind `link`, on the wall clock `clock`.
  public init(
    _ plant: SimulatedPlant, _ link: SimulatorLink, _ clock: SimulationClock, stop: StopFlag
  ) {
    self.plant = plant
    self.link = link
    self.clock = clock
    self.stop = stop.reader
  }

  public mutating func run() {
    plant.skipToPresent()
    var due = clock.now + link.step
    while !stop.isRaised {
      clock.wait(until: due)
      due = plant.exchange()
      let lag = clock.now - due
      guard lag > Self.mostLag, link.health.cause == nil else { continue }
      link.giveUp(lag: lag)
      plant.skipToPresent()
    }
  }
}
