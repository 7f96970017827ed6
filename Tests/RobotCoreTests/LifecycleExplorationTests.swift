import RobotCore
import Testing

/// Everything that any sequence of events can do to the lifecycle: breadth first from the start, and what must
/// hold of every entry of the table, whatever is in it.
@Suite struct LifecycleExplorationTests {
  /// A place and an event.
  struct Entry: CustomStringConvertible {
    let from: LifecyclePlace
    let event: LifecycleEvent

    var step: LifecycleStep { from.step(event) }
    /// Where the robot stands then.
    var to: LifecyclePlace {
      if case .to(let place) = step { place } else { from }
    }
    var description: String { "\(from), \(event): \(step)" }
  }

  static let entries = LifecyclePlace.allCases.flatMap { place in
    LifecycleEvent.allCases.map { Entry(from: place, event: $0) }
  }
  private static let powered = LifecyclePlace.allCases.filter { $0.state().isPowered() }

  /// The fewest events from `start` to each place that can be reached, with those of `events`.
  private func distances(
    from start: LifecyclePlace, by events: [LifecycleEvent] = LifecycleEvent.allCases
  ) -> [LifecyclePlace: Int] {
    var distances = [start: 0]
    var front = [start]
    while !front.isEmpty {
      let last = front
      front = []
      for place in last {
        for event in events {
          let next = Entry(from: place, event: event).to
          guard distances[next] == nil else { continue }
          distances[next] = (distances[place] ?? 0) + 1
          front.append(next)
        }
      }
    }
    return distances
  }

  @Test func everyPlaceIsReached() {
    let reached = distances(from: Lifecycle().place)
    #expect(Set(reached.keys) == Set(LifecyclePlace.allCases))
    // To `holding`: configured, arm, stop, standstill.
    #expect(reached.values.max() == 4)
  }

  /// The machine does what the table says, along every sequence of four events.
  @Test func theMachineIsTheTable() {
    func walk(_ lifecycle: Lifecycle, _ depth: Int) {
      for event in LifecycleEvent.allCases {
        var next = lifecycle
        let accepted = next.take(event)
        let entry = Entry(from: lifecycle.place, event: event)
        #expect(accepted == (entry.step != .refused) && next.place == entry.to, "\(entry)")
        if depth > 1 { walk(next, depth - 1) }
      }
    }
    walk(Lifecycle(), 4)
  }

  @Test func onlyArmGivesPower() {
    for entry in Self.entries where !entry.from.state().isPowered() {
      #expect(!entry.to.state().isPowered() || entry.event == .arm, "\(entry)")
    }
  }

  @Test func clearNeverMoves() {
    for entry in Self.entries where entry.event == .clear && entry.step != .refused {
      #expect(!entry.to.state().isPowered(), "\(entry)")
    }
  }

  /// Commands are followed only after a ramp: whatever else happens leads no nearer to it.
  @Test func onlyTheEndOfARampLeadsToCommands() {
    for entry in Self.entries where entry.from != .active {
      let leads = entry.step == .to(.active) || entry.step == .to(.degraded)
      #expect(
        !leads || entry.from == .arming && [.rampEnded, .rampEndedDegraded].contains(entry.event),
        "\(entry)")
    }
  }

  @Test func onlyAPersonLowersTheSeverity() {
    for entry in Self.entries where entry.to.severity() < entry.from.severity() {
      #expect(entry.event == .arm || entry.event == .clear, "\(entry)")
    }
  }

  /// Of two events, in whatever order, the worse one decides as long as no person intervenes.
  @Test func theHighestSeverityWins() {
    let events = LifecycleEvent.allCases.filter { $0 != .arm && $0 != .clear }
    for from in LifecyclePlace.allCases {
      for first in events {
        let between = Entry(from: from, event: first).to
        for second in events {
          let last = Entry(from: between, event: second).to.severity()
          let alone = Entry(from: from, event: second)
          // The end of a ramp or a stop is one only where that is: it does not compare.
          let isEnd = isEnd(first) || isEnd(second) || alone.step == .refused
          #expect(
            last >= max(between.severity(), isEnd ? 0 : alone.to.severity()),
            "\(from), \(first), \(second)")
        }
      }
    }
  }

  private func isEnd(_ event: LifecycleEvent) -> Bool {
    [.configured, .rampEnded, .rampEndedDegraded, .standstill].contains(event)
  }

  /// While it stops, only a worse destination comes in, and standstill leads where the place says.
  @Test func aStopNeverSoftens() {
    let destinations: [LifecyclePlace: LifecyclePlace] = [
      .stoppingToHolding: .holding, .stoppingToDisarmed: .disarmed, .stoppingToFaulted: .faulted,
    ]
    for entry in Self.entries {
      guard let destination = destinations[entry.from] else { continue }
      if entry.event == .standstill {
        #expect(entry.step == .to(destination), "\(entry)")
      } else if entry.to != entry.from {
        #expect(entry.to.severity() > entry.from.severity(), "\(entry)")
      }
    }
    #expect(
      Set(destinations.keys) == Set(LifecyclePlace.allCases.filter { $0.state() == .stopping }))
  }

  @Test func stopsAreNeverRefusedWhilePowered() {
    let stops: [LifecycleEvent] = [
      .stop, .disarm, .referenceLost, .safeStop1, .safeTorqueOff, .inputFault,
    ]
    for entry in Self.entries where entry.from.state().isPowered() && stops.contains(entry.event) {
      #expect(entry.step != .refused, "\(entry)")
      #expect(!entry.to.state().followsCommands() && entry.to != .arming, "\(entry)")
    }
  }

  @Test func whatIsPoweredCanBeSwitchedOff() {
    for place in Self.powered {
      #expect(Entry(from: place, event: .safeTorqueOff).to == .faulted)
      let ways = distances(from: place, by: [.disarm, .standstill, .clear])
      // Brake, stand still; of a fault also clear.
      #expect(ways[.disarmed].map { $0 <= 2 } == true, "\(place)")
    }
  }

  @Test func onlyClearLeavesAFault() {
    for entry in Self.entries where entry.from == .faulted && entry.to != .faulted {
      #expect(entry.event == .clear && entry.to == .disarmed, "\(entry)")
    }
  }

  /// It comes of itself, and goes only by arming, which ramps.
  @Test func onlyArmingEndsDegradation() {
    for entry in Self.entries where entry.from == .degraded {
      let isLess = entry.to.severity() < entry.from.severity()
      #expect(!isLess || entry.event == .arm && entry.to == .arming, "\(entry)")
    }
  }
}
