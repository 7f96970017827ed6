public import RobotAssembly
import RobotConfiguration
public import RobotCore
public import RobotUnits

/// What people ask, each once, and what they are answered.
public struct RigPeople {
  private var waiting: [FaultWindow]
  private var asked: [UInt64: FaultWindow] = [:]

  /// Those who ask in `windows`.
  public init(_ windows: [FaultWindow]) {
    waiting = windows.filter { $0.kind.request != nil }
  }

  /// The next request that is due at `now`, and by which of the windows.
  public mutating func due(at now: MonotonicInstant) -> (kind: Request.Kind, window: FaultWindow)? {
    guard let index = waiting.firstIndex(where: { $0.start <= now }),
      let kind = waiting[index].kind.request
    else { return nil }
    return (kind, waiting.remove(at: index))
  }

  /// The request of `window` is on its way with `sequence`.
  public mutating func ask(_ window: FaultWindow, sequence: UInt64) { asked[sequence] = window }

  /// What is wrong with an answer.
  public mutating func hear(_ result: RequestResult) -> String? {
    guard let window = asked.removeValue(forKey: result.sequence),
      case .asked(let ask, let isRefused) = window.kind
    else { return nil }
    return (result.refusal != Refusal.none) == isRefused
      ? nil : "\(ask.rawValue) was answered: \(result.refusal)"
  }
}

extension FaultScenario.Kind {
  fileprivate var request: Request.Kind? {
    guard case .asked(let ask, _) = self else { return nil }
    return switch ask {
    case .arm: .arm
    case .disarm: .disarm
    case .stop: .stop
    case .clear: .clear
    }
  }
}
