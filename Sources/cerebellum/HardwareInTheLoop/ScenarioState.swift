/// How far a scenario is at whoever injects it, as the words of its control channel have it.
struct ScenarioState: Equatable {
  /// Since its beginning, in the time of the world in which it happens [s].
  var seconds: Double
  /// How often each of its faults struck; 0 for those that are not the injector's.
  var strikes: [Int]
  /// From the start of its first fault until the outputs first were off, as they are seen outside [s]; `nil`: they
  /// were not, or there is nothing that shows it.
  var outputsOff: Double?
  /// How far a joint really moved since then [rad; a prismatic joint at its lever].
  var moved: Double?
  /// Where the joints really are [rad or m].
  var positions: [Double]
}

extension ScenarioState {
  /// `seconds 1.5 strikes 1,0 off 0.012 moved 0.001 positions 0.1,0.2`; `-` for what is not known.
  var words: String {
    func list(_ texts: [String]) -> String { texts.isEmpty ? "-" : texts.joined(separator: ",") }
    return "seconds \(seconds) strikes \(list(strikes.map { "\($0)" })) "
      + "off \(outputsOff.map { "\($0)" } ?? "-") moved \(moved.map { "\($0)" } ?? "-") "
      + "positions \(list(positions.map { "\($0)" }))"
  }

  /// `nil` for other words.
  init?(words: String) {
    let parts = words.split(separator: " ").map(String.init)
    let keys = stride(from: 0, to: parts.count, by: 2).map { parts[$0] }
    guard parts.count == 10, keys == ["seconds", "strikes", "off", "moved", "positions"],
      let seconds = Double(parts[1])
    else { return nil }
    func list<Number>(_ text: String, _ number: (String) -> Number?) -> [Number]? {
      if text == "-" { return [] }
      let numbers = text.split(separator: ",").map { number(String($0)) }
      return numbers.contains { $0 == nil } ? nil : numbers.compactMap { $0 }
    }
    guard let strikes = list(parts[3], { Int($0) }), let positions = list(parts[9], { Double($0) })
    else { return nil }
    self.init(
      seconds: seconds, strikes: strikes, outputsOff: Double(parts[5]), moved: Double(parts[7]),
      positions: positions)
  }
}
