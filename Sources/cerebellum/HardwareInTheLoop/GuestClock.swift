import RobotAssembly
import RobotConfiguration
import RobotHAL
import RobotUnits
import SimulatedHAL
import VhostUser

/// Lets the simulated world go on while nobody asks it anything, and moves the lines of incremental encoders.
///
/// The world's clock is one that is set: to the machine's, once in each turn of the loop. So no transfer sleeps, and
/// a bus that hangs keeps no other waiting.
final class GuestClock: PollSource {
  /// Edges of encoders wait so long at most.
  private static let edgePeriod = TimeSpan.microseconds(250)
  /// How far the plant may be behind, when there are no encoders with edges.
  private static let period = TimeSpan.milliseconds(5)
  private static let mostEdges = 256

  fileprivate struct Encoder {
    let input: SimulatedEdgeInput
    let lines: [SimulatedLine]
  }

  private let world: SimulatedWorld
  private let encoders: [Encoder]
  private let gpio: GPIODevice?
  private var last: MonotonicInstant

  init(_ world: SimulatedWorld, _ robot: RobotDescription, gpio: GPIODevice?) {
    self.world = world
    self.gpio = gpio
    last = world.clock.now
    encoders = robot.joints.compactMap { joint in
      guard let lines = joint.encoder.quadrature?.lines, let input = world.edges[joint.name] else {
        return nil
      }
      return Encoder(input: input, lines: lines.map { world.lines[$0] })
    }
    for encoder in encoders { encoder.show() }
  }

  var watched: [Int32] { [] }

  func deadline(at now: MonotonicInstant) -> MonotonicInstant? {
    last + (encoders.isEmpty ? Self.period : Self.edgePeriod)
  }

  func ready(_ descriptor: Int32, at now: MonotonicInstant) {}

  func advance(to now: MonotonicInstant) {
    guard let deadline = deadline(at: now), deadline <= now else { return }
    last = now
    world.plant.settle()
    for encoder in encoders {
      for edge in encoder.takeEdges(atMost: Self.mostEdges) {
        encoder.lines[Int(edge.line)].set(edge.isRising)
        gpio?.look()
      }
    }
  }
}

extension GuestClock.Encoder {
  /// Brings the lines to the encoder's levels.
  func show() {
    do {
      let levels = try input.levels()
      for (index, line) in lines.enumerated() { line.set(levels >> UInt64(index) & 1 == 1) }
    } catch {
      // Nobody unplugs it.
    }
  }

  /// What the shaft has moved since the last look.
  func takeEdges(atMost count: Int) -> [LineEdge] {
    let none = LineEdge(
      line: 0, isRising: false, time: MonotonicInstant(nanoseconds: 0), sequence: 0)
    var edges = [LineEdge](repeating: none, count: count)
    do {
      var span = edges.mutableSpan
      let taken = try input.drain(into: &span)
      return Array(edges.prefix(taken))
    } catch {
      return []
    }
  }
}
