import RobotHAL
import RobotRuntime
import RobotUnits
import TestSupport

/// What is done to the thread.
enum Injected: Int, CaseIterable {
  case slowTransfer, retry, pageFaults, hogAwake, hogAsleep, longController, signalStorm, logBurst,
    clockStall

  var name: String {
    switch self {
    case .slowTransfer: "slow transfer"
    case .retry: "retry"
    case .pageFaults: "page faults"
    case .hogAwake: "hog, awake"
    case .hogAsleep: "hog, asleep"
    case .longController: "long controller"
    case .signalStorm: "signal storm"
    case .logBurst: "log burst"
    case .clockStall: "clock stall"
    }
  }

  /// Whether `cause` is the right answer, with its details.
  func isNamed(by cause: Cause) -> Bool {
    switch (self, cause) {
    case (.slowTransfer, .slowTransfer(bus: 0, address: 0x41)): true
    case (.retry, .retry(bus: 0, address: 0x36, let error)): error.kind == .noAcknowledge
    case (.pageFaults, .pageFaults(_, .control)): true
    case (.hogAwake, .preempted), (.hogAsleep, .preempted): true
    case (.longController, .longStage(.control)): true
    case (.signalStorm, .signals): true
    case (.logBurst, .blocked(.publish)): true
    case (.clockStall, .clockStall): true
    default: false
    }
  }
}

/// One injection.
struct Injection: BitwiseCopyable, Sendable {
  var kind: Int
  /// The cycle that it befalls.
  var cycle: UInt64
  /// The time that it costs [ns].
  var size: Int64
  /// A number in 0..<1 that decides what the kind leaves open.
  var detail: Double
}

/// All injections of one run, decided before it begins.
struct Plan {
  let injections: [Injection]
  let grid: CycleGrid
  /// After the last cycle.
  let end: UInt64

  /// `count` of each kind in random order, each of 1.2 to 10 times `margin`, which is what makes a
  /// cycle late.
  init(count: Int, margin: Int64, grid: CycleGrid, seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var kinds = Injected.allCases.flatMap { [Int](repeating: $0.rawValue, count: count) }
    kinds.shuffle(using: &random)
    // So many cycles in time first that every median is one of them.
    var cycle: UInt64 = 200
    injections = kinds.map { kind in
      let size = Int64(random.number(1.2...10) * Double(margin))
      let detail = random.number(0...0.999)
      let injection = Injection(kind: kind, cycle: cycle, size: size, detail: detail)
      cycle += UInt64(size / grid.period.nanoseconds) + .random(in: 8...20, using: &random)
      return injection
    }
    self.grid = grid
    end = cycle + 100
  }

  func of(_ kinds: Set<Injected>) -> [Injection] {
    injections.filter { injection in kinds.contains { $0.rawValue == injection.kind } }
  }
}
