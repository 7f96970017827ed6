/// The keys of the catalogue of faults.
enum FaultCatalogueShape {
  /// The top of the file.
  static let fields = [
    Field(
      "faults", .table(of: .record(entry), keys: .name, what: "a fault"), required: true,
      example: "{ encoder_lost: { code: 201 } }", summary: "what stops the robot by itself")
  ]

  private static let entry = [
    Field(
      "code", .integer(101...999), required: true, example: "201",
      summary: "its number; append-only"),
    Field(
      "reaction", .choice(FaultCatalogue.Reaction.allCases.map(\.rawValue)), required: true,
      example: "safe_torque_off", summary: "how the robot stops"),
    Field(
      "owner", .choice(FaultCatalogue.Owner.allCases.map(\.rawValue)), required: true,
      example: "encoder", summary: "what it happens to"),
    Field(
      "evidence", .record(evidence), example: "{ unit: count, value: { en: cycles, zh: 周期数 } }",
      summary: "the numbers that are kept with it"),
    Field(
      "rows", .list(of: .integer(1...30), count: 1...30), required: true, example: "[1, 2]",
      summary: "rows of the table of faults"),
    text("title", "a few words"),
    Field(
      "meaning", .text, required: true, example: "An encoder gave no valid sample.",
      summary: "one sentence for people who program"),
    text("says", "what happened; may hold {joint}, {device}, {value} and {limit}"),
    text("cause", "what it comes from as a rule"),
    text("remedy", "what a person does, before clearing and arming"),
    Field(
      "shown_by", .list(of: .word(.title), count: 1...20), required: true,
      example: "[encoder-unplugged]",
      summary: "scenarios of Scenarios/faults, or else suites of tests, that raise it"),
  ]

  private static let evidence = [
    Field(
      "unit", .choice(FaultCatalogue.Unit.allCases.map(\.rawValue)), required: true,
      example: "count", summary: "what the numbers are in"),
    text("value", "what was seen"),
    Field(
      "limit", .record(languages), example: "{ en: cycles that are allowed, zh: 允许的周期数 }",
      summary: "the bound that it broke"),
  ]

  private static let languages = [
    Field("en", .text, required: true, example: "cycles", summary: "English"),
    Field("zh", .text, required: true, example: "周期数", summary: "中文"),
  ]

  private static func text(_ key: String, _ summary: String) -> Field {
    Field(
      key, .record(languages), required: true, example: "{ en: cycles, zh: 周期数 }",
      summary: summary)
  }
}
