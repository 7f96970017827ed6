import Testing

@testable import cerebellum

@Suite struct ScenarioWordsTests {
  @Test(arguments: [
    ScenarioState(
      seconds: 1.5, strikes: [1, 0], outputsOff: 0.012, moved: 1e-7, positions: [0.25, -1]),
    ScenarioState(seconds: 0, strikes: [], outputsOff: nil, moved: nil, positions: []),
  ])
  func aStateIsReadAsItWasSaid(state: ScenarioState) {
    #expect(ScenarioState(words: state.words) == state)
  }

  @Test func aStateIsInWords() {
    let state = ScenarioState(
      seconds: 1.5, strikes: [1, 0], outputsOff: 0.012, moved: nil, positions: [0.25])
    #expect(state.words == "seconds 1.5 strikes 1,0 off 0.012 moved - positions 0.25")
  }

  @Test(arguments: [
    "", "seconds 1.5", "seconds x strikes - off - moved - positions -",
    "seconds 1 strikes 1,x off - moved - positions -",
    "seconds 1 strikes - off - moved - places -",
  ])
  func otherWordsAreNoState(words: String) { #expect(ScenarioState(words: words) == nil) }

  @Test func aFileIsOneWord() {
    #expect(ScenarioText.word([0x00, 0x0A, 0xFF]) == "000aff")
    #expect(ScenarioText.bytes("000aff") == [0x00, 0x0A, 0xFF])
    #expect(ScenarioText.bytes("0") == nil && ScenarioText.bytes("0g") == nil)
  }
}
