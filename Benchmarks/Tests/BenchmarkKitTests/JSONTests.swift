import BenchmarkKit
import Testing

@Suite struct JSONTests {
  @Test func whatIsWrittenIsReadAgain() throws {
    let value = JSON.object([
      .init("a \"b\" \\", .list([.number(1), .number(-0.25), .null, .text("\u{4E2D}")])),
      .init("c", .list([.object([]), .list([])])), .init("d", .number(1e300)),
    ])
    #expect(try JSON(parsing: value.written()) == value)
  }

  @Test func numbersAndControlCharactersAreJSON() {
    #expect(JSON(Double.nan) == .null)
    #expect(JSON.number(5577).written() == "5577")
    #expect(JSON.text("a\nb").written() == "\"a\\u000ab\"")
  }

  @Test(arguments: ["", "[", "[1,]", "[1 2]", "{\"a\" 1}", "{a: 1}", "tru", "\"a", "1 2", "nan"])
  func whatIsNoJSONIsRefused(text: String) {
    #expect(throws: BenchmarkFailure.self) { try JSON(parsing: text) }
  }

  @Test func aFailureNamesItsLine() {
    let failure = #expect(throws: BenchmarkFailure.self) { try JSON(parsing: "[\n1,\n?]") }
    #expect(failure?.description == "line 3: no JSON, expected a value, not ?")
  }

  @Test func aLimitLimitsSomething() throws {
    let text = """
      [{"work": "law", "part": "joint", "atMost": 95, "command": "bench repeat law 1200"},
       {"work": "cycle", "part": "joint", "ratioAtMost": 1, "reference": "twin"}]
      """
    let limits = try InstructionLimit.list(in: text)
    #expect(limits.map(\.atMost) == [95, nil])
    #expect(limits.map(\.reference) == [nil, "twin"])
    for wrong in ["[]", "{}", #"[{"work": "law", "part": "joint"}]"#, #"[{"work": "law"}]"#] {
      #expect(throws: BenchmarkFailure.self) { try InstructionLimit.list(in: wrong) }
    }
  }
}
