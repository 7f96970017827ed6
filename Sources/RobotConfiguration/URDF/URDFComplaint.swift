/// One thing that is wrong, or worth knowing, in a URDF file.
public struct URDFComplaint: Hashable, Sendable {
  /// The file's name as it was given to the parser.
  public var file: String
  /// Where in the file.
  public var position: SourcePosition
  /// What it is about, outermost first, as `joint 'shoulder_pan' / limit / velocity`.
  public var path: String
  /// What is wrong.
  public var message: String
  /// What to do about it.
  public var hint: String
}

extension URDFComplaint: CustomStringConvertible {
  /// `file:line:column: path: message; hint`
  public var description: String {
    let place = "\(file):\(position): "
    return place + (path.isEmpty ? "" : "\(path): ") + "\(message); \(hint)"
  }
}

/// Everything that is wrong in a URDF file: all semantic errors together in the order of the file, or
/// the one place at which it stops to be well-formed XML.
public struct URDFErrors: Error, Hashable, Sendable {
  /// The errors in the order of the file; never empty.
  public var errors: [URDFComplaint]
}

extension URDFErrors: CustomStringConvertible {
  /// One error per line.
  public var description: String { errors.map(\.description).joined(separator: "\n") }
}

/// Collects what a reader finds in one file.
struct URDFLog {
  /// The file's name as it was given to the parser.
  let file: String
  private(set) var errors: [URDFComplaint] = []
  private(set) var warnings: [URDFComplaint] = []

  init(file: String) { self.file = file }

  /// Records what makes the file unusable.
  mutating func error(
    _ position: SourcePosition, _ path: String, _ message: String, _ hint: String
  ) {
    errors.append(
      URDFComplaint(file: file, position: position, path: path, message: message, hint: hint))
  }

  /// Records what the owner of the file should know.
  mutating func warning(
    _ position: SourcePosition, _ path: String, _ message: String, _ hint: String
  ) {
    warnings.append(
      URDFComplaint(file: file, position: position, path: path, message: message, hint: hint))
  }
}
