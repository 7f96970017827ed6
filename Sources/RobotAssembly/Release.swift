/// What both programs call themselves.
public enum Release {
  /// The version of CHANGELOG.md.
  public static let version = "0.1.0"
}
