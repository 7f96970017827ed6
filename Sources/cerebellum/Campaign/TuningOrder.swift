import ArgumentParser
import RobotScenarios

/// By what the variants of a tuning are ranked: the least is the best.
enum TuningOrder: String, ExpressibleByArgument, CaseIterable, Sendable {
  case rms, peak, effort, saturation, overshoot, settling

  /// The figure of `run`; the greatest there is where it has none, or where a joint did not settle.
  private func figure(_ run: TuningRun) -> Double {
    let worst = run.worst
    return switch self {
    case .rms: worst.rms
    case .peak: worst.peak
    case .effort: worst.effort ?? .infinity
    case .saturation: worst.saturation
    case .overshoot: worst.overshoot ?? .infinity
    case .settling: worst.settling ?? .infinity
    }
  }

  /// The best first: those that did not do the motion are last, and of equals the lower number is first.
  func sorted(_ runs: [TuningRun]) -> [TuningRun] {
    runs.sorted { one, other in
      guard one.isUsable == other.isUsable else { return one.isUsable }
      let (figure, otherFigure) = (figure(one), figure(other))
      return figure == otherFigure ? one.seed < other.seed : figure < otherFigure
    }
  }
}
