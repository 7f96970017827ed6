/// A kind of text with its rule, which the reader and the JSON Schema share.
struct Word: Sendable {
  /// What it is, in words.
  let what: String
  /// The first character: the inside of a regular expression's bracket.
  let first: String
  /// Every further character.
  let rest: String
  /// The greatest number of characters.
  let maximumLength: Int
  /// The rule in words.
  let allowed: String

  /// The name of a bus, line or device. No dot, because `mux.0` names a channel.
  static let name = Word(
    what: "a name", first: "A-Za-z", rest: "A-Za-z0-9_-", maximumLength: 32,
    allowed: "letters, digits, _ and -, a letter first, at most 32")
  /// The name of a robot, board or joint. URDF files name joints `1` or `joint_a.left` as well.
  static let title = Word(
    what: "a name", first: "A-Za-z0-9_", rest: "A-Za-z0-9_.-", maximumLength: 64,
    allowed: "letters, digits, _ - and ., a letter, digit or _ first, at most 64")
  /// The number of a header pin.
  static let pin = Word(
    what: "a header pin", first: "1-9", rest: "0-9", maximumLength: 3,
    allowed: "1 to 999")

  /// A day.
  static let date = Word(
    what: "a date", first: "0-9", rest: "0-9-", maximumLength: 10, allowed: "YYYY-MM-DD")
  /// A SHA-256.
  static let digest = Word(
    what: "a SHA-256", first: "0-9a-f", rest: "0-9a-f", maximumLength: 64,
    allowed: "64 lower-case hexadecimal digits")

  /// The regular expression (ECMA-262).
  var pattern: String { "^\(body)$" }

  /// The regular expression without anchors.
  var body: String { "[\(first)][\(rest)]{0,\(maximumLength - 1)}" }

  /// Whether `text` obeys.
  func matches(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    guard let head = scalars.first, scalars.count <= maximumLength else { return false }
    return Self.contains(first, head) && scalars.dropFirst().allSatisfy { Self.contains(rest, $0) }
  }

  /// Whether `scalar` is in the bracket `characters`: ranges and single characters.
  private static func contains(_ characters: String, _ scalar: Unicode.Scalar) -> Bool {
    var rest = characters.unicodeScalars[...]
    while let low = rest.popFirst() {
      guard rest.first == "-", rest.count > 1 else {
        if low == scalar { return true }
        continue
      }
      rest.removeFirst()
      if let high = rest.popFirst(), low <= scalar, scalar <= high { return true }
    }
    return false
  }
}
