import RobotConfiguration
import Testing

/// What is varied, as a person writes it.
@Suite struct VariationTests {
  @Test func boundsUnitAndCount() throws {
    let variation = try Variation("joints.elbow.control.kp=20..80 N.m/rad:4")
    #expect(variation.keyPath == "joints.elbow.control.kp")
    #expect(variation.range == 20...80)
    #expect(variation.unit == "N.m/rad")
    #expect(variation.count == 4)
    #expect(variation.change(at: 0).value == "20 N.m/rad")
    #expect(variation.change(at: 1 / 3.0).value == "40 N.m/rad")
    #expect(variation.change(at: 1).value == "80 N.m/rad")
  }

  @Test func numbersWithoutUnitAndCount() throws {
    let variation = try Variation("rate=-0.5...5")
    #expect(variation.range == -0.5...0.5 && variation.unit == "" && variation.count == nil)
    #expect(variation.change(at: 1 / 3.0) == KeyChange(keyPath: "rate", value: "-0.166667"))
    #expect(try Variation("a=1 Hz..2 Hz").change(at: 0).value == "1 Hz")
  }

  @Test(arguments: [
    ("joints.a.kp", "it names no key"), ("=1..2", "it names no key"), ("a=1", "it has no .."),
    ("a=x..2", "LOW or HIGH is no number"), ("a=1..", "LOW or HIGH is no number"),
    ("a=2..1", "LOW is not below HIGH"), ("a=1..1", "LOW is not below HIGH"),
    ("a=1..1e999", "LOW is not below HIGH"),
    ("a=1 Hz..2 kHz", "LOW and HIGH have different units, Hz and kHz"),
    ("a=1..2:1", "there are 2 to 10000 values after the colon"),
    ("a=1..2:x", "there are 2 to 10000 values after the colon"),
  ])
  func whatIsWrongIsTold(_ text: String, _ problem: String) throws {
    let error = try #require(throws: QuantityError.self) { try Variation(text) }
    #expect(error.problem == problem)
    #expect(error.description.contains("KEYS=LOW..HIGH"))
  }
}
