/// How a request ended.
public struct RequestResult: Hashable, Sendable {
  /// How a request ended, for programs.
  public enum Code: UInt8, Hashable, Sendable, CaseIterable {
    /// Done, or begun where it takes time.
    case ok = 0
    /// Understood, but not allowed in this state; the text says what must happen first.
    case refused = 1
    /// Makes no sense for this robot: a wrong count, index, range or name.
    case invalid = 2
    /// Another client or motion holds what is needed; trying later may succeed.
    case busy = 3
    /// This daemon cannot do that, for instance set a line on real hardware.
    case unsupported = 4
    /// A latched fault forbids it; `clear` comes first.
    case faulted = 5
  }

  /// How it ended.
  public var code: Code
  /// The same for people, in English; empty when there is nothing to add to `ok`.
  public var english: String
  /// The same for people, in Chinese.
  public var chinese: String

  /// An end of `code`, explained.
  public init(_ code: Code, english: String = "", chinese: String = "") {
    self.code = code
    self.english = english
    self.chinese = chinese
  }
}

extension RequestResult: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.integer(code.rawValue)
    writer.string(english)
    writer.string(chinese)
  }

  init(from reader: inout WireReader) throws(WireError) {
    code = try reader.choice("code")
    english = try reader.string("english")
    chinese = try reader.string("chinese")
  }
}
