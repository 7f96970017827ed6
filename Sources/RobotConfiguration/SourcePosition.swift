/// A place in a text file, as editors count it.
///
/// Both numbers start at 1. A column counts Unicode scalars (not bytes and not grapheme clusters), as
/// libyaml does, and a tab counts as one. CR, LF and CR LF each end one line; a leading byte order
/// mark takes no column.
public struct SourcePosition: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// The line, from 1.
  public var line: Int
  /// The column in Unicode scalars, from 1.
  public var column: Int

  /// The place at `line` and `column`, both from 1.
  public init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether `left` comes before `right` in the file.
  public static func < (left: SourcePosition, right: SourcePosition) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}

extension SourcePosition: CustomStringConvertible {
  /// `line:column`, as compilers print it.
  public var description: String { "\(line):\(column)" }
}
