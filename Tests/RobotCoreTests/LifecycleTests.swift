import RobotCore
import Testing

/// Every place with every event, against a table that is written here a second time.
@Suite struct LifecycleTests {
  /// The events that lead to a place from the start.
  private static func way(to place: LifecyclePlace) -> [LifecycleEvent] {
    let armed: [LifecycleEvent] = [.configured, .arm, .rampEnded]
    return switch place {
    case .unconfigured: []
    case .disarmed: [.configured]
    case .arming: [.configured, .arm]
    case .active: armed
    case .degraded: armed + [.degrade]
    case .holding: armed + [.stop, .standstill]
    case .stoppingToHolding: armed + [.stop]
    case .stoppingToDisarmed: armed + [.disarm]
    case .stoppingToFaulted: armed + [.safeStop1]
    case .faulted: armed + [.safeTorqueOff]
    }
  }

  private func reach(_ place: LifecyclePlace) -> Lifecycle {
    var lifecycle = Lifecycle()
    for event in Self.way(to: place) {
      let accepted = lifecycle.take(event)
      #expect(accepted)
    }
    #expect(lifecycle.place == place)
    return lifecycle
  }

  static let events: [LifecycleEvent] = [
    .configured, .arm, .rampEnded, .rampEndedDegraded, .degrade, .stop, .disarm, .referenceLost,
    .standstill, .safeTorqueOff, .safeStop1, .inputFault, .clear,
  ]
  /// Refused: -. Accepted without change: =. Stopping to h(old), d(isarm), f(ault).
  static let table: [(LifecyclePlace, String)] = [
    (.unconfigured, "disarmed - - - - = = = - - - - -"),
    (.disarmed, "- arming - - - = = = - - - faulted -"),
    (.arming, "- - active degraded = h d h - faulted f faulted -"),
    (.active, "- - - - degraded h d h - faulted f faulted -"),
    (.degraded, "- arming - - = h d h - faulted f faulted -"),
    (.holding, "- arming - - = = d = - faulted f faulted -"),
    (.stoppingToHolding, "- - - - = = d = holding faulted f faulted -"),
    (.stoppingToDisarmed, "- - - - = = = = disarmed faulted f faulted -"),
    (.stoppingToFaulted, "- - - - = = = = faulted faulted = faulted -"),
    (.faulted, "- - - - - = - = - - - = disarmed"),
  ]
  private static let stops: [String: LifecyclePlace] = [
    "h": .stoppingToHolding, "d": .stoppingToDisarmed, "f": .stoppingToFaulted,
  ]

  @Test(arguments: table)
  func followsTheTable(place: LifecyclePlace, row: String) throws {
    let cells = row.split(separator: " ").map(String.init)
    try #require(cells.count == LifecycleEvent.allCases.count)
    try #require(Self.table.count == LifecyclePlace.allCases.count)
    for (event, cell) in zip(Self.events, cells) {
      var lifecycle = reach(place)
      let accepted = lifecycle.take(event)
      #expect(accepted == (cell != "-"), "\(place) takes \(event)")
      let expected = cell == "-" || cell == "=" ? "\(place)" : Self.stops[cell].map { "\($0)" }
      #expect("\(lifecycle.place)" == expected ?? cell, "\(place) takes \(event)")
    }
  }

  /// Part of the wire format.
  @Test func numbersItsStates() {
    #expect(LifecycleState.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6, 7])
    #expect(LifecycleState.unconfigured.rawValue == 0)
    #expect(LifecycleState.faulted.rawValue == 6)
    #expect(LifecycleState.degraded.rawValue == 7)
    #expect(LifecycleState.active == .active)
    #expect(LifecycleState.active != .holding)
  }

  @Test func saysWhatAStateIs() {
    let powered = LifecycleState.allCases.filter { $0.isPowered() }
    #expect(powered == [.arming, .active, .holding, .stopping, .degraded])
    #expect(LifecycleState.allCases.filter { $0.followsCommands() } == [.active, .degraded])
  }
}
