import RobotCore
import Testing

/// Every state (stopping once for each place it leads to) with every event.
@Suite struct LifecycleTests {
  /// A state as the table writes it.
  enum Place: String, CaseIterable {
    case unconfigured, disarmed, arming, active, holding, faulted
    case stopToHold, stopToDisarm, stopToFault

    /// The events that lead here from the start.
    var way: [LifecycleEvent] {
      switch self {
      case .unconfigured: []
      case .disarmed: [.configured]
      case .arming: [.configured, .arm]
      case .active: [.configured, .arm, .rampEnded]
      case .holding: [.configured, .arm, .rampEnded, .stop, .standstill]
      case .stopToHold: [.configured, .arm, .rampEnded, .stop]
      case .stopToDisarm: [.configured, .arm, .rampEnded, .disarm]
      case .stopToFault: [.configured, .arm, .rampEnded, .safeStop1]
      case .faulted: [.configured, .arm, .rampEnded, .safeTorqueOff]
      }
    }

    init(_ lifecycle: Lifecycle) {
      switch (lifecycle.state, lifecycle.destination) {
      case (.unconfigured, _): self = .unconfigured
      case (.disarmed, _): self = .disarmed
      case (.arming, _): self = .arming
      case (.active, _): self = .active
      case (.holding, _): self = .holding
      case (.faulted, _): self = .faulted
      case (.stopping, .holding): self = .stopToHold
      case (.stopping, .disarmed): self = .stopToDisarm
      case (.stopping, _): self = .stopToFault
      }
    }

    /// 0 for off, then the less the robot may still do, the more.
    var severity: Int {
      switch self {
      case .arming, .active: 0
      case .holding, .stopToHold: 1
      case .disarmed, .unconfigured, .stopToDisarm: 2
      case .stopToFault, .faulted: 3
      }
    }

    var isPowered: Bool {
      switch self {
      case .unconfigured, .disarmed, .faulted: false
      default: true
      }
    }
  }

  private func reach(_ place: Place) -> Lifecycle {
    var lifecycle = Lifecycle()
    for event in place.way {
      let accepted = lifecycle.take(event)
      #expect(accepted)
    }
    #expect(Place(lifecycle) == place)
    return lifecycle
  }

  /// Refused: -. Accepted without change: =.
  static let events: [LifecycleEvent] = [
    .configured, .arm, .rampEnded, .stop, .disarm, .referenceLost, .standstill, .safeTorqueOff,
    .safeStop1, .inputFault, .clear,
  ]
  static let table: [(Place, String)] = [
    (.unconfigured, "disarmed - - = = = - - - - -"),
    (.disarmed, "- arming - = = = - - - faulted -"),
    (.arming, "- - active stopToHold stopToDisarm stopToHold - faulted stopToFault faulted -"),
    (.active, "- - - stopToHold stopToDisarm stopToHold - faulted stopToFault faulted -"),
    (.holding, "- arming - = stopToDisarm = - faulted stopToFault faulted -"),
    (.stopToHold, "- - - = stopToDisarm = holding faulted stopToFault faulted -"),
    (.stopToDisarm, "- - - = = = disarmed faulted stopToFault faulted -"),
    (.stopToFault, "- - - = = = faulted faulted = faulted -"),
    (.faulted, "- - - = - = - - - = disarmed"),
  ]

  @Test(arguments: table)
  func followsTheTable(place: Place, row: String) throws {
    let cells = row.split(separator: " ").map(String.init)
    try #require(cells.count == LifecycleEvent.allCases.count)
    for (event, cell) in zip(Self.events, cells) {
      var lifecycle = reach(place)
      let accepted = lifecycle.take(event)
      #expect(accepted == (cell != "-"), "\(place) takes \(event)")
      let expected = cell == "-" || cell == "=" ? place.rawValue : cell
      #expect(Place(lifecycle).rawValue == expected, "\(place) takes \(event)")
    }
  }

  @Test func onlyArmingLeadsToPowerAndClearingNever() {
    for place in Place.allCases {
      for event in LifecycleEvent.allCases {
        var lifecycle = reach(place)
        _ = lifecycle.take(event)
        if !place.isPowered && event != .arm { #expect(!Place(lifecycle).isPowered) }
        if event == .clear { #expect(!Place(lifecycle).isPowered || Place(lifecycle) == place) }
        #expect(lifecycle.state.isPowered() == Place(lifecycle).isPowered)
      }
    }
  }

  /// Nothing that stops softens a stop: only arming and clearing lead to less severe places.
  @Test func theWorstDestinationWins() {
    let stops: [LifecycleEvent] = [
      .stop, .disarm, .referenceLost, .standstill, .safeTorqueOff, .safeStop1, .inputFault,
    ]
    for place in Place.allCases {
      for first in stops {
        for second in stops {
          var lifecycle = reach(place)
          _ = lifecycle.take(first)
          let before = Place(lifecycle).severity
          _ = lifecycle.take(second)
          #expect(Place(lifecycle).severity >= before, "\(place), \(first), \(second)")
        }
      }
    }
  }

  /// Part of the wire format.
  @Test func numbersItsStates() {
    #expect(LifecycleState.allCases.map(\.rawValue) == [0, 1, 2, 3, 4, 5, 6])
    #expect(LifecycleState.unconfigured.rawValue == 0)
    #expect(LifecycleState.faulted.rawValue == 6)
    #expect(LifecycleState.active == .active)
    #expect(LifecycleState.active != .holding)
  }
}
