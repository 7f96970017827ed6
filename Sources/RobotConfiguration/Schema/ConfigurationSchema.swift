/// Makes JSON Schemas (draft 2020-12) of robot, board, motion and fault-scenario files and of the catalogue of
/// faults, for completion in editors. They come
/// from the tables that the reader itself uses; what one value says about another only the reader
/// knows.
public enum ConfigurationSchema {
  /// The schema of robot files for these drivers. Ends with a newline.
  public static func robot(drivers: [DriverSchema]) -> String {
    document(
      title: "Robot", description: "A robot for Cerebellum: buses, devices, lines and joints.",
      fields: RobotShape(drivers: drivers).fields)
  }

  /// The schema of board files. Ends with a newline.
  public static func board() -> String {
    document(
      title: "Board", description: "A board for Cerebellum: what its buses and lines are called.",
      fields: BoardShape.fields)
  }

  /// The schema of calibration files. Ends with a newline.
  public static func calibration() -> String {
    document(
      title: "Calibration",
      description: "A calibration for Cerebellum: where the encoders of a robot have their zeros.",
      fields: CalibrationShape.fields)
  }

  /// The schema of motion files. Ends with a newline.
  public static func motion() -> String {
    document(
      title: "Motion", description: "A motion for Cerebellum: steps that begin and end at rest.",
      fields: MotionShape.fields)
  }

  /// The schema of fault scenarios. Ends with a newline.
  public static func faultScenario() -> String {
    document(
      title: "Fault scenario",
      description: "A fault scenario for Cerebellum: what goes wrong, and what must become of it.",
      fields: FaultScenarioShape.fields)
  }

  /// The schema of the catalogue of faults. Ends with a newline.
  public static func faultCatalogue() -> String {
    document(
      title: "Fault catalogue",
      description: "The catalogue of faults of Cerebellum: what stops the robot by itself.",
      fields: FaultCatalogueShape.fields)
  }

  private static func document(title: String, description: String, fields: [Field]) -> String {
    let root = JSONValue.object(
      [
        ("$schema", .text("https://json-schema.org/draft/2020-12/schema")),
        ("title", .text(title)), ("description", .text(description)),
      ] + members(.record(fields)) + [("$defs", definitions)])
    return root.serialized() + "\n"
  }

  /// The texts of each dimension: a number with a unit.
  private static var definitions: JSONValue {
    .object(
      Dimension.allCases.map { dimension in
        (
          dimension.rawValue,
          .object([
            ("description", .text(definitionText(dimension))), ("type", .text("string")),
            ("pattern", .text(Quantity.pattern(dimension))),
          ])
        )
      })
  }

  private static func definitionText(_ dimension: Dimension) -> String {
    dimension.units.isEmpty ? dimension.words : "\(dimension.words) in \(dimension.unitNames)"
  }

  private static func field(_ field: Field) -> JSONValue {
    .object(
      [("title", .text(field.key)), ("description", .text(field.summary))]
        + example(field).map { ("examples", .array([$0])) }.asArray + members(field.shape))
  }

  /// The example as the editor should insert it; none for mappings and lists, which it composes.
  private static func example(_ field: Field) -> JSONValue? {
    switch field.shape {
    case .quantity(.number, _), .sign, .integer: Double(field.example).map(JSONValue.number)
    case .boolean: .boolean(field.example == "true")
    case .address: ScalarKind.integer(plain: field.example).map { .number(Double($0)) }
    case .quantity, .choice, .word, .text, .channel, .alternative: .text(field.example)
    case .list, .record, .table, .variants, .listOrRecord: nil
    }
  }

  private static func members(_ shape: Shape) -> [(String, JSONValue)] {
    switch shape {
    case .quantity(let dimension, let range):
      [("anyOf", .array([number(range), reference(dimension)]))]
    case .integer(let range):
      [
        ("type", .text("integer")), ("minimum", .number(Double(range.lowerBound))),
        ("maximum", .number(Double(range.upperBound))),
      ]
    case .address: members(.integer(0...0x7F))
    case .sign: [("enum", .array([.number(1), .number(-1)]))]
    case .boolean: [("type", .text("boolean"))]
    case .choice(let words): [("enum", .array(words.map(JSONValue.text)))]
    case .word(let word): [("type", .text("string")), ("pattern", .text(word.pattern))]
    case .text: [("type", .text("string")), ("minLength", .number(1))]
    case .channel:
      [("type", .text("string")), ("pattern", .text("^\(Word.name.body)\\.[0-9]{1,3}$"))]
    case .list(let element, let count):
      [
        ("type", .text("array")), ("items", .object(members(element))),
        ("minItems", .number(Double(count.lowerBound))),
        ("maxItems", .number(Double(count.upperBound))),
      ]
    case .record(let fields): record(fields)
    case .table(let element, let keys, _):
      [
        ("type", .text("object")), ("minProperties", .number(1)),
        ("propertyNames", .object([("pattern", .text(keys.pattern))])),
        ("additionalProperties", .object(members(element))),
      ]
    case .variants(let variants): self.variants(variants)
    case .listOrRecord(let list, let fields, _):
      [("anyOf", .array([.object(members(list)), .object(record(fields))]))]
    case .alternative(let words, let other, _):
      [
        (
          "anyOf",
          .array([.object([("enum", .array(words.map(JSONValue.text)))]), .object(members(other))])
        )
      ]
    }
  }

  private static func number(_ range: NumberRange) -> JSONValue {
    .object([
      ("type", .text("number")),
      (range.excludesLower ? "exclusiveMinimum" : "minimum", .number(range.lower)),
      ("maximum", .number(range.upper)),
    ])
  }

  private static func reference(_ dimension: Dimension) -> JSONValue {
    .object([("$ref", .text("#/$defs/\(dimension.rawValue)"))])
  }

  private static func record(_ fields: [Field]) -> [(String, JSONValue)] {
    let required = fields.filter(\.isRequired).map { JSONValue.text($0.key) }
    return [
      ("type", .text("object")), ("properties", properties(fields)),
      ("required", .array(required)), ("additionalProperties", .boolean(false)),
    ]
  }

  private static func properties(_ fields: [Field]) -> JSONValue {
    .object(fields.map { ($0.key, field($0)) })
  }

  private static func variants(_ variants: Variants) -> [(String, JSONValue)] {
    guard let selector = variants.selectorField else {
      let cases = variants.cases.map { JSONValue.object(record(variants.common + $0.fields)) }
      return [("oneOf", .array(cases))]
    }
    var usual: String?
    if case .optionalValue(_, let name, _) = variants.selector { usual = name }
    let cases = variants.cases.map { choice in
      let condition = JSONValue.object([
        ("const", .text(choice.name))
      ])
      // Without `required` the condition holds where the key is left out, too.
      let required = choice.name == usual ? [] : [JSONValue.text(selector.key)]
      return JSONValue.object([
        (
          "if",
          .object([
            ("properties", .object([(selector.key, condition)])),
            ("required", .array(required)),
          ])
        ),
        ("then", .object(record([selector] + variants.common + choice.fields))),
      ])
    }
    return [
      ("type", .text("object")), ("properties", properties([selector])),
      ("required", .array(selector.isRequired ? [.text(selector.key)] : [])),
      ("allOf", .array(cases)),
    ]
  }
}

extension Optional {
  fileprivate var asArray: [Wrapped] { map { [$0] } ?? [] }
}
