/// What is known of the daemon before this one, where it died without switching off. Both texts are empty where it ended in
/// order, where there was none, and of a simulation that keeps nothing. Does not change while the daemon runs.
public struct DeathReport: Hashable, Sendable {
  /// Process and start; as far as they are known, what the process itself and systemd said of its end.
  public var english: String
  /// The same in Chinese.
  public var chinese: String

  /// Whether it died.
  public var isDeath: Bool { !english.isEmpty || !chinese.isEmpty }

  /// A death, or none.
  public init(english: String = "", chinese: String = "") {
    self.english = english
    self.chinese = chinese
  }
}

extension DeathReport: WireCodable {
  func encode(into writer: inout WireWriter) {
    writer.string(english)
    writer.string(chinese)
  }

  init(from reader: inout WireReader) throws(WireError) {
    english = try reader.string("english")
    chinese = try reader.string("chinese")
  }
}
