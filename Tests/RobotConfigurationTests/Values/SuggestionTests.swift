import Testing

@testable import RobotConfiguration

@Suite struct SuggestionTests {
  /// Counted by hand.
  @Test(arguments: [
    ("", "", 0), ("speed", "speed", 0), ("sped", "speed", 1), ("adress", "address", 1),
    ("mian", "main", 1), ("kitten", "sitting", 3), ("", "abc", 3),
  ])
  func editDistance(left: String, right: String, distance: Int) {
    #expect(Suggestion.editDistance(left, right) == distance)
    #expect(Suggestion.editDistance(right, left) == distance)
  }

  @Test func theNearestIsNamed() {
    #expect(Suggestion.nearest(to: "sped", among: ["rate", "speed", "seed"]) == "speed")
    #expect(Suggestion.nearest(to: "KP", among: ["kd", "kp"]) == "kp")
  }

  @Test func whatIsFarIsNotNamed() {
    #expect(Suggestion.nearest(to: "flywheel", among: ["rate", "robot"]) == nil)
    #expect(Suggestion.nearest(to: String(repeating: "a", count: 100), among: ["a"]) == nil)
  }
}
