import FoundationEssentials
import Testing

/// The replay itself: it must refuse what is wrong and survive what the visible transcripts lack.
@Suite("Golden replay")
struct GoldenReplayTests {
  private func outcome(
    device: String, initial: String, steps: String, final: String = "{}", name: String = "t"
  ) throws -> GoldenReplay.Outcome {
    let json = """
      {"format": "i2c-golden-1", "device": "\(device)", "scenarios": [{"name": "\(name)",
       "driver": "written for this test", "independent": false, "initial_registers": \(initial),
       "steps": [\(steps)], "final_registers": \(final)}]}
      """
    let transcripts = try Transcript.read(Data(json.utf8))
    return GoldenReplay.run(try #require(transcripts.first))
  }

  private func step(_ call: String, _ transactions: String, result: String = "null") -> String {
    #"{"call": "\#(call)", "transactions": [\#(transactions)], "result": \#(result)}"#
  }

  @Test func refusesAReadThatTheChipDoesNotGive() throws {
    let result = try outcome(
      device: "PCA9685", initial: "{}",
      steps: step("mode", #"{"addr":"0x40","msgs":[{"w":"00"},{"r":1,"data":"13"}]}"#))
    #expect(result.failures.count == 1)
  }

  @Test func refusesAnAcknowledgeBehindAnOpenChannel() throws {
    let result = try outcome(
      device: "TCA9548A",
      initial: #"{"0x70": {"ctrl": "0x00"}, "0x70/ch3/0x36": {"0x0B": "0x20"}}"#,
      steps: step("angle", #"{"addr":"0x36","msgs":[{"w":"0c"},{"r":2,"data":"0000"}]}"#))
    #expect(result.failures == ["angle: 0x36 does not acknowledge"])
  }

  @Test func refusesAWireCostThatDiffers() throws {
    let result = try outcome(
      device: "AS5600", initial: #"{"0x36": {"0x0B": "0x20"}}"#,
      steps: """
        {"call": "status", "result": null, "wire": {"bytes": 4, "scl_clocks": 40},
         "transactions": [{"addr":"0x36","msgs":[{"w":"0b"},{"r":1,"data":"20"}]}]}
        """)
    #expect(result.failures == ["status: 39 SCL clocks, not 40"])
  }

  @Test func acceptsThatAnAbsentChipDoesNotAcknowledge() throws {
    let result = try outcome(
      device: "INA226", initial: #"{"0x40": {"0x00": "0x4127"}}"#,
      steps: step("mode", #"{"addr":"0x41","msgs":[{"w":"00"}],"nak":true}"#))
    #expect(result.failures.isEmpty)
    #expect(result.deviations.isEmpty)
  }

  @Test func refusesAFinalRegisterThatDiffers() throws {
    let result = try outcome(
      device: "AS5600", initial: #"{"0x36": {"0x0B": "0x20"}}"#,
      steps: step("set", #"{"addr":"0x36","msgs":[{"w":"0703"}]}"#),
      final: #"{"0x36": {"0x07": "0x02", "0x0B": "0x20"}}"#)
    #expect(result.failures.count == 1)
  }

  @Test func refusesAResultThatOurConversionDoesNotGive() throws {
    let read = #"{"addr":"0x36","msgs":[{"w":"0c"},{"r":2,"data":"0800"}]}"#
    let initial = #"{"0x36": {"0x0B": "0x20", "0x0C": "0x08"}}"#
    let good = try outcome(
      device: "AS5600", initial: initial, steps: step("angle (degrees)", read, result: "180"))
    #expect(good.failures.isEmpty)
    #expect(good.judgedResults == 1)
    let bad = try outcome(
      device: "AS5600", initial: initial, steps: step("angle (degrees)", read, result: "179"))
    #expect(bad.failures.count == 1)
  }

  @Test func twoOpenChannelsAreAWiredAnd() throws {
    let result = try outcome(
      device: "TCA9548A",
      initial: """
        {"0x70": {"ctrl": "0x00"}, "0x70/ch0/0x36": {"0x0C": "0x0F", "0x0D": "0x35"},
         "0x70/ch1/0x36": {"0x0C": "0x03", "0x0D": "0xF1"}}
        """,
      steps: step(
        "angle COLLISION",
        #"{"addr":"0x70","msgs":[{"w":"03"}]},{"addr":"0x36","msgs":[{"w":"0c"},{"r":2,"data":"0331"}]}"#,
        result: "817"),
      final: #"{"0x70": {"ctrl": "0x03"}}"#)
    #expect(result.failures == [])
  }

  @Test func aLossOfPowerInWordsResetsTheChips() throws {
    let result = try outcome(
      device: "PCA9685", initial: #"{"0x40": {"0x00": "0x21", "0xFE": "0x79"}}"#,
      steps: [
        step("(power loss)", ""),
        step("mode", #"{"addr":"0x40","msgs":[{"w":"00"},{"r":1,"data":"11"}]}"#),
        step("prescale", #"{"addr":"0x40","msgs":[{"w":"fe"},{"r":1,"data":"1e"}]}"#),
      ].joined(separator: ","))
    #expect(result.failures == [])
  }

  @Test func aGeneralCallResetsThePCA9685() throws {
    let result = try outcome(
      device: "PCA9685", initial: #"{"0x40": {"0x00": "0x21", "0xFE": "0x79"}}"#,
      steps: [
        step("SWRST", #"{"addr":"0x00","msgs":[{"w":"06"}]}"#),
        step("mode", #"{"addr":"0x40","msgs":[{"w":"00"},{"r":1,"data":"11"}]}"#),
      ].joined(separator: ","))
    #expect(result.failures == [])
  }

  @Test func aFaultInAPresentChipLeavesItUntouched() throws {
    let result = try outcome(
      device: "PCA9685", initial: #"{"0x40": {"0x00": "0x31", "0xFE": "0x1E"}}"#,
      steps: [
        step("frequency", #"{"addr":"0x40","msgs":[{"w":"fe79"}],"nak":true}"#),
        step("prescale", #"{"addr":"0x40","msgs":[{"w":"fe"},{"r":1,"data":"1e"}]}"#),
      ].joined(separator: ","))
    #expect(result.failures == [])
    #expect(result.deviations.count == 1)
  }

  @Test func aMeasurementMayChangeBetweenSteps() throws {
    let result = try outcome(
      device: "AS5600", initial: #"{"0x36": {"0x0B": "0x20", "0x0D": "0xFF"}}"#,
      steps: [
        step("high", #"{"addr":"0x36","msgs":[{"w":"0c"},{"r":1,"data":"00"}]}"#),
        step("low, torn", #"{"addr":"0x36","msgs":[{"w":"0d"},{"r":1,"data":"00"}]}"#),
      ].joined(separator: ","))
    #expect(result.failures == [])
    #expect(result.deviations.count == 1)
  }

  @Test(
    "registers of banks are found in whatever words a transcript has for them",
    arguments: [
      #"{"0x69": {"0x00": "0xEA", "b2:0x14": "0x07"}}"#,
      #"{"0x69": {"0x00": "0xEA", "0x214": "0x07"}}"#,
      #"{"0x69": {"bank0": {"0x00": "0xEA"}, "bank2": {"0x14": "0x07"}}}"#,
      #"{"0x69": {"0/0x00": "0xEA", "2/0x14": "0x07"}}"#,
    ])
  func banksHaveNames(registers: String) throws {
    let result = try outcome(
      device: "ICM20948", initial: registers,
      steps: step(
        "range",
        #"""
        {"addr":"0x69","msgs":[{"w":"7f20"}]},
        {"addr":"0x69","msgs":[{"w":"14"},{"r":1,"data":"07"}]},
        {"addr":"0x69","msgs":[{"w":"1405"}]},
        {"addr":"0x69","msgs":[{"w":"7f00"}]}
        """#),
      final: registers.replacing("0x07", with: "0x05"))
    #expect(result.failures == [])
    #expect(result.deviations == [])
  }
}
