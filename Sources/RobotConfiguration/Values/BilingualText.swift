/// The same sentence in English and Chinese.
public struct BilingualText: Hashable, Sendable {
  /// English.
  public let english: String
  /// 中文.
  public let chinese: String

  /// Both.
  public init(_ english: String, _ chinese: String) {
    self.english = english
    self.chinese = chinese
  }
}
