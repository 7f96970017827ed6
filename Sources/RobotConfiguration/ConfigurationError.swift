/// One thing that is wrong in a configuration file, said so that its owner can mend it.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file, as the caller named it.
  public var file: String
  /// The place in the file; `nil` when the complaint is about the file as a whole.
  public var position: SourcePosition?
  /// The keys from the top of the file to the value (`joints.shoulder_pan.limits.velocity`); empty
  /// at the top.
  public var keyPath: String
  /// What is wrong.
  public var problem: String
  /// What would be right.
  public var allowed: String?
  /// What to do about it.
  public var hint: String?

  /// A complaint.
  public init(
    file: String, position: SourcePosition?, keyPath: String, problem: String,
    allowed: String? = nil, hint: String? = nil
  ) {
    self.file = file
    self.position = position
    self.keyPath = keyPath
    self.problem = problem
    self.allowed = allowed
    self.hint = hint
  }

  /// `file:line:column: key.path: problem; allowed: …; hint: …`
  public var description: String {
    var text = file
    if let position { text += ":\(position.line):\(position.column)" }
    text += ": "
    if !keyPath.isEmpty { text += "\(keyPath): " }
    text += problem
    if let allowed { text += "; allowed: \(allowed)" }
    if let hint { text += "; hint: \(hint)" }
    return text
  }
}

/// Everything that is wrong in one or more configuration files, file by file and in the order of each.
public struct ConfigurationErrors: Error, Hashable, Sendable, CustomStringConvertible {
  /// The errors, sorted by file and position. Never empty.
  public let errors: [ConfigurationError]

  /// `errors`, of which there is one at least, sorted here: the files in the order in which they are
  /// first named.
  public init(_ errors: [ConfigurationError]) {
    precondition(!errors.isEmpty, "no errors to report")
    var ranks: [String: Int] = [:]
    for error in errors where ranks[error.file] == nil { ranks[error.file] = ranks.count }
    // The sort of the standard library is stable; errors about the whole file come first.
    self.errors = errors.sorted { left, right in
      guard left.file == right.file else {
        return ranks[left.file, default: 0] < ranks[right.file, default: 0]
      }
      return switch (left.position, right.position) {
      case (nil, nil), (_?, nil): false
      case (nil, _?): true
      case (let left?, let right?): left < right
      }
    }
  }

  /// Throws `errors` if there are any.
  public static func throwIfAny(_ errors: [ConfigurationError]) throws(ConfigurationErrors) {
    if !errors.isEmpty { throw ConfigurationErrors(errors) }
  }

  /// One line per error.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Collects the errors of one file while the reader goes on.
struct Complaints {
  let file: String
  private(set) var errors: [ConfigurationError] = []

  init(file: String) { self.file = file }

  mutating func add(
    _ position: SourcePosition?, _ keyPath: String, _ problem: String, allowed: String? = nil,
    hint: String? = nil
  ) {
    errors.append(
      ConfigurationError(
        file: file, position: position, keyPath: keyPath, problem: problem, allowed: allowed,
        hint: hint))
  }

  /// Forgets all but the first `count` errors: a larger one covers what came after.
  mutating func keepFirst(_ count: Int) { errors.removeSubrange(count...) }

  /// Throws what was collected, if anything was.
  func throwIfAny() throws(ConfigurationErrors) { try ConfigurationErrors.throwIfAny(errors) }
}
