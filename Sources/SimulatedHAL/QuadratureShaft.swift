internal import RobotUnits
import Synchronization

/// An incremental encoder on a shaft: moves A, B and the index of an edge input by the shaft's angle.
///
/// Between two looks the shaft is taken to turn evenly, so each edge has a time of its own. A leads B while
/// the angle grows; the index is high for one count, at angle 0 and once per revolution.
public final class QuadratureShaft: EdgeSource {
  private struct State {
    var angle: Double
    var time: MonotonicInstant
    /// The count that the lines show.
    var count: Int64
  }

  private let shaft: any ShaftAngleSource
  private let clock: SimulationClock
  private let countsPerTurn: Int64
  private let hasIndex: Bool
  private let state: Mutex<State>

  /// An encoder with `linesPerTurn` periods in a revolution of `shaft`.
  public init(
    on shaft: any ShaftAngleSource, linesPerTurn: Int, hasIndex: Bool, clock: SimulationClock
  ) {
    precondition(linesPerTurn > 0)
    self.shaft = shaft
    self.clock = clock
    self.hasIndex = hasIndex
    countsPerTurn = 4 * Int64(linesPerTurn)
    let now = clock.now
    let angle = shaft.angle(at: now)
    let count = Int64((angle / (2 * .pi) * Double(countsPerTurn)).rounded(.down))
    state = Mutex(State(angle: angle, time: now, count: count))
  }

  /// An input with this encoder on its lines: A, B and the index if there is one.
  public func makeInput(bufferSize: Int = 1024) -> SimulatedEdgeInput {
    let count = state.withLock(\.count)
    var levels: UInt64 = 0
    for line in 0..<lineCount where level(line, count: count) { levels |= 1 << UInt64(line) }
    return SimulatedEdgeInput(
      lineCount: lineCount, levels: levels, bufferSize: bufferSize, shaft: self)
  }

  /// Edges from the last look until now.
  public func move(_ input: SimulatedEdgeInput) {
    state.withLock { state in
      let now = clock.now
      let angle = shaft.angle(at: now)
      let goal = Int64((angle / (2 * .pi) * Double(countsPerTurn)).rounded(.down))
      let step: Int64 = goal > state.count ? 1 : -1
      while state.count != goal {
        // Going up, count n begins at n; going down, it ends at n.
        let border = Double(step > 0 ? state.count + 1 : state.count)
        state.count += step
        let time = instant(of: border * 2 * .pi / Double(countsPerTurn), state, angle, now)
        for line in 0..<lineCount {
          input.set(level(line, count: state.count), line: line, at: time)
        }
      }
      state.angle = angle
      state.time = now
    }
  }

  private var lineCount: Int { hasIndex ? 3 : 2 }

  private func instant(
    of border: Double, _ state: State, _ angle: Double, _ now: MonotonicInstant
  ) -> MonotonicInstant {
    let way = angle - state.angle
    let part = way == 0 ? 1 : min(max((border - state.angle) / way, 0), 1)
    let span = Double((now - state.time).nanoseconds)
    return state.time + TimeSpan(nanoseconds: Int64(part * span))
  }

  private func level(_ line: Int, count: Int64) -> Bool {
    let phase = count & 3
    switch line {
    case 0: return phase == 1 || phase == 2
    case 1: return phase == 2 || phase == 3
    default: return count % countsPerTurn == 0
    }
  }
}
